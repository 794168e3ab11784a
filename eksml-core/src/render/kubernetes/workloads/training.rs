//! Training: a Job on one node, a JobSet on several, whose workers start together from a queue and restart together (SCH-08, SCH-12).

use std::collections::BTreeMap;

use k8s_openapi::api::batch::v1::{
    Job, JobSpec, JobTemplateSpec, PodFailurePolicy, PodFailurePolicyOnPodConditionsPattern, PodFailurePolicyRule,
};
use k8s_openapi::api::core::v1::{EnvVar, PodSpec, PodTemplateSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::job_set::{FailurePolicy, FailureRule, JobSet, JobSetSpec, Network, ReplicatedJob};
use super::pod::Work;
use super::{FILE, env, talk};
use crate::derived;
use crate::render::kubernetes::queues;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Training;

/// A day: long enough to read the logs of last night's job.
pub(super) const KEPT_SECONDS: i32 = 86_400;
/// The name of the one Job of a set, part of its workers' host names.
const WORKERS: &str = "node";
/// How often a job starts again after faults of its own before it has failed.
pub(super) const RETRIES: i32 = 6;

/// Adds a job.
pub(super) fn render(view: &ClusterView<'_>, job: &Training, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let work = Work::training(view, job);
    work.add_service_account(files)?;
    work.add_claim(view, files)?;
    work.add_configs(files)?;
    talk::render(view, &work, &job.talks_to, files)?;
    match job.nodes.unwrap_or(1) {
        0 | 1 => files.add(FILE, &single(view, job, &work)),
        nodes => files.add(FILE, &distributed(view, job, &work, nodes)),
    }
}

fn single(view: &ClusterView<'_>, job: &Training, work: &Work<'_>) -> Job {
    Job {
        metadata: metadata(view, job, work),
        spec: Some(JobSpec {
            backoff_limit: Some(RETRIES),
            ttl_seconds_after_finished: Some(KEPT_SECONDS),
            // A Pod that lost its node is no fault of the job's and costs none of its retries.
            pod_failure_policy: Some(on_disruption("Ignore")),
            template: template(view, job, work, pod(view, job, work, Vec::new())),
            ..JobSpec::default()
        }),
        ..Job::default()
    }
}

fn distributed(view: &ClusterView<'_>, job: &Training, work: &Work<'_>, nodes: u32) -> JobSet {
    let count = i32::try_from(nodes).unwrap_or(i32::MAX);
    let first = format!("{name}-{WORKERS}-0-0.{name}", name = job.name);
    let pod = pod(view, job, work, env::rendezvous(&first, nodes, work.accelerators()));
    let workers = JobSpec {
        parallelism: Some(count),
        completions: Some(count),
        completion_mode: Some("Indexed".to_owned()),
        // A worker cannot rejoin the others: any failure is the whole set's, which starts again from the last checkpoint.
        backoff_limit: Some(0),
        pod_failure_policy: Some(on_disruption("FailJob")),
        template: template(view, job, work, pod),
        ..JobSpec::default()
    };
    let spec = JobSetSpec {
        network: Network { enable_dns_hostnames: true, publish_not_ready_addresses: true },
        failure_policy: FailurePolicy {
            max_restarts: RETRIES,
            // The old workers hold whole nodes; new ones beside them would only wait, or make the autoscaler buy.
            restart_strategy: "BlockingRecreate",
            rules: vec![FailureRule {
                name: "lostNode",
                action: "RestartJobSetAndIgnoreMaxRestarts",
                on_job_failure_reasons: vec!["PodFailurePolicy"],
            }],
        },
        ttl_seconds_after_finished: KEPT_SECONDS,
        replicated_jobs: vec![ReplicatedJob {
            name: WORKERS,
            replicas: 1,
            template: JobTemplateSpec { metadata: None, spec: Some(workers) },
        }],
    };
    JobSet::new(metadata(view, job, work), spec)
}

/// Name, namespace and labels, the queue's among them.
fn metadata(view: &ClusterView<'_>, job: &Training, work: &Work<'_>) -> ObjectMeta {
    let mut meta = work.owned(job.name.as_str());
    meta.labels.get_or_insert_default().extend(queues::labels(view, job));
    meta
}

fn pod(view: &ClusterView<'_>, job: &Training, work: &Work<'_>, of_its_place: Vec<EnvVar>) -> PodSpec {
    let mut variables = env::checkpoints(view, job);
    variables.extend(env::processes(work.accelerators()));
    variables.extend(of_its_place);
    let mut pod = work.pod(view, variables);
    pod.restart_policy = Some("Never".to_owned());
    // Time for a last checkpoint; Spot gives two minutes and the kubelet needs some of them.
    pod.termination_grace_period_seconds = Some(if work.on_spot() { 100 } else { 300 });
    pod
}

fn template(view: &ClusterView<'_>, job: &Training, work: &Work<'_>, pod: PodSpec) -> PodTemplateSpec {
    // Moving a Pod of a training job costs everything since its last checkpoint; its node is freed when it ends.
    let mut stay = BTreeMap::from([("cluster-autoscaler.kubernetes.io/safe-to-evict".to_owned(), "false".to_owned())]);
    if derived::has_pools(view.cluster) {
        stay.insert("karpenter.sh/do-not-disrupt".to_owned(), "true".to_owned());
    }
    stay.extend(queues::annotations(view, job));
    let meta = ObjectMeta { labels: Some(work.labels()), annotations: Some(stay), ..ObjectMeta::default() };
    PodTemplateSpec { metadata: Some(meta), spec: Some(pod) }
}

/// What a Pod's loss of its node means for its job.
pub(super) fn on_disruption(action: &str) -> PodFailurePolicy {
    PodFailurePolicy {
        rules: vec![PodFailurePolicyRule {
            action: action.to_owned(),
            on_pod_conditions: Some(vec![PodFailurePolicyOnPodConditionsPattern {
                type_: "DisruptionTarget".to_owned(),
                // Required before Kubernetes 1.34, optional since: the conversion fits both.
                status: "True".to_owned().into(),
            }]),
            ..PodFailurePolicyRule::default()
        }],
    }
}
