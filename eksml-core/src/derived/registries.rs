//! The registries that images of a cluster's own namespaces may come from.

use crate::spec::{Admission, Cluster};

/// The registries that the platform names, and Kubernetes' own where something of eksml's runs in a user's namespace; none where any
/// will do.
pub fn allowed_registries(cluster: &Cluster) -> Vec<String> {
    let Admission::Enforced(rules) = &cluster.admission else { return Vec::new() };
    if rules.registries.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<String> = rules.registries.iter().map(|registry| registry.trim_end_matches('/').to_owned()).collect();
    let stops = cluster.notebooks.iter().any(|notebook| notebook.idle.as_ref().is_some_and(|idle| idle.stop.is_some()));
    // What stops notebooks is kubectl.
    let own = cluster.image_mirror.as_ref().map_or("registry.k8s.io", |mirror| mirror.trim_end_matches('/')).to_owned();
    if stops && !all.contains(&own) {
        all.push(own);
    }
    all
}
