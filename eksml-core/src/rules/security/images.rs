//! Where images come from, and whether they stay what they are.

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Environment};
use crate::units::{Image, Name};

/// Registries and paths that take no releases any more, with what took their place.
const FROZEN: [(&str, &str, &str); 2] =
    [("k8s.gcr.io", "", "registry.k8s.io"), ("gcr.io", "google_containers/", "registry.k8s.io")];

pub(super) const SEC_14: Rule = Rule {
    id: "SEC-14",
    name: "image-without-release",
    title: "images name a release, in a registry that is alive",
    severity: Severity::Error,
    why: "what `latest` means changes from one Pod start to the next, so that two workers run different code; and a frozen registry has \
          neither security fixes nor new releases",
    source: "Kubernetes blog, k8s.gcr.io redirect (2023); EKS best practices, Image security",
    check: Check::Cluster(images_name_a_release),
    bad: Example::Cluster(
        "namespace ml { serves: Training }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"k8s.gcr.io/train:latest\" }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Training }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.k8s.io/train:v1.0.0\" }",
    ),
};

fn images_name_a_release(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(images(scope), |(workload, image), findings| {
        let instead = FROZEN.iter().find_map(|(registry, path, instead)| {
            let rest = image.repository().strip_prefix(path).filter(|_| image.registry() == *registry)?;
            Some(format!("{instead}/{rest}"))
        });
        let moving = image.tag() == Some("latest") && image.digest().is_none();
        let release = if moving { ":v1.2.3".to_owned() } else { version(&image) };
        if let Some(instead) = instead {
            findings.report(
                &image,
                format!("`{}` takes its image from `{}`, which is frozen since 2023", *workload, image.registry()),
                format!("write `image: \"{instead}{release}\"`{}", if moving { " with a release that exists" } else { "" }),
            );
        } else if moving {
            findings.report(
                &image,
                format!("the image of `{}` is whatever `latest` means on the day a Pod starts", *workload),
                format!(
                    "name a release, such as `image: \"{}/{}{release}\"`, or its digest",
                    image.registry(),
                    image.repository()
                ),
            );
        }
    });
}

pub(super) const SEC_20: Rule = Rule {
    id: "SEC-20",
    name: "image-without-digest",
    title: "in production images are pinned by digest",
    severity: Severity::Warning,
    why: "a tag can be moved: a node that starts tomorrow may run other code than the one beside it",
    source: "EKS best practices, Image security; OCI distribution specification",
    check: Check::Cluster(production_images_are_pinned),
    bad: Example::Cluster(
        "namespace ml { serves: Training }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\" }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Training }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\",\n\
             image: \"registry.example.com/train:1.0@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\" }",
    ),
};

fn production_images_are_pinned(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(images(scope), |(workload, image), findings| {
        // A tag that means nothing is SEC-14's.
        if image.digest().is_none() && image.tag() != Some("latest") && *scope.cluster.environment() == Environment::Production {
            findings.report(
                &image,
                format!("the image of `{}` is pinned by its tag alone", *workload),
                format!("add its digest: `crane digest {}` prints it, and `@sha256:…` goes behind the tag", *image),
            );
        }
    });
}

/// The image of every workload, with the workload's name.
fn images<'a>(scope: &Scope<'a>) -> Vec<(At<'a, Name>, At<'a, Image>)> {
    Workload::all(&scope.cluster).map(|workload| (workload.name(), workload.image())).collect()
}

/// Tag and digest as they stand behind the repository.
fn version(image: &Image) -> String {
    let tag = image.tag().map(|tag| format!(":{tag}")).unwrap_or_default();
    tag + &image.digest().map(|digest| format!("@{digest}")).unwrap_or_default()
}
