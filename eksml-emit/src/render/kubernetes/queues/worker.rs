//! What the hub may do in a cluster that takes its jobs: see jobs, and write those of the queues it sends to.

use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject};

use crate::derived::{self, QueuePlan, SENDER_GROUP};
use crate::render::kubernetes::metadata::metadata;
use crate::render::kubernetes::permissions::{allow, role_ref};
use crate::render::{ClusterFiles, ClusterView, RenderError};

/// The file of all permissions.
const FILE: &str = "11-rbac.yaml";
/// What is seen in the whole cluster: Kueue in the hub watches it so.
const SEES: &str = "eksml-queues-of-the-hub";
/// What is written in the namespaces of the queues.
const WRITES: &str = "eksml-jobs-of-the-hub";

const LOOK: [&str; 3] = ["get", "list", "watch"];

/// Adds it, if the hub sends jobs here. Source: Kueue, "Setup a MultiKueue environment", the role of the worker's kubeconfig; there it
/// holds in the whole cluster.
pub(super) fn render(view: &ClusterView<'_>, queues: &[QueuePlan<'_>], files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Some(hub) = derived::sender(view.platform).filter(|_| derived::takes_jobs(view.platform, view.cluster)) else {
        return Ok(());
    };
    files.add(FILE, &ClusterRole { metadata: metadata(SEES, None), rules: Some(kinds(&LOOK)), aggregation_rule: None })?;
    files.add(
        FILE,
        &ClusterRoleBinding {
            metadata: metadata(SEES, None),
            role_ref: role_ref("ClusterRole", SEES),
            subjects: Some(vec![group()]),
        },
    )?;
    let mut rules = kinds(&["create", "delete"]);
    rules.push(allow("kueue.x-k8s.io", &["workloads"], &["update", "patch"]));
    rules.push(allow("kueue.x-k8s.io", &["workloads/status"], &["get", "update", "patch"]));
    let sent = derived::queues(hub);
    let open = |queue: &&QueuePlan<'_>| sent.iter().any(|of| of.name == queue.name && of.send_to().contains(&view.cluster.name));
    let mut namespaces: Vec<_> = queues.iter().filter(open).flat_map(QueuePlan::namespaces).collect();
    namespaces.sort();
    namespaces.dedup();
    for namespace in namespaces {
        let metadata = metadata(WRITES, Some(namespace.as_str()));
        files.add(FILE, &Role { metadata: metadata.clone(), rules: Some(rules.clone()) })?;
        files.add(FILE, &RoleBinding { metadata, role_ref: role_ref("Role", WRITES), subjects: Some(vec![group()]) })?;
    }
    Ok(())
}

/// The kinds that are sent, and the Workloads by which Kueue keeps them.
fn kinds(verbs: &[&str]) -> Vec<PolicyRule> {
    vec![
        allow("batch", &["jobs"], verbs),
        allow("jobset.x-k8s.io", &["jobsets"], verbs),
        allow("kueue.x-k8s.io", &["workloads"], verbs),
    ]
}

fn group() -> Subject {
    let api_group = Some("rbac.authorization.k8s.io".to_owned());
    Subject { api_group, kind: "Group".to_owned(), name: SENDER_GROUP.to_owned(), namespace: None }
}
