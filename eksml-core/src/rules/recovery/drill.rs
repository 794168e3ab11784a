//! A drill that fails is heard of.

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};

pub(super) const DR_11: Rule = Rule {
    id: "DR-11",
    name: "silent-restore-drill",
    title: "a restore drill that fails is told to somebody",
    severity: Severity::Warning,
    why: "a drill is there to fail before it matters; without an alert its failure is a Job in a list that nobody looks at, until the day \
          on which the checkpoints are needed",
    source: "kube-state-metrics, job metrics; Kubernetes, CronJob, failedJobsHistoryLimit",
    check: Check::Cluster(drills_are_watched),
    bad: Example::Cluster("backup { every: Day, drill { schedule: \"0 6 * * 1\" } }"),
    good: Example::Cluster(
        "backup { every: Day, drill { schedule: \"0 6 * * 1\" } }\n\
         storage gp3 { ebs_gp3, default: true }\n\
         monitoring { prometheus, kube_state_metrics }",
    ),
};

fn drills_are_watched(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let Some(drill) = scope.cluster.backup().get().and_then(|backup| backup.drill().get()) else { return };
    let monitoring = scope.cluster.monitoring().get();
    let watched = monitoring.is_some_and(|it| it.prometheus().get().is_some() && *it.kube_state_metrics());
    if !watched {
        findings.report(
            &drill,
            format!("nobody is told when a restore drill of cluster `{}` fails", *scope.cluster.name()),
            "add `prometheus` and `kube_state_metrics` to `monitoring`: they raise `RestoreDrillFailed`",
        );
    }
}
