//! Which Kubernetes minors there are, and until when.

use super::{Check, Example, Findings, Rule, Scope};
use crate::catalog::kubernetes::Support as SupportPhase;
use crate::catalog::{KubernetesVersion, dates::KUBERNETES as AS_OF};
use crate::findings::{Edit, Fix, Severity};
use crate::source::Node;
use crate::spec::Support;

pub(super) const CL_03: Rule = Rule {
    id: "CL-03",
    name: "kubernetes-version-not-offered",
    title: "EKS offers the Kubernetes version",
    severity: Severity::Error,
    why: "EKS creates no cluster of a version that it does not offer",
    source: "EKS user guide, Kubernetes release calendar; endoflife.date amazon-eks",
    check: Check::Form,
    bad: Example::Cluster("version: V1_21,"),
    good: Example::Cluster("version: V1_35,"),
};

pub(super) const CL_04: Rule = Rule {
    id: "CL-04",
    name: "kubernetes-version-unsupported",
    title: "the version is within the support the cluster takes",
    severity: Severity::Error,
    why: "with standard support EKS upgrades a cluster by itself on the day it ends; no one has tested your workloads by then",
    source: "EKS user guide, Kubernetes release calendar; EKS API, upgradePolicy.supportType",
    check: Check::Cluster(version_is_supported),
    bad: Example::Cluster("version: V1_33,\nsupport: Standard,"),
    good: Example::Cluster("version: V1_33,\nsupport: Extended,"),
};

pub(super) const CL_20: Rule = Rule {
    id: "CL-20",
    name: "kubernetes-support-ending",
    title: "support of the version lasts another 90 days",
    severity: Severity::Warning,
    why: "a cluster built now would have to be upgraded before it has settled",
    source: "EKS user guide, Kubernetes release calendar",
    check: Check::Cluster(support_lasts),
    bad: Example::Cluster("version: V1_34,"),
    good: Example::Cluster("version: V1_35,"),
};

/// A quarter: about the time in which a team plans and does an upgrade.
const NOTICE_DAYS: i64 = 90;

fn version_is_supported(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let version = scope.cluster.version();
    match version.support_on(AS_OF) {
        SupportPhase::Standard => {}
        SupportPhase::Ended => findings.report(
            &version,
            format!("support of Kubernetes {} ended on {}", *version, version.extended_support_ends()),
            Fix::decision([Edit::set(&version, Node::word(&format!("{:?}", KubernetesVersion::default())))]),
        ),
        SupportPhase::Extended => {
            if *scope.cluster.support() == Support::Standard {
                let name = scope.cluster.name();
                findings.report(
                    &version,
                    format!(
                        "cluster `{}` takes standard support only, which Kubernetes {} left on {}",
                        *name,
                        *version,
                        version.standard_support_ends()
                    ),
                    format!(
                        "write `version: {:?}`, or `support: Extended` to pay 0.60 instead of 0.10 USD/h until {}",
                        KubernetesVersion::default(),
                        version.extended_support_ends()
                    ),
                );
            }
        }
    }
}

fn support_lasts(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let version = scope.cluster.version();
    let (kind, end, then) = match version.support_on(AS_OF) {
        SupportPhase::Standard => (
            "standard",
            version.standard_support_ends(),
            match *scope.cluster.support() {
                Support::Standard => "EKS then upgrades the cluster by itself",
                Support::Extended => "the control plane then costs 0.60 instead of 0.10 USD/h",
            },
        ),
        SupportPhase::Extended => ("extended", version.extended_support_ends(), "EKS then upgrades the cluster by itself"),
        SupportPhase::Ended => return,
    };
    let days = end.days_since(AS_OF);
    if days < NOTICE_DAYS {
        findings.report(
            &version,
            format!("Kubernetes {} leaves {kind} support on {end}, {days} days after {AS_OF}; {then}", *version),
            Fix::decision([Edit::set(&version, Node::word(&format!("{:?}", KubernetesVersion::default())))]),
        );
    }
}
