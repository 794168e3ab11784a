//! Data processing: a Job, indexed where the work has parts, or a CronJob (SCH-12).

use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec, Job, JobSpec, JobTemplateSpec};
use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::pod::Work;
use super::training::{RETRIES, on_disruption};
use super::{FILE, stay, talk};
use crate::derived;
use crate::render::kubernetes::pods::env;
use crate::render::kubernetes::queues;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Processing;

/// How long work may take that says nothing of it: a day.
const GIVEN_UP_AFTER: i64 = 86_400;
/// How often each part is tried before it has failed.
const RETRIES_PER_PART: i32 = 3;
/// A run that could not start for an hour is left to the next. Without a deadline, the controller gives up for good after it has
/// missed a hundred.
const LATEST_START_SECONDS: i64 = 3600;

/// Adds one.
pub(super) fn render(view: &ClusterView<'_>, of: &Processing, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let work = Work::of(view, of);
    work.add_service_account(files)?;
    work.add_claim(view, files)?;
    work.add_configs(files)?;
    talk::render(view, &work, &of.talks_to, files)?;
    let mut metadata = work.owned(of.name.as_str());
    let queue = derived::queue_of(view.cluster, of);
    let queued = queues::labels(queue.as_ref(), derived::priority_of(view.cluster, of));
    let Some(schedule) = &of.schedule else {
        metadata.labels.get_or_insert_default().extend(queued);
        return files.add(FILE, &Job { metadata, spec: Some(job(view, of, &work)), ..Job::default() });
    };
    let spec = CronJobSpec {
        schedule: schedule.to_string(),
        time_zone: Some(of.time_zone.clone().unwrap_or_else(|| "Etc/UTC".to_owned())),
        // Two runs at once would write the same output.
        concurrency_policy: Some("Forbid".to_owned()),
        starting_deadline_seconds: Some(LATEST_START_SECONDS),
        successful_jobs_history_limit: Some(3),
        failed_jobs_history_limit: Some(3),
        job_template: JobTemplateSpec {
            // Every run waits in the queue, not the schedule; a run that waits forbids the next as well.
            metadata: Some(ObjectMeta {
                labels: Some(work.labels().into_iter().chain(queued).collect()),
                ..ObjectMeta::default()
            }),
            spec: Some(job(view, of, &work)),
        },
        ..CronJobSpec::default()
    };
    files.add(FILE, &CronJob { metadata, spec: spec.into(), ..CronJob::default() })
}

fn job(view: &ClusterView<'_>, of: &Processing, work: &Work<'_>) -> JobSpec {
    let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let parts = of.parts.unwrap_or(1);
    // A part learns its number from JOB_COMPLETION_INDEX, which Kubernetes sets; and here how many there are.
    let mut pod = work.pod(view, vec![env("PARTS", parts.to_string())]);
    pod.restart_policy = Some("Never".to_owned());
    pod.termination_grace_period_seconds = Some(60);
    // A node's scale-down would throw away what a part has done so far.
    let mut stay = stay::annotations(view);
    if derived::queue_of(view.cluster, of).is_some() {
        stay.extend(queues::annotations(view, &work.groups));
    }
    let meta = ObjectMeta { labels: Some(work.labels()), annotations: Some(stay), ..ObjectMeta::default() };
    let mut spec = JobSpec {
        active_deadline_seconds: Some(
            of.give_up_after.map_or(GIVEN_UP_AFTER, |after| i64::try_from(after.seconds()).unwrap_or(i64::MAX)),
        ),
        // A Pod that lost its node is no fault of the work's.
        pod_failure_policy: Some(on_disruption("Ignore")),
        template: PodTemplateSpec { metadata: Some(meta), spec: Some(pod) },
        ..JobSpec::default()
    };
    if parts > 1 {
        spec.completion_mode = Some("Indexed".to_owned());
        spec.completions = Some(count(parts));
        spec.parallelism = Some(count(of.at_once.unwrap_or(parts)));
        // One bad part must not end the others; how many may fail is for whoever reads the result.
        spec.backoff_limit_per_index = Some(RETRIES_PER_PART);
    } else {
        spec.backoff_limit = Some(RETRIES);
    }
    spec
}
