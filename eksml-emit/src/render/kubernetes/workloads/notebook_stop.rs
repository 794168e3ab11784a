//! Stops a notebook on schedule: a CronJob that may scale this one StatefulSet and nothing else.

use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec, JobSpec, JobTemplateSpec};
use k8s_openapi::api::core::v1::{Container, PodSpec, PodTemplateSpec, ResourceRequirements};
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::FILE;
use super::pod::Work;
use crate::catalog::images;
use crate::derived::service_cidr;
use crate::derived::side_jobs::NOTEBOOK_STOP;
use crate::render::kubernetes::nodes::system_home;
use crate::render::kubernetes::permissions::{allow_named, role, role_binding};
use crate::render::kubernetes::pods::{app_label, owned, requests, selector, service_account};
use crate::render::kubernetes::security::{restricted_pod, sealed_container};
use crate::render::kubernetes::traffic::{addresses, tcp};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Notebook;

/// The user `nobody`.
const USER: i64 = 65_534;

/// Adds it, if the notebook is to be stopped.
pub(super) fn render(
    view: &ClusterView<'_>,
    of: &Notebook,
    work: &Work<'_>,
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    let Some((idle, stop)) = of.idle.as_ref().and_then(|idle| Some((idle, idle.stop.as_ref()?))) else { return Ok(()) };
    let name = format!("{}-stop", of.name);
    let namespace = work.namespace;
    files.add(FILE, &service_account(&name, namespace, &name))?;
    let rules = vec![allow_named("apps", &["statefulsets", "statefulsets/scale"], &[of.name.as_str()], &["get", "patch"])];
    files.add(FILE, &role(&name, namespace, rules))?;
    files.add(FILE, &role_binding(&name, namespace))?;
    // The API server: its Service, and its network interfaces in the VPC.
    let server = vec![addresses(service_cidr(view.cluster)), addresses(view.cluster.vpc.cidr)];
    files.add(
        FILE,
        &NetworkPolicy {
            metadata: owned(&name, Some(namespace), &name),
            spec: Some(NetworkPolicySpec {
                pod_selector: Some(selector(&name)),
                policy_types: Some(vec!["Egress".to_owned()]),
                egress: Some(vec![NetworkPolicyEgressRule { to: Some(server), ports: Some(vec![tcp(443)]) }]),
                ..NetworkPolicySpec::default()
            }),
        },
    )?;
    let spec = CronJobSpec {
        schedule: stop.to_string(),
        time_zone: Some(idle.time_zone.clone().unwrap_or_else(|| "Etc/UTC".to_owned())),
        concurrency_policy: Some("Forbid".to_owned()),
        starting_deadline_seconds: Some(3600),
        successful_jobs_history_limit: Some(1),
        failed_jobs_history_limit: Some(3),
        job_template: JobTemplateSpec {
            metadata: None,
            spec: Some(JobSpec {
                backoff_limit: Some(3),
                active_deadline_seconds: Some(600),
                template: PodTemplateSpec {
                    metadata: Some(ObjectMeta { labels: Some(app_label(&name)), ..ObjectMeta::default() }),
                    spec: Some(pod(view, of, &name)),
                },
                ..JobSpec::default()
            }),
        },
        ..CronJobSpec::default()
    };
    files.add(FILE, &CronJob { metadata: owned(&name, Some(namespace), &name), spec: spec.into(), ..CronJob::default() })
}

fn pod(view: &ClusterView<'_>, of: &Notebook, name: &str) -> PodSpec {
    let (affinity, tolerations) = system_home(view);
    let command = ["kubectl", "scale", "statefulset", of.name.as_str(), "--replicas=0", "--namespace", of.namespace.as_str()];
    PodSpec {
        affinity,
        tolerations,
        restart_policy: Some("Never".to_owned()),
        service_account_name: Some(name.to_owned()),
        automount_service_account_token: Some(true),
        security_context: Some(restricted_pod(USER)),
        containers: vec![Container {
            name: "kubectl".to_owned(),
            image: Some(images::kubectl(view.cluster.version)),
            command: Some(command.map(str::to_owned).to_vec()),
            resources: Some(ResourceRequirements {
                requests: Some(requests(NOTEBOOK_STOP.requests)),
                limits: Some(requests(NOTEBOOK_STOP.limits)),
                ..ResourceRequirements::default()
            }),
            security_context: Some(sealed_container()),
            ..Container::default()
        }],
        ..PodSpec::default()
    }
}
