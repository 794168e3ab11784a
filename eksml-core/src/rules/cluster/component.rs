//! What the version of a cluster allows: APIs, and the components that go with it.

use super::{Check, Example, Findings, Rule, Scope};
use crate::catalog::KubernetesVersion;
use crate::findings::Severity;
use crate::spec::{DevicePlane, Scaler};

pub(super) const CL_15: Rule = Rule {
    id: "CL-15",
    name: "removed-from-kubernetes",
    title: "nothing is asked for that Kubernetes has removed",
    severity: Severity::Error,
    why: "`kubectl apply` answers `no matches for kind \"PodSecurityPolicy\"`, and nothing restricts the Pods",
    source: "Kubernetes deprecation guide, 1.25; AWS EKS best practices, pod security",
    check: Check::Form,
    bad: Example::Cluster("pod_security_policy restricted { privileged: false }"),
    good: Example::Cluster("namespace ml_training { pod_security: Restricted }"),
};

pub(super) const CL_16: Rule = Rule {
    id: "CL-16",
    name: "too-new-for-kubernetes",
    title: "nothing is asked for that Kubernetes does not serve yet",
    severity: Severity::Error,
    why: "a claim that the API server does not know, or no driver answers, leaves its Pods pending for ever",
    source: "kubernetes/api prerelease-lifecycle tags, resource/v1 since 1.34",
    check: Check::Cluster(claims_are_served),
    bad: Example::Cluster("version: V1_33,\nsupport: Extended,\naccelerators { plane: Dra }"),
    good: Example::Cluster("accelerators { plane: Dra }"),
};

fn claims_are_served(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let of_groups = scope.cluster.node_groups().iter().filter_map(|group| group.plane().get()).collect::<Vec<_>>();
    findings.each(std::iter::once(scope.cluster.accelerators().plane()).chain(of_groups), |plane, findings| {
        let version = *scope.cluster.version();
        if *plane == DevicePlane::Dra && version < KubernetesVersion::V1_34 {
            findings.report(
                &plane,
                format!("cluster `{}` is of {version}, and claims are served from 1.34 on", *scope.cluster.name()),
                "write `version: V1_35`, or `plane: DevicePlugin`",
            );
        }
    });
}

pub(super) const CL_17: Rule = Rule {
    id: "CL-17",
    name: "scaler-version-mismatch",
    title: "the scaler goes with the cluster's minor",
    severity: Severity::Error,
    why: "the Cluster Autoscaler simulates the scheduler of its own minor, and Karpenter knows minors up to its own day; 1.21 even asks for policy/v1beta1, which is gone since 1.25, and never starts",
    source: "AWS EKS best practices, Cluster Autoscaler; cluster-autoscaler README, Releases; karpenter.sh, compatibility",
    check: Check::Cluster(scaler_goes_with_the_minor),
    bad: Example::Cluster("scaler: ClusterAutoscaler { version: \"1.21.0\" },"),
    good: Example::Cluster("scaler: ClusterAutoscaler { version: \"1.35.1\" },"),
};

fn scaler_goes_with_the_minor(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        autoscaler_is_of_the_minor(scope, findings);
    });
    karpenter_knows_the_minor(scope, findings);
}

fn karpenter_knows_the_minor(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let scaler = scope.cluster.scaler();
    let karpenter = scaler.variant(|scaler| match scaler {
        Scaler::Karpenter(karpenter) => Some(karpenter),
        _ => None,
    });
    let Some(version) = karpenter.and_then(|karpenter| karpenter.version().get()) else { return };
    let cluster = *scope.cluster.version();
    let fix = format!("write `version: \"{}\"`, or leave it out", crate::catalog::charts::KARPENTER.version);
    let numbers: Vec<Option<u16>> = version.split('.').map(|part| part.parse().ok()).collect();
    let [Some(major), Some(minor), Some(_)] = numbers[..] else {
        let problem = format!("`{}` is no release of Karpenter: three numbers, without a `v`", *version);
        return findings.report(&version, problem, fix);
    };
    let (floor_major, floor_minor) = cluster.karpenter_floor();
    if (major, minor) < (floor_major, floor_minor) {
        let problem = format!(
            "Karpenter {} does not know Kubernetes {cluster} of cluster `{}`: {floor_major}.{floor_minor} is the first that does",
            *version,
            *scope.cluster.name()
        );
        findings.report(&version, problem, fix);
    }
}

fn autoscaler_is_of_the_minor(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let scaler = scope.cluster.scaler();
    let Some(autoscaler) = scaler.variant(|scaler| match scaler {
        Scaler::ClusterAutoscaler(autoscaler) => Some(autoscaler),
        _ => None,
    }) else {
        return;
    };
    let Some(version) = autoscaler.version().get() else { return };
    let cluster = *scope.cluster.version();
    let fix = format!("write `version: \"{}\"`, or leave it out", cluster.cluster_autoscaler());
    let numbers: Vec<Option<u16>> = version.split('.').map(|part| part.parse().ok()).collect();
    let [Some(major), Some(minor), Some(_)] = numbers[..] else {
        let problem = format!("`{}` is no release of the Cluster Autoscaler: three numbers, without a `v`", *version);
        return findings.report(&version, problem, fix);
    };
    if (major, minor) != (1, u16::from(cluster.minor())) {
        findings.report(
            &version,
            format!(
                "Cluster Autoscaler {} does not go with cluster `{}` of Kubernetes {cluster}",
                *version,
                *scope.cluster.name()
            ),
            fix,
        );
    }
}
