//! The registries that images of a cluster's own namespaces may come from.

use crate::spec::{Admission, Cluster, Lens, variant};

/// The registries that the platform names, and Kubernetes' own where something of eksml's runs in a user's namespace; none where any
/// will do.
pub fn allowed_registries<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<String> {
    let cluster = cluster.into();
    let Some(rules) = variant!(cluster.admission(), Admission::Enforced) else { return Vec::new() };
    if rules.registries().is_empty() {
        return Vec::new();
    }
    let mut all: Vec<String> = rules.registries().iter().map(|registry| registry.trim_end_matches('/').to_owned()).collect();
    let stops = cluster.notebooks().iter().any(|notebook| notebook.idle().get().is_some_and(|idle| idle.stop().is_some()));
    // What stops notebooks is kubectl.
    let own = cluster.image_mirror().whole().as_ref().map_or("registry.k8s.io", |mirror| mirror.trim_end_matches('/')).to_owned();
    if stops && !all.contains(&own) {
        all.push(own);
    }
    all
}
