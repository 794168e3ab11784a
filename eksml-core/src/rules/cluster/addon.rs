//! EKS add-ons that are written down.

use crate::catalog::Addon;
use crate::derived;
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{AddonChoice, At, Scaler, VolumeSource};
use crate::units::Partition;

pub(super) const CL_14: Rule = Rule {
    id: "CL-14",
    name: "unsuitable-addon",
    title: "EKS add-ons are known, offered in the region, and fit the cluster",
    severity: Severity::Error,
    why: "eksctl creates the cluster first and its add-ons afterwards: a misspelt one fails when everything before it is paid for",
    source: "eksctl pkg/apis/eksctl.io/v1alpha5/known_addons.go; EKS user guide, AWS add-ons",
    check: Check::Cluster(addons_fit),
    bad: Example::Cluster("addons { addon snapshot_controler { } }"),
    good: Example::Cluster("addons { addon snapshot_controller { version: \"v8.3.0-eksbuild.1\" } }"),
};

fn addons_fit(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let chosen: Vec<_> = scope.cluster.addons().chosen().iter().collect();
    findings.scope(|findings| {
        findings.each(&chosen, |choice, findings| {
            fits(scope, choice, findings);
        });
        // Last, because it looks at all of them: one that is misspelt may hide no other fault.
    });
    findings.each(chosen.iter().enumerate(), |(index, choice), findings| {
        if chosen[..index].iter().any(|earlier| *earlier.name() == *choice.name()) {
            findings.report(&choice.name(), format!("add-on `{}` is written twice", *choice.name()), "keep one of them");
        }
    });
}

fn fits(scope: &Scope<'_>, choice: &At<'_, AddonChoice>, findings: &mut Findings<'_>) {
    let addon = *choice.name();
    if addon == Addon::MetricsServer && scope.region().whole().partition() != Partition::Aws {
        let problem = format!("EKS does not offer add-on `{addon}` in {}", *scope.region());
        return findings.report(&choice.name(), problem, "remove it");
    }
    if addon.is_built_into_auto_mode() && scope.cluster.scaler().is(|scaler| matches!(scaler, Scaler::AutoMode(_))) {
        let problem = format!("EKS Auto Mode does the work of add-on `{addon}` by itself");
        return findings.report(&choice.name(), problem, "remove it");
    }
    let has_bucket = || scope.cluster.volumes().iter().any(|volume| matches!(volume.source().whole(), VolumeSource::S3(_)));
    if addon == Addon::MountpointS3Csi && !has_bucket() {
        return findings.report(
            &choice.name(),
            format!("add-on `{addon}` would have no bucket that it may read"),
            "remove it, and declare `volume … { s3 { … } }`: the add-on follows",
        );
    }
    let Some(version) = choice.version().get() else {
        if derived::ALWAYS.contains(&addon) {
            let problem = format!("add-on `{addon}` is installed in every cluster: naming it changes nothing");
            findings.report(&choice.name(), problem, "remove it, or say which: `version: \"v…-eksbuild.…\"`");
        }
        return;
    };
    let minor = scope.cluster.version().to_string();
    if addon == Addon::KubeProxy && version.minor() != minor {
        findings.report(
            &version,
            format!("kube-proxy {} on a cluster of Kubernetes {minor}", *version),
            format!("write a version of {minor}, or remove it"),
        );
    }
}
