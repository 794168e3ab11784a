//! The DCGM exporter's DaemonSet on every group with NVIDIA GPUs, and what belongs to it (MON-06).

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{
    Capabilities, ConfigMap, Container, ContainerPort, PodSpec, Probe, ResourceRequirements, SecurityContext, Service,
    ServicePort, ServiceSpec,
};
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyIngressRule, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::counters;
use crate::catalog::images;
use crate::components::agents;
use crate::derived::{self, AcceleratorKind, DEVICE_NAMESPACE, accelerator};
use crate::render::kubernetes::fingerprint;
use crate::render::kubernetes::nodes::{agent_tolerations, once_cut};
use crate::render::kubernetes::permissions::{self, allow};
use crate::render::kubernetes::pods::{
    amounts, app_label, config_map, daemon_set, env, env_of, host_path, http_probe, mount_read_only, owned, requests, scraped,
    selector, service_account,
};
use crate::render::kubernetes::prometheus;
use crate::render::kubernetes::traffic::{pods_of_namespace, tcp};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Dcgm, NodeGroup};

/// The exporter's name, and the label of its Pods.
pub(in crate::render::kubernetes) const NAME: &str = "dcgm-exporter";
/// The name of the port with its metrics.
pub(in crate::render::kubernetes) const PORT_NAME: &str = "metrics";
const PORT: u16 = 9400;
const FILE: &str = "50-monitoring.yaml";
const COUNTERS: &str = "dcgm-exporter-counters";
const COUNTERS_DIR: &str = "/etc/eksml-counters";

/// Adds it, if monitoring asks for it and there are GPUs.
pub(in crate::render::kubernetes) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Some(monitoring) = &view.cluster.monitoring else { return Ok(()) };
    let Some(settings) = &monitoring.dcgm else { return Ok(()) };
    let carries = |group: &&NodeGroup| accelerator(group).is_some_and(|(kind, _)| kind == AcceleratorKind::Nvidia);
    let groups: Vec<&NodeGroup> = view.cluster.node_groups.iter().filter(carries).collect();
    if groups.is_empty() {
        return Ok(());
    }
    files.add(FILE, &service_account(NAME, DEVICE_NAMESPACE, NAME))?;
    files.add(
        FILE,
        &ConfigMap {
            metadata: owned(COUNTERS, Some(DEVICE_NAMESPACE), NAME),
            data: Some(BTreeMap::from([("counters.csv".to_owned(), counters::CSV.to_owned())])),
            ..ConfigMap::default()
        },
    )?;
    if derived::has_claims(view.cluster) {
        // The kubelet names what is claimed by pool and device; only the slices know which GPU that is (dcgm-exporter, pull request 501).
        let slices = allow("resource.k8s.io", &["resourceslices"], &["get", "list", "watch"]);
        files.add(FILE, &permissions::cluster_role(NAME, vec![slices]))?;
        files.add(FILE, &permissions::cluster_role_binding(NAME, DEVICE_NAMESPACE))?;
    }
    let mut annotations = scraped(PORT, "/metrics");
    annotations.extend(fingerprint::annotation(&[counters::CSV]));
    files.add(FILE, &daemon_set(NAME, DEVICE_NAMESPACE, annotations, pod(view, settings, &groups)))?;
    files.add(FILE, &service())?;
    if monitoring.prometheus.is_some() {
        files.add(FILE, &from_prometheus(prometheus::namespace(monitoring)))?;
    }
    Ok(())
}

fn pod(view: &ClusterView<'_>, settings: &Dcgm, groups: &[&NodeGroup]) -> PodSpec {
    let every = settings.every.map_or(15, crate::units::Duration::seconds);
    let claims = derived::has_claims(view.cluster);
    // Without it, GPUs that are claimed have no Pod in their metrics, and look as if nobody held them.
    let of_claims = claims.then(|| env("KUBERNETES_ENABLE_DRA", "true"));
    let variables = [
        env("DCGM_EXPORTER_LISTEN", format!(":{PORT}")),
        env("DCGM_EXPORTER_KUBERNETES", "true"),
        env("DCGM_EXPORTER_COLLECTORS", format!("{COUNTERS_DIR}/counters.csv")),
        env("DCGM_EXPORTER_INTERVAL", (every.saturating_mul(1000)).to_string()),
        env("NVIDIA_VISIBLE_DEVICES", "all"),
        env_of("NODE_NAME", "spec.nodeName"),
    ];
    PodSpec {
        affinity: Some(once_cut(groups)),
        tolerations: agent_tolerations(view.cluster, groups),
        priority_class_name: Some("system-node-critical".to_owned()),
        service_account_name: Some(NAME.to_owned()),
        automount_service_account_token: Some(claims),
        containers: vec![Container {
            name: NAME.to_owned(),
            image: Some(images::DCGM_EXPORTER.reference()),
            env: Some(variables.into_iter().chain(of_claims).collect()),
            ports: Some(vec![ContainerPort {
                name: Some(PORT_NAME.to_owned()),
                container_port: i32::from(PORT),
                ..ContainerPort::default()
            }]),
            resources: Some(ResourceRequirements {
                requests: Some(requests(agents::DCGM_EXPORTER.asks)),
                limits: Some(amounts([("memory", "1Gi")])),
                ..ResourceRequirements::default()
            }),
            // Profiling counters need SYS_ADMIN, and it is by this capability that the container runtime lets a container see all
            // GPUs without asking for one. Source: dcgm-exporter 4.8 `deployment/examples/dcgm-exporter.yaml`.
            security_context: Some(SecurityContext {
                run_as_user: Some(0),
                run_as_non_root: Some(false),
                allow_privilege_escalation: Some(false),
                capabilities: Some(Capabilities { add: Some(vec!["SYS_ADMIN".to_owned()]), drop: Some(vec!["ALL".to_owned()]) }),
                ..SecurityContext::default()
            }),
            startup_probe: Some(http_probe("/health", PORT_NAME, 5, 36)),
            readiness_probe: Some(http_probe("/health", PORT_NAME, 10, 3)),
            liveness_probe: Some(Probe { timeout_seconds: Some(5), ..http_probe("/health", PORT_NAME, 15, 5) }),
            volume_mounts: Some(vec![
                mount_read_only("pod-resources", "/var/lib/kubelet/pod-resources"),
                mount_read_only("counters", COUNTERS_DIR),
            ]),
            ..Container::default()
        }],
        volumes: Some(vec![
            host_path("pod-resources", "/var/lib/kubelet/pod-resources", "Directory"),
            config_map("counters", COUNTERS),
        ]),
        ..PodSpec::default()
    }
}

/// Headless: every exporter speaks of its own node alone, so none may stand for the others (MON-01).
fn service() -> Service {
    Service {
        metadata: owned(NAME, Some(DEVICE_NAMESPACE), NAME),
        spec: Some(ServiceSpec {
            cluster_ip: Some("None".to_owned()),
            selector: Some(app_label(NAME)),
            ports: Some(vec![ServicePort {
                name: Some(PORT_NAME.to_owned()),
                port: i32::from(PORT),
                target_port: Some(IntOrString::String(PORT_NAME.to_owned())),
                ..ServicePort::default()
            }]),
            ..ServiceSpec::default()
        }),
        ..Service::default()
    }
}

fn from_prometheus(namespace: &str) -> NetworkPolicy {
    NetworkPolicy {
        metadata: owned("dcgm-exporter-from-prometheus", Some(DEVICE_NAMESPACE), NAME),
        spec: Some(NetworkPolicySpec {
            pod_selector: Some(selector(NAME)),
            policy_types: Some(vec!["Ingress".to_owned()]),
            ingress: Some(vec![NetworkPolicyIngressRule {
                from: Some(vec![pods_of_namespace(namespace)]),
                ports: Some(vec![tcp(PORT)]),
            }]),
            ..NetworkPolicySpec::default()
        }),
    }
}
