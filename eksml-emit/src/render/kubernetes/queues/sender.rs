//! What the hub has to send jobs to its spokes: a check for each queue, the spokes by name, and a Pod that renews the tokens by which
//! Kueue comes in. Kueue takes no program that fetches a token and no file with one (`validateKubeconfig`), and EKS gives none that lasts
//! longer than a quarter of an hour; so no credential is copied by hand, and none outlives the hub.

use std::collections::BTreeMap;

use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec};
use k8s_openapi::api::core::v1::{Container, ExecAction, PodSpec, Probe, ResourceRequirements};

use super::FILE;
use super::api::{
    AdmissionCheck, CheckParameters, CheckRule, ChecksStrategy, ClusterSource, FlavorQuotas, KubeConfig, MultiKueueCluster,
    MultiKueueConfig, Object, ResourceFlavor, ResourceGroup, ResourceQuota,
};
use super::quotas::times;
use crate::catalog::images::AWS_CLI;
use crate::components::kueue::NAMESPACE;
use crate::derived::{self, QueuePlan, SENDER};
use crate::render::kubernetes::metadata::metadata;
use crate::render::kubernetes::nodes::system_home;
use crate::render::kubernetes::permissions::{allow, allow_named, role, role_binding};
use crate::render::kubernetes::pods::{amounts, env, in_memory, mount, owned, selector, service_account, template};
use crate::render::kubernetes::security::{restricted_pod, sealed_container};
use crate::render::kubernetes::workloads::USER;
use crate::render::{ClusterFiles, ClusterView, RenderError};

/// The flavor of what all spokes have together.
const FLAVOR: &str = "spokes";

/// A token lasts 15 minutes, so two renewals may fail before it is missed. Tokens are in memory here, and on no command line.
const RENEW: &str = r#"account=/var/run/secrets/kubernetes.io/serviceaccount
renew() {
  described=$(aws eks describe-cluster --region "$2" --name "$1" --output text \
    --query 'cluster.[endpoint,certificateAuthority.data]') || return 1
  token=$(aws eks get-token --region "$2" --cluster-name "$1" --output text --query status.token) || return 1
  read -r server authority <<< "$described"
  printf '{"apiVersion":"v1","kind":"Config","current-context":"%s","contexts":[{"name":"%s","context":{"cluster":"%s","user":"hub"}}],"clusters":[{"name":"%s","cluster":{"server":"%s","certificate-authority-data":"%s"}}],"users":[{"name":"hub","user":{"token":"%s"}}]}' \
    "$1" "$1" "$1" "$1" "$server" "$authority" "$token" | base64 -w 0 > /tmp/kubeconfig
  printf '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"multikueue-%s","namespace":"%s"},"data":{"kubeconfig":"%s"}}' \
    "$1" "$NAMESPACE" "$(cat /tmp/kubeconfig)" > /tmp/secret
  printf 'Authorization: Bearer %s' "$(cat $account/token)" > /tmp/authorization
  curl --silent --show-error --fail --output /dev/null --max-time 30 --cacert $account/ca.crt --header @/tmp/authorization \
    --header 'Content-Type: application/apply-patch+yaml' --request PATCH --data-binary @/tmp/secret \
    "https://kubernetes.default.svc/api/v1/namespaces/$NAMESPACE/secrets/multikueue-$1?fieldManager=eksml&force=true"
}
while true; do
"#;

/// What a sending queue has: what the queues of its name have in the spokes.
pub(super) fn resources(view: &ClusterView<'_>, queue: &QueuePlan<'_>) -> Vec<ResourceGroup> {
    let all = derived::sent_amounts(view.platform, queue.name, queue.send_to());
    if all.is_empty() {
        return Vec::new();
    }
    let quota = |amount: &derived::ResourceAmount| ResourceQuota {
        name: amount.resource.clone(),
        nominal_quota: times(amount, 1),
        borrowing_limit: None,
        lending_limit: None,
    };
    let flavor = FlavorQuotas { name: FLAVOR.to_owned(), resources: all.iter().map(quota).collect() };
    vec![ResourceGroup { covered_resources: all.into_iter().map(|amount| amount.resource).collect(), flavors: vec![flavor] }]
}

/// The check by which a queue's jobs are sent.
pub(super) fn check_of(queue: &QueuePlan<'_>) -> Option<ChecksStrategy> {
    let check = || CheckRule { name: queue.name.to_string() };
    queue.sends().then(|| ChecksStrategy { admission_checks: vec![check()] })
}

/// Adds the objects of the hub.
pub(super) fn render(view: &ClusterView<'_>, queues: &[QueuePlan<'_>], files: &mut ClusterFiles) -> Result<(), RenderError> {
    let sending: Vec<_> = queues.iter().filter(|queue| queue.sends()).collect();
    if sending.is_empty() {
        return Ok(());
    }
    let flavor =
        ResourceFlavor { node_labels: BTreeMap::new(), node_taints: Vec::new(), tolerations: Vec::new(), topology_name: None };
    files.add(FILE, &Object::new("ResourceFlavor", metadata(FLAVOR, None), flavor))?;
    for spoke in derived::workers(view.platform) {
        let kube_config = KubeConfig { location: secret(spoke.name.as_str()), location_type: "Secret" };
        let cluster = MultiKueueCluster { cluster_source: ClusterSource { kube_config } };
        files.add(FILE, &Object::new("MultiKueueCluster", metadata(spoke.name.as_str(), None), cluster))?;
    }
    for queue in sending {
        let name = queue.name.as_str();
        let config = MultiKueueConfig { clusters: queue.send_to().iter().map(ToString::to_string).collect() };
        files.add(FILE, &Object::new("MultiKueueConfig", metadata(name, None), config))?;
        let check = AdmissionCheck {
            controller_name: "kueue.x-k8s.io/multikueue",
            parameters: CheckParameters { api_group: "kueue.x-k8s.io", kind: "MultiKueueConfig", name: name.to_owned() },
        };
        files.add(FILE, &Object::new("AdmissionCheck", metadata(name, None), check))?;
    }
    credentials(view, files)
}

fn secret(spoke: &str) -> String {
    format!("multikueue-{spoke}")
}

/// Who renews the tokens: it may write the spokes' Secrets, and no other.
fn credentials(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let spokes = derived::workers(view.platform);
    let secrets: Vec<_> = spokes.iter().map(|spoke| secret(spoke.name.as_str())).collect();
    let names: Vec<_> = secrets.iter().map(String::as_str).collect();
    let rules = vec![allow("", &["secrets"], &["create"]), allow_named("", &["secrets"], &names, &["get", "patch"])];
    files.add(FILE, &service_account(SENDER, NAMESPACE, SENDER))?;
    files.add(FILE, &role(SENDER, NAMESPACE, rules))?;
    files.add(FILE, &role_binding(SENDER, NAMESPACE))?;
    let deployment = DeploymentSpec {
        replicas: Some(1),
        selector: selector(SENDER),
        template: template(SENDER, BTreeMap::new(), pod(view)),
        ..DeploymentSpec::default()
    };
    files.add(
        FILE,
        &Deployment { metadata: owned(SENDER, Some(NAMESPACE), SENDER), spec: Some(deployment), ..Deployment::default() },
    )
}

fn pod(view: &ClusterView<'_>) -> PodSpec {
    let mut script = RENEW.to_owned();
    for spoke in derived::workers(view.platform) {
        let (name, region) = (&spoke.name, derived::region(view.platform, spoke));
        script.push_str(&format!("  renew {name} {region} || echo \"FAILED {name}: no new token, jobs are not sent there\"\n"));
    }
    script.push_str("  printf '%(%s)T' -1 > /tmp/tried\n  sleep 300\ndone\n");
    let (affinity, tolerations) = system_home(view);
    let resources = amounts([("cpu", "250m"), ("memory", "256Mi")]);
    PodSpec {
        affinity,
        tolerations,
        service_account_name: Some(SENDER.to_owned()),
        automount_service_account_token: Some(true),
        enable_service_links: Some(false),
        security_context: Some(restricted_pod(USER)),
        containers: vec![Container {
            name: SENDER.to_owned(),
            image: Some(AWS_CLI.reference()),
            command: Some(["/bin/bash", "-o", "pipefail", "-c"].map(str::to_owned).to_vec()),
            args: Some(vec![script]),
            env: Some(vec![env("AWS_REGION", view.region().as_str()), env("HOME", "/tmp"), env("NAMESPACE", NAMESPACE)]),
            resources: Some(ResourceRequirements {
                requests: Some(resources.clone()),
                limits: Some(resources),
                ..ResourceRequirements::default()
            }),
            security_context: Some(sealed_container()),
            readiness_probe: Some(goes_round()),
            liveness_probe: Some(goes_round()),
            volume_mounts: Some(vec![mount("tmp", "/tmp")]),
            ..Container::default()
        }],
        volumes: Some(vec![in_memory("tmp", 16)]),
        ..PodSpec::default()
    }
}

/// A spoke that does not answer is said in the log, and no reason to begin anew; a shell that hangs is.
fn goes_round() -> Probe {
    let recent = "(( $(printf '%(%s)T' -1) - $(< /tmp/tried) < 900 ))";
    Probe {
        exec: Some(ExecAction { command: Some(["/bin/bash", "-c", recent].map(str::to_owned).to_vec()) }),
        initial_delay_seconds: Some(120),
        period_seconds: Some(60),
        timeout_seconds: Some(10),
        ..Probe::default()
    }
}
