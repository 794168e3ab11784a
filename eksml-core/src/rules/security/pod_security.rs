//! Pod Security levels, and what may run under each.

use crate::derived::{AGENT_NAMESPACE, DEVICE_NAMESPACE};
use crate::findings::Severity;
use crate::rules::word::word;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Namespace, PodSecurity};
use crate::units::Name;

const LABEL_PREFIX: &str = "pod-security.kubernetes.io/";

/// Where Kubernetes' own and eksml's node agents live, all of them privileged.
const PRIVILEGED_NAMESPACES: [&str; 3] = ["kube-system", DEVICE_NAMESPACE, AGENT_NAMESPACE];

pub(super) const SEC_01: Rule = Rule {
    id: "SEC-01",
    name: "pod-security-said-twice",
    title: "a namespace's Pod Security level is said once",
    severity: Severity::Error,
    why: "the level is written as six labels, to enforce, audit and warn at a pinned version; a seventh by hand contradicts them unseen",
    source: "Kubernetes, Pod Security Admission; EKS best practices, Pod security",
    check: Check::Namespace(level_is_said_once),
    bad: Example::Cluster("namespace ml { labels: { \"pod-security.kubernetes.io/enforce\": \"privileged\" } }"),
    good: Example::Cluster("namespace ml { pod_security: Baseline }"),
};

fn level_is_said_once(_: &Scope<'_>, namespace: &At<'_, Namespace>, findings: &mut Findings<'_>) {
    findings.each(namespace.labels().iter(), |(key, value), findings| {
        if key.as_str().starts_with(LABEL_PREFIX) {
            findings.report(
                &value,
                format!("namespace `{}` sets the label `{key}` beside its level", *namespace.name()),
                "remove the label and write `pod_security: Restricted`, `Baseline` or `Privileged`",
            );
        }
    });
}

pub(super) const SEC_02: Rule = Rule {
    id: "SEC-02",
    name: "workload-in-privileged-namespace",
    title: "no training or inference in a privileged namespace",
    severity: Severity::Error,
    why: "in a privileged namespace whoever may create a Pod owns the node, and with it every other team's Pods and data on it; GPUs \
          and EFA come through device plugins and need no privilege",
    source: "Kubernetes, Pod Security Standards; EKS best practices, Pod security",
    check: Check::Namespace(workloads_are_unprivileged),
    bad: Example::Cluster(
        "namespace ml { pod_security: Privileged }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\" }",
    ),
    good: Example::Cluster(
        "namespace ml { pod_security: Restricted }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\" }",
    ),
};

fn workloads_are_unprivileged(scope: &Scope<'_>, namespace: &At<'_, Namespace>, findings: &mut Findings<'_>) {
    let level = namespace.pod_security();
    if *level != PodSecurity::Privileged {
        return;
    }
    let name = namespace.name();
    let mut hosted = workloads(scope).into_iter().filter(|(_, its)| **its == *name).map(|(workload, _)| workload);
    if let Some(workload) = hosted.next() {
        findings.report(
            &level,
            format!("namespace `{}` is privileged and runs `{}`", *name, *workload),
            "write `pod_security: Restricted`, or `Baseline` for an image that runs as root",
        );
    }
}

pub(super) const SEC_03: Rule = Rule {
    id: "SEC-03",
    name: "agents-not-alone",
    title: "device plugins and node agents have privileged namespaces to themselves",
    severity: Severity::Error,
    why: "they mount host paths and need capabilities that stricter levels refuse: the DaemonSet is accepted and its Pods are not; and \
          where they run, every Pod may own the node",
    source: "dcgm-exporter deployment/values.yaml (SYS_ADMIN); NVIDIA device plugin (hostPath); Kubernetes, Pod Security Standards",
    check: Check::Cluster(agents_are_alone),
    bad: Example::Cluster(
        "node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: gpu_system, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\",\n\
             image: \"registry.example.com/train:1.0\" }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Training }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\" }",
    ),
};

fn agents_are_alone(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let taken = |name: &Name| PRIVILEGED_NAMESPACES.contains(&name.as_str());
    findings.scope(|findings| {
        findings.each(scope.cluster.namespaces().iter(), |namespace, findings| {
            let (name, level) = (namespace.name(), namespace.pod_security());
            if taken(&name) && *level != PodSecurity::Privileged {
                findings.report(
                    &name,
                    format!(
                        "namespace `{}` belongs to device plugins and node agents, and {:?} would refuse their Pods",
                        *name, *level
                    ),
                    "give it another name: this one is there without being declared",
                );
            }
        });
        findings.each(workloads(scope), |(workload, namespace), findings| {
            if taken(&namespace) {
                findings.report(
                    &namespace,
                    format!(
                        "`{}` would run in `{}` among device plugins and node agents, without any restriction",
                        *workload, *namespace
                    ),
                    declared_or_new(scope),
                );
            }
        });
    });
    if let Some(namespace) = scope.cluster.monitoring().get().and_then(|monitoring| monitoring.namespace().get())
        && taken(&namespace)
    {
        findings.report(
            &namespace,
            format!("Prometheus would run in `{}` among device plugins and node agents, without any restriction", *namespace),
            "remove the word: it then lives in `monitoring`",
        );
    }
}

/// Where a workload could go instead.
fn declared_or_new(scope: &Scope<'_>) -> String {
    let declared = scope.cluster.namespaces().iter().find_map(|namespace| {
        let name = namespace.name().known()?;
        (!PRIVILEGED_NAMESPACES.contains(&name.as_str())).then(|| word(name.as_str()))
    });
    match declared {
        Some(name) => format!("write `namespace: {name}`"),
        None => "declare one, `namespace ml { serves: Training }`, and write `namespace: ml`".to_owned(),
    }
}

/// Every workload by its name and namespace.
fn workloads<'a>(scope: &Scope<'a>) -> Vec<(At<'a, Name>, At<'a, Name>)> {
    Workload::all(&scope.cluster).map(|workload| (workload.name(), workload.namespace())).collect()
}

pub(super) const SEC_17: Rule = Rule {
    id: "SEC-17",
    name: "host-access",
    title: "workloads stay off the host",
    severity: Severity::Error,
    why: "a Pod on the host's network, processes or disks reaches every other Pod of the node and the node's own credentials",
    source: "Kubernetes, Pod Security Standards",
    check: Check::Form,
    bad: Example::Cluster(
        "namespace ml { serves: Training }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\",\n\
             host_network: true }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Training }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\" }",
    ),
};
