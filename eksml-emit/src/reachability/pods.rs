//! The Pods that emitted objects make: whatever has a Pod template, wherever in it.

use std::collections::BTreeMap;

use serde_json::Value;

/// The Pods of one template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pod {
    /// Their namespace.
    pub namespace: String,
    /// The object they belong to.
    pub name: String,
    /// Their labels.
    pub labels: BTreeMap<String, String>,
    /// The TCP ports they say they listen on, with the names they give them.
    pub ports: Vec<(u16, Option<String>)>,
    /// Whether they use their node's own network, which policies do not reach.
    pub on_host_network: bool,
}

/// Every Pod template in `object`.
pub(super) fn pods_of(object: &Value) -> Vec<Pod> {
    let text = |path: &str| object.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (namespace, name) = (text("/metadata/namespace"), text("/metadata/name"));
    let mut found = Vec::new();
    templates(object, &mut |labels, spec| {
        found.push(Pod {
            namespace: namespace.clone(),
            name: name.clone(),
            labels: labels_of(labels),
            ports: ports_of(spec),
            on_host_network: spec["hostNetwork"] == true,
        });
    });
    found
}

/// Calls `found` with the labels and the spec of each Pod template, however deep: Jobs are in JobSets and CronJobs.
fn templates(value: &Value, found: &mut impl FnMut(&Value, &Value)) {
    match value {
        Value::Object(entries) => {
            if value.pointer("/spec/containers").is_some_and(Value::is_array) {
                found(value.pointer("/metadata/labels").unwrap_or(&Value::Null), &value["spec"]);
                return;
            }
            entries.values().for_each(|entry| templates(entry, found));
        }
        Value::Array(items) => items.iter().for_each(|item| templates(item, found)),
        _ => {}
    }
}

pub(super) fn labels_of(labels: &Value) -> BTreeMap<String, String> {
    let entries = labels.as_object().into_iter().flatten();
    entries.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
}

fn ports_of(spec: &Value) -> Vec<(u16, Option<String>)> {
    let containers = spec["containers"].as_array().into_iter().flatten();
    containers
        .flat_map(|container| container["ports"].as_array().into_iter().flatten())
        .filter(|port| port["protocol"].is_null() || port["protocol"] == "TCP")
        .filter_map(|port| {
            let number = port["containerPort"].as_u64().and_then(|number| u16::try_from(number).ok())?;
            Some((number, port["name"].as_str().map(str::to_owned)))
        })
        .collect()
}
