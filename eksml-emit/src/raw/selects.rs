//! What selects, scales or is run as finds somebody: Services, budgets, policies, scalers, accounts. A ConfigMap that no Pod mounts may
//! be read through the API.

use std::collections::BTreeMap;

use serde_json::Value;

use super::check::{Seen, text};
use super::pod;
use crate::findings::Finding;

/// The labels of an object.
pub(super) type Labels<'a> = BTreeMap<&'a str, &'a str>;

pub(super) fn judge(seen: &Seen<'_>, kind: &str, findings: &mut Vec<Finding>) {
    match kind {
        "Service" => {
            // One without a selector has its endpoints written by hand.
            let labels = seen.object.pointer("/spec/selector").and_then(Value::as_object);
            if let Some(labels) = labels.filter(|labels| !labels.is_empty()) {
                finds_pods(seen, &serde_json::json!({ "matchLabels": labels }), findings);
            }
        }
        "PodDisruptionBudget" => finds_pods(seen, &seen.object["spec"]["selector"], findings),
        // An empty selector is every Pod of the namespace, those that are still to come included.
        "NetworkPolicy" if !is_empty(&seen.object["spec"]["podSelector"]) => {
            finds_pods(seen, &seen.object["spec"]["podSelector"], findings);
        }
        "HorizontalPodAutoscaler" | "ScaledObject" => scales_something(seen, findings),
        "ServiceAccount" if !is_somebodys(seen) => {
            let problem = format!("is nobody's: no Pod of namespace `{}` runs as it", seen.namespace());
            seen.found("SEC-21", &problem, "name it in `serviceAccountName`, or remove it", findings);
        }
        _ => {}
    }
}

fn finds_pods(seen: &Seen<'_>, selector: &Value, findings: &mut Vec<Finding>) {
    if !pods_in(seen, seen.namespace()).iter().any(|labels| matches(selector, labels)) {
        let problem = format!("selects {}, and no Pod of namespace `{}` has that", shown(selector), seen.namespace());
        seen.found("SCH-16", &problem, "select by the labels of the Pods that are meant, or remove it", findings);
    }
}

fn scales_something(seen: &Seen<'_>, findings: &mut Vec<Finding>) {
    let Some(name) = text(seen.object, "/spec/scaleTargetRef/name") else { return };
    let kind = text(seen.object, "/spec/scaleTargetRef/kind").unwrap_or("Deployment");
    if !seen.has(kind, name) {
        let problem = format!("scales {kind} `{name}`, which is not in namespace `{}`", seen.namespace());
        seen.found("SCH-16", &problem, "name what is to be scaled, or remove it", findings);
    }
}

/// A Pod runs as the account, or a binding gives it rights for a token that is used elsewhere.
fn is_somebodys(seen: &Seen<'_>) -> bool {
    let name = text(seen.object, "/metadata/name").unwrap_or_default();
    let home = seen.all.iter().filter(|other| text(other, "/metadata/namespace").unwrap_or("default") == seen.namespace());
    home.flat_map(pod::templates).any(|template| text(template, "/spec/serviceAccountName") == Some(name))
        || seen.all.iter().flat_map(|other| pod::list(other, "/subjects")).any(|subject| {
            subject["kind"] == "ServiceAccount" && subject["name"] == name && subject["namespace"] == seen.namespace()
        })
}

/// The labels of every Pod template in a namespace.
pub(super) fn pods_in<'a>(seen: &Seen<'a>, namespace: &str) -> Vec<Labels<'a>> {
    let home = |other: &&Value| text(other, "/metadata/namespace").unwrap_or("default") == namespace;
    seen.all.iter().filter(home).flat_map(pod::templates).map(labels_of).collect()
}

/// The labels in an object's metadata.
pub(super) fn labels_of(object: &Value) -> Labels<'_> {
    let labels = object.pointer("/metadata/labels").and_then(Value::as_object);
    labels.into_iter().flatten().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?))).collect()
}

/// Whether a label selector asks for nothing.
pub(super) fn is_empty(selector: &Value) -> bool {
    let entries = |key: &str| selector[key].as_object().map_or(0, serde_json::Map::len);
    entries("matchLabels") == 0 && pod::list(selector, "/matchExpressions").next().is_none()
}

/// Whether a label selector takes these labels. Source: Kubernetes API, LabelSelector.
pub(super) fn matches(selector: &Value, labels: &Labels<'_>) -> bool {
    let wanted = selector["matchLabels"].as_object().into_iter().flatten();
    let all = wanted.into_iter().all(|(key, value)| labels.get(key.as_str()).copied() == value.as_str());
    all && pod::list(selector, "/matchExpressions").all(|wanted| {
        let own = labels.get(text(wanted, "/key").unwrap_or_default()).copied();
        let listed = || own.is_some_and(|own| pod::list(wanted, "/values").any(|value| value == own));
        match text(wanted, "/operator") {
            Some("In") => listed(),
            Some("NotIn") => !listed(),
            Some("Exists") => own.is_some(),
            Some("DoesNotExist") => own.is_none(),
            _ => false,
        }
    })
}

/// A label selector as a message shows it.
pub(super) fn shown(selector: &Value) -> String {
    let equal = selector["matchLabels"].as_object().into_iter().flatten();
    let mut all: Vec<String> = equal.map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or("?"))).collect();
    all.extend(pod::list(selector, "/matchExpressions").map(|wanted| {
        let values: Vec<_> = pod::list(wanted, "/values").filter_map(Value::as_str).collect();
        let (key, operator) = (text(wanted, "/key").unwrap_or("?"), text(wanted, "/operator").unwrap_or("?"));
        format!("{key} {operator} {}", values.join("|")).trim_end().to_owned()
    }));
    if all.is_empty() { "every Pod".to_owned() } else { all.join(", ") }
}
