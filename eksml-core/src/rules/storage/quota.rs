//! The claims of a namespace against its storage quota.

use super::consumers::class_of;
use super::lustre::{lustre, size};
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, DataVolume, Namespace};

pub(super) const STO_27: Rule = Rule {
    id: "STO-27",
    name: "storage-quota-exceeded",
    title: "a namespace's volumes fit its storage quota",
    severity: Severity::Error,
    why: "the quota refuses the claim that no longer fits: its Pods wait for a volume that nobody makes",
    source: "Kubernetes, Resource quotas: requests.storage",
    check: Check::Namespace(claims_fit_the_quota),
    bad: Example::Cluster(
        "storage fast { ebs_gp3 { } }\nnamespace ml { serves: Development, quota { storage: \"100Gi\" } }\n\
         volume a { namespace: ml, storage: fast, size: \"80Gi\" }\nvolume b { namespace: ml, storage: fast, size: \"80Gi\" }",
    ),
    good: Example::Cluster(
        "storage fast { ebs_gp3 { } }\nnamespace ml { serves: Development, quota { storage: \"200Gi\" } }\n\
         volume a { namespace: ml, storage: fast, size: \"80Gi\" }\nvolume b { namespace: ml, storage: fast, size: \"80Gi\" }",
    ),
};

const GIB: u128 = 1 << 30;

/// Bytes that a volume's claim asks for: the file system's, its own, or the nominal gibibyte.
fn asked(scope: &Scope<'_>, volume: &At<'_, DataVolume>) -> u128 {
    let of_class = class_of(scope, volume).and_then(|class| lustre(&class)).and_then(|lustre| size(&lustre));
    if let Some(gib) = of_class {
        return u128::from(*gib) * GIB;
    }
    volume.size().get().map_or(GIB, |size| size.bytes())
}

fn claims_fit_the_quota(scope: &Scope<'_>, namespace: &At<'_, Namespace>, findings: &mut Findings<'_>) {
    let Some(most) = namespace.quota().get().and_then(|quota| quota.storage().get()) else { return };
    let volumes = scope.cluster.volumes();
    let of = volumes.iter().filter(|volume| *volume.namespace() == *namespace.name());
    let volumes: u128 = of.map(|volume| asked(scope, &volume)).sum();
    let notebooks = scope.cluster.notebooks().iter().filter(|notebook| *notebook.namespace() == *namespace.name());
    let homes: u128 = notebooks.map(|notebook| notebook.home().size().bytes()).sum();
    let all = volumes + homes;
    if all > most.bytes() {
        let gib = all.div_ceil(GIB);
        findings.report(
            &most,
            format!(
                "the volumes{} of namespace `{}` ask for {gib}Gi together, and its quota is {}",
                if homes > 0 { " and notebooks' homes" } else { "" },
                *namespace.name(),
                *most
            ),
            format!("write `storage: \"{gib}Gi\"` or more, or make volumes smaller"),
        );
    }
}
