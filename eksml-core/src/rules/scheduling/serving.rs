//! What the scheduler and the Service need to be told of a workload.

use crate::findings::{Edit, Fix, Severity};
use crate::rules::example::{job, service};
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Inference};

pub(super) const SCH_13: Rule = Rule {
    id: "SCH-13",
    name: "unprobed-service",
    title: "a service has a port and a path to probe",
    severity: Severity::Error,
    why: "the API server refuses port 0, and a probe of a path without its slash never answers: the Pod is restarted for ever",
    source: "Kubernetes API, HTTPGetAction and ContainerPort",
    check: Check::Inference(can_be_probed),
    bad: Example::Cluster(concat!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4, serves: Inference }\n",
        "namespace serving { serves: Inference }\n",
        "identity server { namespace: serving }\n",
        "inference vllm { namespace: serving, identity: server, image: \"registry.example.com/ml/vllm:0.9@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\n",
        "    port: 8000, health: \"health\", on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\" }",
    )),
    good: service!(
        "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4, serves: Inference }";
        "on: cpu, replicas: 3, cpu: \"2\", memory: \"8Gi\""
    ),
};

fn can_be_probed(_: &Scope<'_>, service: &At<'_, Inference>, findings: &mut Findings<'_>) {
    let (port, health) = (service.port(), service.health());
    if *port == 0 {
        findings.report(&port, format!("inference service `{}` listens on port 0", *service.name()), "write 1 to 65535");
    }
    if !health.starts_with('/') {
        let path = format!("/{}", health.trim());
        findings.report(
            &health,
            format!("inference service `{}` is probed at {:?}, which is no path", *service.name(), *health),
            Fix::safe([Edit::set(&health, path)]),
        );
    }
}

pub(super) const SCH_14: Rule = Rule {
    id: "SCH-14",
    name: "unsized-pod",
    title: "every Pod says what CPU and memory it needs",
    severity: Severity::Error,
    why: "the scheduler packs Pods by their requests: one that asks for nothing lands on a full node and is the first to be killed there",
    source: "AWS EKS best practices, aiml_compute; Kubernetes, managing resources",
    check: Check::Workload(asks_for_something),
    bad: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"0\", memory: \"8Gi\""
    ),
    good: job!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu }";
        "on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\""
    ),
};

fn asks_for_something(_: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    findings.each([("cpu", workload.cpu(), "2"), ("memory", workload.memory(), "8Gi")], |(what, asked, such_as), findings| {
        if asked.as_millis() == 0 {
            findings.report(
                &asked,
                format!("{} asks for no {what}", workload.shown()),
                format!("write what it needs, such as `{what}: {such_as:?}`"),
            );
        }
    });
}
