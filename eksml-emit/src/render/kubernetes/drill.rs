//! The restore drill: a CronJob in every namespace with checkpoints, which reads the newest of each job from its bucket and from the
//! bucket's copy, byte for byte, and fails when one is missing, too old, or cannot be read.

use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec, JobSpec, JobTemplateSpec};
use k8s_openapi::api::core::v1::{Container, PodSpec, ResourceRequirements};

use super::pods::{env, mount, owned, requests, scratch, service_account, template};
use super::security::{restricted_pod, sealed_container};
use super::workloads::USER;
use crate::catalog::images::AWS_CLI;
use crate::derived::side_jobs::RESTORE_DRILL;
use crate::derived::{self, DRILL};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::Drill;
use crate::units::Name;

const FILE: &str = "60-backup.yaml";
/// Seconds after which a drill that still reads is stopped.
const LONGEST: i64 = 6 * 3_600;
/// Seconds for which a finished drill can be looked at; for as long its failure is an alert.
const LOOKED_AT: i32 = 3 * 86_400;

/// Lists a job's checkpoints, reads the newest to its end, and compares what came with what the bucket says. Where checkpoints are folders,
/// the newest is every object beside the newest: workers write a part each, and without one of them the others are of no use.
const CHECK: &str = r#"failed=0
check() {
  newest=$(aws s3api list-objects-v2 --region "$4" --bucket "$2" --prefix "$3/" --output json \
    --query "sort_by(Contents,&LastModified)[-1].join('|',[LastModified,Key])") || newest=
  newest=${newest#\"}; newest=${newest%\"}
  if [ -z "$newest" ] || [ "$newest" = null ]; then
    echo "FAILED $1: no checkpoint below s3://$2/$3 in $4"; failed=1; return
  fi
  written=${newest%%|*}; key=${newest#*|}
  age=$(( $(date +%s) - $(date -d "$written" +%s) ))
  if [ "$NEWEST_WITHIN_SECONDS" -gt 0 ] && [ "$age" -gt "$NEWEST_WITHIN_SECONDS" ]; then
    echo "FAILED $1: the newest checkpoint in s3://$2 is $age seconds old"; failed=1; return
  fi
  parts=$key; [ "${key%/*}" = "$3" ] || parts=${key%/*}/
  list=$(aws s3api list-objects-v2 --region "$4" --bucket "$2" --prefix "$parts" --output text --query 'Contents[].[Size,Key]') || list=
  count=0; total=0
  while IFS=$'\t' read -r size key; do
    [ -n "$key" ] && [ "${key%/}" = "$key" ] || continue
    read=$(aws s3 cp --region "$4" --no-progress "s3://$2/$key" - < /dev/null | wc -c) || read=-1
    if [ "$read" -ne "$size" ]; then
      echo "FAILED $1: read $read of $size bytes of s3://$2/$key"; failed=1; return
    fi
    count=$((count + 1)); total=$((total + size))
  done <<< "$list"
  if [ "$count" -eq 0 ]; then
    echo "FAILED $1: s3://$2/$parts in $4 cannot be listed"; failed=1; return
  fi
  echo "ok $1: $count objects, $total bytes of s3://$2/$parts in $4, $age seconds old"
}
"#;

/// Adds the drills.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Some(drill) = view.cluster.backup.as_ref().and_then(|backup| backup.drill.as_ref()) else { return Ok(()) };
    for namespace in derived::drill_namespaces(view.platform, view.cluster) {
        files.add(FILE, &service_account(DRILL, namespace.as_str(), DRILL))?;
        files.add(FILE, &cron_job(view, drill, namespace))?;
    }
    Ok(())
}

fn cron_job(view: &ClusterView<'_>, drill: &Drill, namespace: &Name) -> CronJob {
    let mut job = JobSpec {
        active_deadline_seconds: Some(LONGEST),
        // A drill that failed is to be looked at, not to be repeated until it succeeds.
        backoff_limit: Some(0),
        ttl_seconds_after_finished: Some(LOOKED_AT),
        ..JobSpec::default()
    };
    job.template = template(DRILL, std::collections::BTreeMap::new(), pod(view, drill, namespace));
    CronJob {
        metadata: owned(DRILL, Some(namespace.as_str()), DRILL),
        spec: CronJobSpec {
            schedule: drill.schedule.as_ref().map_or_else(|| "0 6 * * 1".to_owned(), ToString::to_string),
            time_zone: Some("Etc/UTC".to_owned()),
            concurrency_policy: Some("Forbid".to_owned()),
            starting_deadline_seconds: Some(3_600),
            successful_jobs_history_limit: Some(3),
            failed_jobs_history_limit: Some(3),
            job_template: JobTemplateSpec { metadata: None, spec: Some(job) },
            ..CronJobSpec::default()
        }
        .into(),
        ..CronJob::default()
    }
}

fn pod(view: &ClusterView<'_>, drill: &Drill, namespace: &Name) -> PodSpec {
    let mut script = CHECK.to_owned();
    for place in derived::drilled(view.platform, view.cluster, namespace) {
        script.push_str(&format!("check {job} {} {job} {}\n", place.s3, place.region, job = place.job.name));
    }
    script.push_str("exit $failed\n");
    let within = drill.newest_within.as_ref().map_or(0, |within| within.seconds());
    PodSpec {
        service_account_name: Some(DRILL.to_owned()),
        automount_service_account_token: Some(false),
        enable_service_links: Some(false),
        restart_policy: Some("Never".to_owned()),
        security_context: Some(restricted_pod(USER)),
        containers: vec![Container {
            name: "drill".to_owned(),
            image: Some(AWS_CLI.reference()),
            command: Some(["/bin/bash", "-o", "pipefail", "-c"].map(str::to_owned).to_vec()),
            args: Some(vec![script]),
            env: Some(vec![
                env("AWS_REGION", view.region().as_str()),
                env("HOME", "/tmp"),
                env("NEWEST_WITHIN_SECONDS", within.to_string()),
            ]),
            resources: Some(ResourceRequirements {
                requests: Some(requests(RESTORE_DRILL.requests)),
                limits: Some(requests(RESTORE_DRILL.limits)),
                ..ResourceRequirements::default()
            }),
            security_context: Some(sealed_container()),
            volume_mounts: Some(vec![mount("tmp", "/tmp")]),
            ..Container::default()
        }],
        volumes: Some(vec![scratch("tmp")]),
        ..PodSpec::default()
    }
}
