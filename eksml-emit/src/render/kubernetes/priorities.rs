//! PriorityClasses: what the scheduler keeps when not everything fits (SCH-11).

use k8s_openapi::api::scheduling::v1::PriorityClass;

use super::metadata::metadata;
use crate::derived;
use crate::render::{ClusterFiles, ClusterView, RenderError};

const FILE: &str = "12-priority.yaml";

/// Adds the classes, most important first.
#[allow(clippy::useless_conversion, reason = "the value became optional in the types of Kubernetes 1.36")]
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    for class in derived::priority_classes(view.cluster) {
        let object = PriorityClass {
            metadata: metadata(&class.name, None),
            value: i32::try_from(class.value).unwrap_or(i32::MAX).into(),
            global_default: Some(class.default),
            preemption_policy: Some(if class.preempts { "PreemptLowerPriority" } else { "Never" }.to_owned()),
            description: Some(description(&class.name).to_owned()),
        };
        files.add(FILE, &object)?;
    }
    Ok(())
}

fn description(name: &str) -> &'static str {
    match name {
        "inference" => "Services that users wait for; they push less important Pods off their nodes.",
        "training" => "Training jobs; room for them is made by their queue, a whole job at a time.",
        "development" => "Notebooks and experiments; the first to wait.",
        _ => "Declared by the platform.",
    }
}
