//! SCH-16: a selector selects something.

use crate::findings::Severity;
use crate::rules::known::listed;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, NetworkPolicy};

pub(super) const SCH_16: Rule = Rule {
    id: "SCH-16",
    name: "selects-nothing",
    title: "what selects something selects something",
    severity: Severity::Error,
    why: "a policy, budget, scaler or Service that selects nothing is accepted and does nothing, and nobody hears of it",
    source: "Kubernetes, labels and selectors",
    check: Check::NetworkPolicy(pods_are_there),
    bad: Example::Cluster(SELECTS_NOBODY),
    good: Example::Cluster(SELECTS_SCORE),
};

const SELECTS_NOBODY: &str = "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4 }\nnamespace ml { serves: General }\n\
    network_policy out { namespace: ml, pods { \"app\": \"score\" }, allow_out { peers: [Vpc], ports: [5432] } }\n\
    processing score { namespace: ml, on: cpu, cpu: \"2\", memory: \"8Gi\",\n\
        image: \"registry.example.com/score:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }";
const SELECTS_SCORE: &str = "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 2..=4 }\nnamespace ml { serves: General }\n\
    network_policy out { namespace: ml, pods { \"app.kubernetes.io/name\": \"score\" }, allow_out { peers: [Vpc], ports: [5432] } }\n\
    processing score { namespace: ml, on: cpu, cpu: \"2\", memory: \"8Gi\",\n\
        image: \"registry.example.com/score:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" }";

fn pods_are_there(scope: &Scope<'_>, policy: &At<'_, NetworkPolicy>, findings: &mut Findings<'_>) {
    let pods = policy.pods();
    // Objects that came in by the raw door have labels of their own, which are judged with the whole set.
    if pods.whole().is_empty() || !scope.cluster.raw().whole().0.is_empty() {
        return;
    }
    let (mut names, mut selected) = (Vec::new(), false);
    for workload in Workload::all(&scope.cluster).filter(|workload| *workload.namespace() == *policy.namespace()) {
        let name = workload.name().to_string();
        selected |= pods.whole().iter().all(|(key, value)| match key.as_str() {
            "app.kubernetes.io/name" => value.as_str() == name,
            "app.kubernetes.io/component" => value.as_str() == workload.component(),
            _ => false,
        });
        names.push(name);
    }
    // Where no workload is declared, the Pods are another tool's, and nothing is known of them.
    if selected || names.is_empty() {
        return;
    }
    let shown: Vec<String> = pods.whole().iter().map(|(key, value)| format!("{key}={value}")).collect();
    let fix = format!("select a workload by its name, `pods {{ \"app.kubernetes.io/name\": … }}`: {}", listed(&names));
    findings.report(
        &pods,
        format!(
            "network policy `{}` selects {}, and no workload of namespace `{}` has that",
            *policy.name(),
            listed(&shown),
            *policy.namespace()
        ),
        fix,
    );
}
