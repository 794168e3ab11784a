//! Objects of the Prometheus Operator: some Prometheus takes them, and they lead to somebody who has metrics.

use serde_json::Value;

use super::check::{Seen, text};
use super::selects::{self, Labels, labels_of, matches, shown};
use crate::findings::Finding;

/// The selectors of a Prometheus for a kind of object, and for the namespaces it is looked for in.
const SELECTORS: [(&str, &str, &str); 3] = [
    ("ServiceMonitor", "serviceMonitorSelector", "serviceMonitorNamespaceSelector"),
    ("PodMonitor", "podMonitorSelector", "podMonitorNamespaceSelector"),
    ("PrometheusRule", "ruleSelector", "ruleNamespaceSelector"),
];

pub(super) fn judge(seen: &Seen<'_>, kind: &str, findings: &mut Vec<Finding>) {
    let Some((_, own, namespaces)) = SELECTORS.into_iter().find(|(its, ..)| *its == kind) else { return };
    let mut servers = seen.all.iter().filter(|other| other["kind"] == "Prometheus").peekable();
    let Some(first) = servers.peek().copied() else {
        // A chart may bring one along, with selectors of its own.
        if seen.cluster.helm.iter().all(|release| !release.chart.contains("prometheus")) {
            let fix = "write `prometheus { form: Operator }` in `monitoring`, or annotate the Pods with prometheus.io/scrape, \
                       prometheus.io/port and prometheus.io/path, which a plain Prometheus discovers";
            seen.found("MON-10", "is taken by no Prometheus: none of this cluster is run by the operator", fix, findings);
        }
        return leads_somewhere(seen, kind, findings);
    };
    if !servers.any(|server| takes(seen, server, own, namespaces)) {
        let (name, home) =
            (text(first, "/metadata/name").unwrap_or("?"), text(first, "/metadata/namespace").unwrap_or("default"));
        let problem = format!("is taken by no Prometheus: `{name}` of namespace `{home}` {}", wants(&first["spec"][own]));
        let fix = format!("give it that namespace, `{home}`, and those labels");
        seen.found("MON-10", &problem, fix, findings);
    }
    leads_somewhere(seen, kind, findings);
}

/// Without a selector of namespaces a Prometheus looks in its own alone; without one of objects, for none.
fn takes(seen: &Seen<'_>, server: &Value, own: &str, namespaces: &str) -> bool {
    let (selector, spaces) = (&server["spec"][own], &server["spec"][namespaces]);
    let there = match spaces {
        Value::Null => text(server, "/metadata/namespace").unwrap_or("default") == seen.namespace(),
        spaces => seen.all.iter().any(|other| {
            other["kind"] == "Namespace" && other["metadata"]["name"] == seen.namespace() && matches(spaces, &labels_of(other))
        }),
    };
    there && !selector.is_null() && matches(selector, &labels_of(seen.object))
}

fn wants(selector: &Value) -> String {
    match selector {
        Value::Null => "takes none of its kind".to_owned(),
        selector => format!("takes those with {}", shown(selector)),
    }
}

/// A monitor selects Services or Pods, in its own namespace unless it names others.
fn leads_somewhere(seen: &Seen<'_>, kind: &str, findings: &mut Vec<Finding>) {
    if kind == "PrometheusRule" || seen.object.pointer("/spec/namespaceSelector/any") == Some(&Value::Bool(true)) {
        return;
    }
    let named: Vec<&str> =
        super::pod::list(seen.object, "/spec/namespaceSelector/matchNames").filter_map(Value::as_str).collect();
    let homes = if named.is_empty() { vec![seen.namespace()] } else { named };
    // What is in the system's namespaces is not all known here.
    if homes.iter().any(|home| home.starts_with("kube-")) {
        return;
    }
    let selector = &seen.object["spec"]["selector"];
    let labels: Vec<Labels<'_>> = match kind {
        "PodMonitor" => homes.iter().flat_map(|home| selects::pods_in(seen, home)).collect(),
        _ => {
            let of_homes = |other: &&Value| homes.contains(&text(other, "/metadata/namespace").unwrap_or("default"));
            seen.all.iter().filter(|other| other["kind"] == "Service").filter(of_homes).map(labels_of).collect()
        }
    };
    if !labels.iter().any(|labels| matches(selector, labels)) {
        let what = if kind == "PodMonitor" { "Pod" } else { "Service" };
        let problem = format!("selects {}, and no {what} of namespace `{}` has that", shown(selector), homes.join("`, `"));
        seen.found("SCH-16", &problem, "select by the labels of what has the metrics, or remove it", findings);
    }
}
