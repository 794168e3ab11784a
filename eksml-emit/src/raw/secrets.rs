//! What the rules say of secrets in raw objects: they are named there, and not written.

use super::check::Seen;
use crate::derived;
use crate::findings::Finding;
use crate::source::{Node, Step};
use crate::spec::{self, Said};

pub(super) fn judge(seen: &Seen<'_>, kind: &str, findings: &mut Vec<Finding>) {
    let full = |part: &str| seen.object[part].as_object().is_some_and(|entries| !entries.is_empty());
    if kind == "Secret" && ["data", "stringData"].into_iter().any(full) {
        let fix =
            "make it in the cluster, by `kubectl create secret` or an operator that reads AWS Secrets Manager, and name it here";
        seen.found("SEC-15", "has its secret with it, for everyone who may read this repository", fix, findings);
        return;
    }
    let Ok(tree) = serde_json::from_value::<Node>(seen.object.clone()) else { return };
    spec::texts_of_document(&tree, &mut |said| {
        let Some(secret) = secret_of(said) else { return };
        let what = match said.key {
            Some(key) => format!("`{key}`"),
            None => "a text".to_owned(),
        };
        let problem = format!("has {} ({}) in {what}, for everyone who may read it", secret.what, secret.hint());
        let fix = match said.key {
            Some(key) if is_below(said, "env") => format!("write `valueFrom: {{secretKeyRef: {{name: …, key: {key}}}}}`"),
            _ => "put it into a Secret that is made in the cluster, and name that".to_owned(),
        };
        seen.found("SEC-15", &problem, fix, findings);
    });
}

/// Settings and commands may hold anything; elsewhere names such as `secretName` say where a secret is.
fn secret_of<'n>(said: &Said<'n>) -> Option<derived::Secret<'n>> {
    let by_name = || derived::Secret { what: "a secret by its name", text: said.text };
    let is_setting = is_below(said, "data") || is_below(said, "env");
    let is_command = is_below(said, "command") || is_below(said, "args");
    if !is_setting && !is_command {
        return derived::token_in(said.text);
    }
    // In `valueFrom` a key of a Secret is named.
    if is_below(said, "valueFrom") {
        return None;
    }
    derived::secret_in(said.text)
        .or_else(|| said.key.filter(|key| is_setting && derived::is_named_secret(key, said.text)).map(|_| by_name()))
        .or_else(|| said.before.filter(|option| derived::is_secret_option(option, said.text)).map(|_| by_name()))
}

fn is_below(said: &Said<'_>, key: &str) -> bool {
    said.path.steps().iter().any(|step| matches!(step, Step::Key(own) if own == key))
}
