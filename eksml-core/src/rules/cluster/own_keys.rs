//! eksctl's own keys of a cluster leave alone what follows from its words.

use super::{Check, Example, Findings, Rule, Scope};
use crate::derived;
use crate::findings::{Fix, Severity};
use crate::spec::At;

pub(super) const CL_22: Rule = Rule {
    id: "CL-22",
    name: "addon-owned-twice",
    title: "the settings and the identity of an add-on have one owner",
    severity: Severity::Error,
    why: "the settings of these add-ons follow from the platform (who may mount volumes, whether NetworkPolicies hold); a second text would replace them",
    source: "EKS API CreateAddon, configurationValues",
    check: Check::Cluster(add_ons_have_one_owner),
    bad: Example::Cluster(
        "eksctl { addons: [{ name: \"vpc-cni\", configurationValues: \"{\\\"enableNetworkPolicy\\\":\\\"false\\\"}\" }] }",
    ),
    good: Example::Cluster("eksctl { addons: [{ name: \"vpc-cni\", resolveConflicts: overwrite }] }"),
};

fn add_ons_have_one_owner(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let block = scope.cluster.eksctl().addons();
    if block.is_empty() {
        return;
    }
    findings.each(block.iter(), |addon, findings| {
        let name = addon.name();
        let Some(known) = derived::derived_addon(scope.platform, scope.cluster, &name) else { return };
        let mut refuse = |at: &At<'_, ()>, key: &str| {
            let problem = format!("add-on `{}` follows from the platform, and so does its `{key}`", *name);
            let words = format!("remove `{key}`; `version`, `tags` and `resolveConflicts` are yours");
            let limit =
                format!("eksml has no word for `{key}` of add-on `{}`: in its clusters they follow from the platform", *name);
            let keys = format!("for the source, remove `{key}`, and see what follows from the platform instead");
            findings.report(at, problem, Fix::new(words, keys).or_limit(limit));
        };
        if known.configuration_values.is_some() && addon.configuration_values().get().is_some() {
            refuse(&addon.field("configuration_values", |_| &()), "configurationValues");
        }
        if !known.pod_identity_associations.is_empty() && !addon.pod_identity_associations().is_empty() {
            refuse(&addon.field("pod_identity_associations", |_| &()), "podIdentityAssociations");
        }
    });
}
