//! What the rules say of secrets in raw objects: they are named there, and not written.

use serde_json::Value;

use super::check::{Seen, text};
use super::pod::{containers, list};
use crate::derived;
use crate::findings::Finding;

pub(super) fn judge(seen: &Seen<'_>, kind: &str, templates: &[&Value], findings: &mut Vec<Finding>) {
    if kind == "Secret"
        && ["data", "stringData"].iter().any(|part| seen.object[part].as_object().is_some_and(|it| !it.is_empty()))
    {
        let fix =
            "make it in the cluster, by `kubectl create secret` or an operator that reads AWS Secrets Manager, and name it here";
        seen.found("SEC-15", "has its secret with it, for everyone who may read this repository", fix, findings);
    }
    if kind == "ConfigMap" {
        for (key, value) in seen.object["data"].as_object().into_iter().flatten() {
            if value.as_str().is_some_and(|value| is_secret(key, value)) {
                let problem = format!("has `{key}` in plain text, for everyone who may read ConfigMaps");
                seen.found("SEC-15", &problem, "put it into a Secret that is made in the cluster, and name that", findings);
            }
        }
    }
    for container in templates.iter().flat_map(|template| containers(&template["spec"])) {
        for variable in list(container, "/env") {
            let key = text(variable, "/name").unwrap_or_default();
            if text(variable, "/value").is_some_and(|value| is_secret(key, value)) {
                let name = text(container, "/name").unwrap_or("?");
                let problem = format!("has `{key}` of container `{name}` in plain text");
                let fix = format!("write `valueFrom: {{secretKeyRef: {{name: …, key: {key}}}}}`");
                seen.found("SEC-15", &problem, fix, findings);
            }
        }
    }
}

fn is_secret(key: &str, value: &str) -> bool {
    derived::is_named_secret(key, value) || derived::looks_like_a_secret(value).is_some()
}
