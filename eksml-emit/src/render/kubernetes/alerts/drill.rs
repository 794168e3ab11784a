//! Restore drills that fail (DR-11).

use super::Alert;
use crate::derived::{self, DRILL};
use crate::render::ClusterView;
use crate::spec::Monitoring;

/// The alert. A failed drill is there for as long as its Job is, which is removed some days later.
pub(super) fn alerts(view: &ClusterView<'_>, monitoring: &Monitoring) -> Vec<Alert> {
    if !monitoring.kube_state_metrics || derived::drill_namespaces(view.platform, view.cluster).is_empty() {
        return Vec::new();
    }
    let failed = format!(r#"kube_job_failed{{job_name=~"{DRILL}-.+",condition="true"}} == 1"#);
    vec![Alert::critical("RestoreDrillFailed", failed).says(
        "Restore drill {{ $labels.namespace }}/{{ $labels.job_name }} has failed",
        "A checkpoint is missing, too old, or cannot be read, here or in its copy: the lines of the Job's log that begin with FAILED say which.",
    )]
}
