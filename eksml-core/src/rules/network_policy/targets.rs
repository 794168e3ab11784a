//! The namespaces that policies speak of.

use crate::derived::is_system_namespace;
use crate::findings::Severity;
use crate::rules::word::{listed, word};
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Peers};
use crate::units::Name;
use crate::units::spelling::closest;

use super::declared::{serves, talks};
use super::peers::both_ways;

pub(super) const NP_04: Rule = Rule {
    id: "NP-04",
    name: "policy-of-unknown-namespace",
    title: "a policy speaks of namespaces that exist",
    severity: Severity::Error,
    why: "a policy that selects a namespace which is not there allows nothing, and nobody hears of it until a connection times out",
    source: "EKS best practices, Network security; namespaces are selected by kubernetes.io/metadata.name",
    check: Check::Cluster(namespaces_exist),
    bad: Example::Cluster(
        "namespace ml_training { serves: Training }\nnamespace ml_serving { serves: Inference }\n\
         network_policy results { namespace: ml_training, allow_out { peers: [namespace ml_servin], ports: [8080] } }",
    ),
    good: Example::Cluster(
        "namespace ml_training { serves: Training }\nnamespace ml_serving { serves: Inference }\n\
         network_policy results { namespace: ml_training, allow_out { peers: [namespace ml_serving], ports: [8080] } }",
    ),
};

fn namespaces_exist(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(scope.cluster.network_policies().iter(), |policy, findings| {
        let name = policy.name();
        exists(scope, &policy.namespace(), &format!("network policy `{}` is in", *name), findings);
        findings.each(both_ways(&policy), |(traffic, whom), findings| {
            traffic
                .peers()
                .iter()
                .for_each(|peer| peer_exists(scope, &peer, &format!("network policy `{}` {whom}", *name), findings));
        });
    });
    findings.each(talks(scope), |(traffic, whose), findings| {
        traffic.peers().iter().for_each(|peer| peer_exists(scope, &peer, &whose, findings));
    });
    findings.each(serves(scope), |(peer, whose), findings| {
        peer_exists(scope, &peer, &whose, findings);
    });
    findings.each(scope.cluster.namespaces().iter(), |namespace, findings| {
        let whose = |name: &Name| format!("namespace `{name}` lets its Pods talk to");
        namespace.https_to().iter().for_each(|peer| peer_exists(scope, &peer, &whose(&namespace.name()), findings));
    });
}

fn peer_exists(scope: &Scope<'_>, peer: &At<'_, Peers>, whose: &str, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        if let Some(name) = peer.variant(|peer| if let Peers::Namespace(name) = peer { Some(name) } else { None }) {
            exists(scope, &name, whose, findings);
        }
    });
}

fn exists(scope: &Scope<'_>, name: &At<'_, Name>, whose: &str, findings: &mut Findings<'_>) {
    if scope.namespace(name).is_some() || name.as_str() == "kube-system" || is_system_namespace(scope.cluster, name.as_str()) {
        return;
    }
    let declared: Vec<String> = scope.cluster.namespaces().iter().map(|namespace| namespace.name().to_string()).collect();
    let fix = match closest(name.as_str(), declared.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{}`?", word(near)),
        None => format!(
            "declare `namespace {} {{ }}`; declared: {}",
            word(name.as_str()),
            listed(declared.iter().map(String::as_str))
        ),
    };
    findings.report(name, format!("{whose} namespace `{}`, which is not declared", **name), fix);
}
