//! Logs of the control plane.

use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "EK-65",
    name: "log-retention-without-logs",
    title: "logs that are kept are written",
    severity: Severity::Error,
    why: "eksctl refuses a retention for logs that nobody sends",
    source: "eksctl validation.go:434",
    check: Check::Config(kept_logs_are_written),
    bad: Example::Config("cloudWatch: {clusterLogging: {logRetentionInDays: 90}}"),
    good: Example::Config("cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}"),
}];

fn kept_logs_are_written(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(logging) = config.cloud_watch().get().and_then(|watch| watch.cluster_logging().get()) else { return };
    if let Some(days) = logging.log_retention_in_days().get()
        && logging.enable_types().is_empty()
    {
        findings.report(&days, "logs are to be kept, but none are written", "write `enableTypes: [audit, authenticator]`");
    }
}
