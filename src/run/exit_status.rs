//! How a run ended.

use std::process::ExitCode;

/// How a run ended; the number is the process's exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Done (0).
    Success = 0,
    /// The platform or a file breaks rules, or the folder is not what the platform says (1).
    Findings = 1,
    /// The arguments make no sense (2).
    Usage = 2,
    /// The folder or a file could not be read or written (3).
    Output = 3,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status as u8)
    }
}
