//! SEC-04: what the API server refuses is said with a reason, and does not refuse the platform's own Pods.

use crate::findings::Severity;
use crate::rules::known::listed;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::Admission;

pub(super) const SEC_04: Rule = Rule {
    id: "SEC-04",
    name: "foreign-images-admitted",
    title: "the API server refuses foreign images and volumes, and none of the platform's own",
    severity: Severity::Error,
    why: "an admission policy that its own platform breaks keeps its Pods from ever starting; one that is off lets in what Pod Security \
          does not know of: volumes of the node, squatters on GPUs, images that change",
    source: "Kubernetes, ValidatingAdmissionPolicy; Pod Security Standards; Pod Security Policies of Kubernetes 1.24",
    check: Check::Cluster(own_pods_are_admitted),
    bad: Example::Cluster(
        "namespace ml { serves: Training }\n\
         admission: Enforced { registries: [\"111122223333.dkr.ecr.us-west-2.amazonaws.com\"] },\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\" }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Training }\n\
         admission: Enforced { registries: [\"111122223333.dkr.ecr.us-west-2.amazonaws.com\", \"registry.example.com\"] },\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\" }",
    ),
};

fn own_pods_are_admitted(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let admission = scope.cluster.admission();
    let off = admission.variant(|it| if let Admission::Off(reason) = it { Some(reason) } else { None });
    if let Some(reason) = off {
        if reason.trim().is_empty() {
            findings.report(
                &reason,
                format!("the admission policies of `{}` are off and nothing says why", *scope.cluster.name()),
                "say why, such as `Off(\"Kyverno refuses the same\")`, or remove the word",
            );
        }
        return;
    }
    let Some(rules) = admission.variant(|it| if let Admission::Enforced(rules) = it { Some(rules) } else { None }) else {
        return;
    };
    let registries = rules.registries();
    findings.each(registries.iter(), |registry, findings| {
        let text = registry.trim_end_matches('/');
        let host = text.split('/').next().unwrap_or_default();
        let is_host = host.contains('.') && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c));
        let fits = is_host && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_:/".contains(c)) && !text.contains("//");
        if !fits {
            findings.report(
                &registry,
                format!("`{}` is no registry: no image begins with it", *registry),
                "write its host, with a path if only a part of it is meant: `\"docker.io/vllm\"`",
            );
        }
    });
    if registries.is_empty() {
        return;
    }
    let allowed: Vec<&str> = registries.whole().iter().map(|registry| registry.trim_end_matches('/')).collect();
    findings.each(Workload::all(scope.cluster), |workload, findings| {
        let image = workload.image();
        let full = image.to_string();
        if !allowed.iter().any(|registry| full.strip_prefix(registry).is_some_and(|rest| rest.starts_with('/'))) {
            findings.report(
                &image,
                format!(
                    "the image of {} is from `{}`, and only {} are admitted",
                    workload.shown(),
                    image.registry(),
                    listed(&allowed)
                ),
                format!("add \"{}\" to `registries`, or take the image from one of them", image.registry()),
            );
        }
    });
}
