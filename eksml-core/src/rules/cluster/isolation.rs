//! What may share a cluster, and with how many people.

use super::{Check, Example, Findings, Rule, Scope};
use crate::findings::Severity;
use crate::spec::{At, Namespace, Platform};

pub(super) const CL_11: Rule = Rule {
    id: "CL-11",
    name: "several-compliance-regimes",
    title: "a cluster has one compliance regime",
    severity: Severity::Error,
    why: "namespaces share nodes, kernel and API server: an auditor takes the whole cluster into scope, and the stricter regime then \
          binds everything in it",
    source: "architecture decisions, 1: choose multiple clusters for different compliance requirements; EKS best practices, multi-tenancy",
    check: Check::Cluster(one_regime),
    bad: Example::Cluster(
        "namespace payments { serves: Inference, compliance: pci_dss }\nnamespace records { serves: Inference, compliance: hipaa }",
    ),
    good: Example::Cluster(
        "namespace payments { serves: Inference, compliance: pci_dss }\nnamespace refunds { serves: Inference, compliance: pci_dss }",
    ),
};

fn one_regime(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let namespaces: Vec<At<'_, Namespace>> = scope.cluster.namespaces().iter().collect();
    let mut first = None;
    findings.each(&namespaces, |namespace, findings| {
        let Some(compliance) = namespace.compliance().get() else { return };
        let (name, regime) = (namespace.name(), compliance.whole());
        let Some((other, theirs)) = first else {
            first = name.known().zip(compliance.known());
            return;
        };
        if theirs != regime {
            findings.report(
                &compliance,
                format!(
                    "namespace `{}` is under `{regime}` and namespace `{other}` of the same cluster `{}` under `{theirs}`",
                    *name,
                    *scope.cluster.name()
                ),
                "move one of them to a cluster of its own",
            );
        }
    });
}

/// The most people the document gives one cluster.
const PEOPLE: u32 = 50;

pub(super) const CL_12: Rule = Rule {
    id: "CL-12",
    name: "crowded-cluster",
    title: "many people do not share one cluster",
    severity: Severity::Warning,
    why: "one mistake, one quota and one upgrade then stop everybody; beyond about fifty people clusters by kind of work or by team are \
          worth their price",
    source: "architecture decisions, 1: choose a single cluster for fewer than 50 people",
    check: Check::Platform(few_share),
    bad: Example::Beside("people: 120,"),
    good: Example::Beside("people: 40,"),
};

fn few_share(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let Some(people) = platform.people().get() else { return };
    if *people > PEOPLE && platform.clusters().len() == 1 {
        findings.report(
            &people,
            format!("{} people share one cluster", *people),
            "declare a cluster for each kind of work; `eksml::patterns::per_workload` makes them",
        );
    }
}
