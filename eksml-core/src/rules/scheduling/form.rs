//! SCH-21: a training job has what the form it runs in asks for.

use crate::findings::Severity;
use crate::rules::example::job;
use crate::rules::{Check, Findings, Rule, Scope};
use crate::spec::{At, RunAs, Training};

/// The longest name KubeRay takes for a RayJob; it adds to it for the cluster and its Service.
/// Source: ray-project/kuberay `ray-operator/controllers/ray/utils/validation.go`, MaxRayJobNameLength.
const LONGEST_RAY_JOB: usize = 47;
/// The longest name of a Pod, which is also its host name.
const LONGEST_POD: usize = 63;

pub(super) const SCH_21: Rule = Rule {
    id: "SCH-21",
    name: "training-job-incomplete",
    title: "a training job has what its form asks for",
    severity: Severity::Error,
    why: "its operator refuses such a job, or takes it and never starts it: the API server's own checks end at its schema",
    source: "JobSet 0.12 and Kubeflow Trainer 2.3, webhooks; KubeRay 1.7, validation of RayJobs",
    check: Check::Training(has_what_its_form_needs),
    bad: job!(
        "queues,",
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=8, serves: Training, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, nodes: 8, cpu: \"2\", memory: \"8Gi\", run_as: RayJob"
    ),
    good: job!(
        "queues,",
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=8, serves: Training, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, nodes: 8, cpu: \"2\", memory: \"8Gi\", run_as: RayJob, command: [\"python\", \"train.py\"]"
    ),
};

fn has_what_its_form_needs(_: &Scope<'_>, job: &At<'_, Training>, findings: &mut Findings<'_>) {
    let (form, name) = (job.run_as(), job.name());
    let nodes = job.nodes().get().map_or(1, |nodes| *nodes);
    findings.scope(|findings| {
        if *form == RunAs::RayJob && job.command().is_empty() {
            findings.report(
                &form,
                format!("training job `{}` is a RayJob without a command: Ray has nothing to run", *name),
                "write what runs on the head: `command: [\"python\", \"train.py\"]`",
            );
        }
    });
    let (what, most) = match *form {
        RunAs::RayJob => ("a RayJob", LONGEST_RAY_JOB),
        RunAs::Job if nodes <= 1 => return,
        // `NAME-node-0-INDEX`, with the index of the last worker.
        RunAs::Job => ("a JobSet", LONGEST_POD - "-node-0-".len() - digits(nodes.saturating_sub(1))),
        RunAs::TrainJob => ("a TrainJob", LONGEST_POD - "-node-0-".len() - digits(nodes.saturating_sub(1))),
    };
    if name.as_str().len() > most {
        findings.report(
            &name,
            format!("`{}` has {} characters, the name of {what} of {nodes} nodes {most} at most", *name, name.as_str().len()),
            "choose a shorter name: the names of its Pods begin with it",
        );
    } else if !name.as_str().starts_with(|first: char| first.is_ascii_lowercase()) {
        findings.report(
            &name,
            format!("`{}` begins with a digit, which {what} may not: the host names of its Pods begin with it", *name),
            "let the name begin with a letter",
        );
    }
}

fn digits(number: u32) -> usize {
    number.to_string().len()
}
