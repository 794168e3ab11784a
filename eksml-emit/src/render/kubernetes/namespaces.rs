//! Namespaces with their Pod Security level: the declared ones, and those that eksml adds for devices, agents and metrics.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Namespace;

use super::metadata::metadata;
use crate::catalog::KubernetesVersion;
use crate::derived;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Isolation, PodSecurity};

const FILE: &str = "10-namespaces.yaml";

/// Why Pods of a namespace may talk to anybody, as the platform says it.
const UNRESTRICTED: &str = "eksml/network-unrestricted-because";

/// The compliance regime of what runs in a namespace, for policies and auditors to select by.
const COMPLIANCE: &str = "eksml/compliance";

/// Adds every namespace.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let version = view.cluster.version;
    for namespace in &view.cluster.namespaces {
        let labels = namespace.labels.iter().map(|(key, value)| (key.to_string(), value.to_string()));
        let gate = super::workloads::gates(view, namespace.name.as_str()).then_some(super::workloads::READINESS_GATE);
        let labels = labels.chain(gate.map(|(key, value)| (key.to_owned(), value.to_owned())));
        let labels = labels.chain(namespace.compliance.iter().map(|regime| (COMPLIANCE.to_owned(), regime.to_string())));
        let mut object = object(namespace.name.as_str(), &namespace.pod_security, version, labels);
        if let Isolation::Unrestricted(reason) = &namespace.network {
            object.metadata.annotations = Some(BTreeMap::from([(UNRESTRICTED.to_owned(), reason.clone())]));
        }
        files.add(FILE, &object)?;
    }
    for (name, level) in derived::system_namespaces(view.cluster) {
        files.add(FILE, &object(&name, &level, version, [].into_iter()))?;
    }
    Ok(())
}

fn object(name: &str, level: &PodSecurity, version: KubernetesVersion, own: impl Iterator<Item = (String, String)>) -> Namespace {
    let level = match level {
        PodSecurity::Restricted => "restricted",
        PodSecurity::Baseline => "baseline",
        PodSecurity::Privileged => "privileged",
    };
    let mut meta = metadata(name, None);
    let labels = meta.labels.get_or_insert_default();
    labels.extend(own);
    // After the user's own labels, so that none of them lowers the level. The pinned version keeps the level's meaning when the
    // control plane is upgraded.
    for mode in ["enforce", "audit", "warn"] {
        labels.insert(format!("pod-security.kubernetes.io/{mode}"), level.to_owned());
        labels.insert(format!("pod-security.kubernetes.io/{mode}-version"), format!("v{version}"));
    }
    Namespace { metadata: meta, ..Namespace::default() }
}
