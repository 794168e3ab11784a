//! CST-20: notebooks on accelerators stop when nobody works.

use crate::findings::Severity;
use crate::rules::home::groups;
use crate::rules::scheduling::is_a_zone;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};

pub(super) const CST_20: Rule = Rule {
    id: "CST-20",
    name: "idle-notebook-keeps-running",
    title: "notebooks on accelerators stop when nobody works",
    severity: Severity::Error,
    why: "a notebook keeps its accelerator from Friday evening to Monday morning, and its node with it, for an open browser tab",
    source: "Jupyter Server, MappingKernelManager.cull_idle_timeout; AWS EKS best practices, cost optimization",
    check: Check::Workload(idle_is_defined),
    bad: Example::Cluster(
        "node_group dev { instances: [\"g6.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Development, zone: \"us-west-2a\" }\n\
         namespace lab { serves: Development }\nstorage gp3 { ebs_gp3, default: true }\n\
         notebook ada { namespace: lab, on: dev, gpus: 1, cpu: \"4\", memory: \"16Gi\", home { size: \"50Gi\" },\n\
             image: \"registry.example.com/lab:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }",
    ),
    good: Example::Cluster(
        "node_group dev { instances: [\"g6.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Development, zone: \"us-west-2a\" }\n\
         namespace lab { serves: Development }\nstorage gp3 { ebs_gp3, default: true }\n\
         notebook ada { namespace: lab, on: dev, gpus: 1, cpu: \"4\", memory: \"16Gi\", home { size: \"50Gi\" }, idle { stop: \"0 20 * * *\" },\n\
             image: \"registry.example.com/lab:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }",
    ),
};

fn idle_is_defined(scope: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    let Workload::Notebook(of) = workload else { return };
    let never_stops = || of.idle().get().and_then(|idle| idle.stop().get()).is_none();
    findings.scope(|findings| {
        if never_stops() && workload.devices() > 0 {
            let names: Vec<_> = groups(scope, workload).iter().map(|group| group.name().to_string()).collect();
            let whose = if names.is_empty() { String::new() } else { format!(" of `{}`", names.join("`, `")) };
            let what = if workload.devices() == 1 { "accelerator" } else { "accelerators" };
            findings.report(
                &of.gpus(),
                format!("{} keeps {} {what}{whose} day and night", workload.shown(), workload.devices()),
                "write when it is stopped: `idle { kernels_after: \"1h\", stop: \"0 20 * * *\" }`",
            );
        }
    });
    let Some(idle) = of.idle().get() else { return };
    findings.scope(|findings| {
        if let Some(zone) = idle.time_zone().get() {
            findings.scope(|findings| {
                if never_stops() {
                    findings.report(
                        &zone,
                        format!("{} has a time zone and is never stopped", workload.shown()),
                        "write when it is stopped, such as `stop: \"0 20 * * *\"`, or remove `time_zone`",
                    );
                }
            });
            is_a_zone(&zone, &workload.shown(), findings);
        }
    });
    if never_stops() && idle.kernels_after().get().is_none() {
        findings.report(
            &idle,
            format!("{} says when it is idle, and nothing of it", workload.shown()),
            "write `idle { kernels_after: \"1h\", stop: \"0 20 * * *\" }`",
        );
    }
}
