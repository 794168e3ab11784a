//! Which group grows first under the priority expander: capacity that is paid for anyway, then Spot, then on-demand.

use std::collections::BTreeMap;
use std::fmt::Write;

use k8s_openapi::api::core::v1::ConfigMap;

use super::{FILE, NAME, NAMESPACE};
use crate::render::kubernetes::pods::owned;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{ClusterAutoscaler, Expander, Management, NodeGroup, Purchase};

/// Adds the ConfigMap, if the expander reads it.
pub(super) fn render(view: &ClusterView<'_>, settings: &ClusterAutoscaler, files: &mut ClusterFiles) -> Result<(), RenderError> {
    if settings.expander != Expander::Priority {
        return Ok(());
    }
    let mut priorities: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for group in &view.cluster.node_groups {
        priorities.entry(priority(group)).or_default().push(group_pattern(view.cluster.name.as_str(), group));
    }
    files.add(
        FILE,
        &ConfigMap {
            // The name is fixed in the autoscaler (`expander/priority`).
            metadata: owned("cluster-autoscaler-priority-expander", Some(NAMESPACE), NAME),
            data: Some(BTreeMap::from([("priorities".to_owned(), text(&priorities))])),
            ..ConfigMap::default()
        },
    )
}

/// The autoscaler reads keys that are numbers, where the YAML emitter makes every key a text. No pattern holds a character that a
/// quoted text would have to escape.
fn text(priorities: &BTreeMap<u32, Vec<String>>) -> String {
    let mut text = String::new();
    for (priority, patterns) in priorities {
        let _ = writeln!(text, "{priority}:");
        for pattern in patterns {
            let _ = writeln!(text, "  - \"{pattern}\"");
        }
    }
    text
}

fn priority(group: &NodeGroup) -> u32 {
    match group.purchase {
        Purchase::CapacityBlock(_) => 40,
        Purchase::Reservation(_) => 30,
        Purchase::Spot => 20,
        Purchase::OnDemand => 10,
    }
}

/// A pattern of the names of the group's Auto Scaling group, and of no other's: EKS ends them with a UUID, CloudFormation with a
/// suffix of letters and digits.
fn group_pattern(cluster: &str, group: &NodeGroup) -> String {
    match group.management {
        Management::Managed | Management::NodePool(_) => format!("^eks-{}-[0-9a-f-]{{36}}$", group.name),
        Management::SelfManaged(_) => format!("^eksctl-{cluster}-nodegroup-{}-NodeGroup-[A-Za-z0-9]+$", group.name),
    }
}
