//! What EKS runs beside the cluster: Argo CD, ACK, kro.

use super::{Check, Example, Findings, Rule};
use crate::eksctl::{CapabilityType, ClusterConfig};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "EK-71",
    name: "incomplete-capability",
    title: "a capability has a name, and Argo CD its Identity Center",
    severity: Severity::Error,
    why: "`eksctl create cluster` panics on a missing configuration when the cluster stands already",
    source: "eksctl #8701; capability.go:117-130",
    check: Check::Config(capabilities_are_whole),
    bad: Example::Config("capabilities: [{name: argo, type: ARGOCD}]"),
    good: Example::Config(
        "capabilities: [{name: argo, type: ARGOCD, configuration: {argocd: {awsIdc: {idcInstanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef'}}}}]",
    ),
}];

fn capabilities_are_whole(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.capabilities().iter(), |capability, findings| {
        let name = capability.name();
        if name.whole().is_empty() {
            findings.report(&name, "a capability has no name", "write `name`");
        }
        if *capability.kind() != CapabilityType::ArgoCd {
            return;
        }
        let argo = capability.configuration().get().and_then(|configuration| configuration.argo_cd().get());
        if argo.and_then(|argo| argo.aws_idc().get()).is_none_or(|center| center.idc_instance_arn().whole().is_empty()) {
            findings.report(
                &capability,
                format!("Argo CD capability `{}` has no IAM Identity Center", *name),
                "write `configuration: {argocd: {awsIdc: {idcInstanceArn: \"arn:aws:sso:::instance/ssoins-…\"}}}`",
            );
        }
    });
}
