//! How long CloudWatch keeps logs.

/// The retentions that CloudWatch Logs offers and eksctl 0.230 takes, in days (CloudWatch Logs `PutRetentionPolicy`).
pub const LOG_RETENTION_DAYS: [u16; 17] = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653];
