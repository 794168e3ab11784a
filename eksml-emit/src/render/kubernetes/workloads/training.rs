//! Training: a Job on one node, on several a JobSet, whose workers start and restart together (SCH-08, SCH-12); or another form (SCH-21).

use k8s_openapi::api::batch::v1::{
    Job, JobSpec, JobTemplateSpec, PodFailurePolicy, PodFailurePolicyOnPodConditionsPattern, PodFailurePolicyRule,
};
use k8s_openapi::api::core::v1::{EnvVar, PodSpec, PodTemplateSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::job_set::{FailurePolicy, FailureRule, JobSet, JobSetSpec, Network, ReplicatedJob};
use super::pod::Work;
use super::{FILE, env, ray_job, stay, talk, train_job};
use crate::derived::{self, JobForm};
use crate::render::kubernetes::queues;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Training;

/// The name of the one Job of a set, part of its workers' host names.
pub(super) const WORKERS: &str = "node";
/// How often a job starts again after faults of its own before it has failed.
pub(super) const RETRIES: i32 = 6;

/// Adds a job.
pub(super) fn render(view: &ClusterView<'_>, job: &Training, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let work = Work::of(view, job);
    work.add_service_account(files)?;
    work.add_claim(view, files)?;
    work.add_configs(files)?;
    talk::render(view, &work, &job.talks_to, files)?;
    let nodes = job.nodes.unwrap_or(1).max(1);
    match derived::job_form(job) {
        JobForm::Job => files.add(FILE, &single(view, job, &work)),
        JobForm::JobSet => {
            let variables = env::rendezvous(&first_worker(job), nodes, work.accelerators());
            let pod = pod(view, &work, [env::of_job(view, job, &work), variables].concat());
            files.add(FILE, &JobSet::new(metadata(view, job, &work), gang(view, &work, nodes, pod)))
        }
        JobForm::TrainJob => {
            // What is one job's own is in the TrainJob: a team may run others on the same runtime.
            let gang = gang(view, &work, nodes, pod(view, &work, Vec::new()));
            train_job::render(view, job, &work, nodes, gang, files)
        }
        JobForm::RayJob => {
            let pod = pod(view, &work, env::checkpoints(view, job));
            ray_job::render(view, job, &work, nodes, template(view, &work, pod), files)
        }
    }
}

/// The name of a job's first worker in DNS.
pub(super) fn first_worker(job: &Training) -> String {
    format!("{name}-{WORKERS}-0-0.{name}", name = job.name)
}

fn single(view: &ClusterView<'_>, job: &Training, work: &Work<'_>) -> Job {
    Job {
        metadata: metadata(view, job, work),
        spec: Some(JobSpec {
            backoff_limit: Some(RETRIES),
            // Nothing removes it when it has finished: what is not there is made again, by the next apply or by GitOps at once.
            // A Pod that lost its node is no fault of the job's and costs none of its retries.
            pod_failure_policy: Some(on_disruption("Ignore")),
            template: template(view, work, pod(view, work, env::of_job(view, job, work))),
            ..JobSpec::default()
        }),
        ..Job::default()
    }
}

/// Workers that start, fail and restart together.
fn gang(view: &ClusterView<'_>, work: &Work<'_>, nodes: u32, pod: PodSpec) -> JobSetSpec {
    let count = i32::try_from(nodes).unwrap_or(i32::MAX);
    let workers = JobSpec {
        parallelism: Some(count),
        completions: Some(count),
        completion_mode: Some("Indexed".to_owned()),
        // A worker cannot rejoin the others: any failure is the whole set's, which starts again from the last checkpoint.
        backoff_limit: Some(0),
        pod_failure_policy: Some(on_disruption("FailJob")),
        template: template(view, work, pod),
        ..JobSpec::default()
    };
    JobSetSpec {
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
        replicated_jobs: vec![ReplicatedJob {
            name: WORKERS,
            replicas: 1,
            template: JobTemplateSpec { metadata: None, spec: Some(workers) },
        }],
    }
}

/// Name, namespace and labels, the queue's among them.
pub(super) fn metadata(view: &ClusterView<'_>, job: &Training, work: &Work<'_>) -> ObjectMeta {
    let mut meta = work.owned(job.name.as_str());
    let queue = derived::queue_of(view.cluster, job);
    meta.labels.get_or_insert_default().extend(queues::labels(queue.as_ref(), derived::priority_of(view.cluster, job)));
    meta
}

fn pod(view: &ClusterView<'_>, work: &Work<'_>, variables: Vec<EnvVar>) -> PodSpec {
    let mut pod = work.pod(view, variables);
    pod.restart_policy = Some("Never".to_owned());
    // Time for a last checkpoint; Spot gives two minutes and the kubelet needs some of them.
    pod.termination_grace_period_seconds = Some(if work.on_spot() { 100 } else { 300 });
    pod
}

fn template(view: &ClusterView<'_>, work: &Work<'_>, pod: PodSpec) -> PodTemplateSpec {
    // Moving a Pod of a training job costs everything since its last checkpoint; its node is freed when it ends.
    let mut stay = stay::annotations(view);
    stay.extend(queues::annotations(view, &work.groups));
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
