//! `cloudWatch`: control-plane logs and how long they are kept.

use super::keyword::keyword;
use super::object::eksctl_object;
use crate::source::{Node, Path, Value};
use crate::spec::shape::{Kind, Shape};
use crate::spec::{Reader, Spec, plain_data};

eksctl_object! {
    /// `cloudWatch`: what the control plane sends to CloudWatch.
    pub struct ClusterCloudWatch {
        /// Log types and their retention; absent: no logs.
        pub cluster_logging: Option<ClusterCloudWatchLogging>,
    }
}

eksctl_object! {
    /// `cloudWatch.clusterLogging`: control-plane logs.
    pub struct ClusterCloudWatchLogging {
        /// Logs to send; absent: none.
        pub enable_types: Vec<ClusterLogType>,
        /// Days to keep them; absent: for ever. Refused without `enableTypes`.
        pub log_retention_in_days: Option<LogRetentionDays>,
    }
}

keyword! {
    /// A log of the control plane.
    pub enum ClusterLogType {
        /// Requests to the API server.
        Api = "api",
        /// Who did what.
        Audit = "audit",
        /// IAM logins.
        Authenticator = "authenticator",
        /// Controllers.
        ControllerManager = "controllerManager",
        /// Scheduling decisions.
        Scheduler = "scheduler",
        /// All five.
        All = "all",
        /// All five.
        Any = "*",
    }
}

/// Days that CloudWatch keeps logs: one of the 17 values it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogRetentionDays(u16);

impl LogRetentionDays {
    /// The retentions that CloudWatch offers, in days (CloudWatch Logs `PutRetentionPolicy`).
    pub const OFFERED: [u16; 17] = crate::catalog::LOG_RETENTION_DAYS;

    /// The retention of so many days, if CloudWatch offers it.
    pub fn new(days: u16) -> Option<Self> {
        Self::OFFERED.contains(&days).then_some(Self(days))
    }

    /// The shortest retention of at least so many days; the longest there is if none is as long.
    pub fn at_least(days: u16) -> Self {
        Self(Self::OFFERED.into_iter().find(|offered| *offered >= days).unwrap_or(3653))
    }

    /// The number of days.
    pub const fn days(self) -> u16 {
        self.0
    }
}

impl Spec for LogRetentionDays {
    const SHAPE: &'static Shape = &Shape { rust: "eksctl::LogRetentionDays", kind: Kind::Int { min: 1, max: 3653 } };

    fn stand_in() -> Self {
        Self(90)
    }

    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        let Value::Int(days) = node.value else {
            reader.expected("a number of days", node, path);
            return Self::stand_in();
        };
        let offered = u16::try_from(days).ok().and_then(Self::new);
        offered.unwrap_or_else(|| {
            reader.unknown.push(path.clone());
            let offered = Self::OFFERED.map(|days| days.to_string()).join(", ");
            let problem = format!("CloudWatch offers no retention of {days} days");
            reader.fault("CL-10", path, node.mark, problem, format!("write one of {offered}"));
            Self::stand_in()
        })
    }

    fn write(&self) -> Node {
        self.0.write()
    }
}

plain_data!(LogRetentionDays, Eksctl);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_offered_retentions_exist() {
        assert_eq!(LogRetentionDays::new(90).map(LogRetentionDays::days), Some(90));
        assert_eq!(LogRetentionDays::new(45), None);
        assert_eq!(LogRetentionDays::at_least(45).days(), 60);
        assert_eq!(LogRetentionDays::at_least(u16::MAX).days(), 3653);
    }
}
