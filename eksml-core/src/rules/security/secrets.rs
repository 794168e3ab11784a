//! SEC-15: secrets are not part of a platform.

use crate::derived;
use crate::eksctl::Json;
use crate::findings::Severity;
use crate::rules::example::service;
use crate::rules::{Check, Findings, Rule, Scope, Workload};
use crate::spec::At;

pub(super) const SEC_15: Rule = Rule {
    id: "SEC-15",
    title: "secrets are in Secrets",
    severity: Severity::Error,
    why: "what stands in a variable or a file of the platform is in the repository, in the manifests and in `kubectl describe`, for whoever \
          may read one of them; and keys of AWS in the environment win over the identity the Pod is given",
    source: "Kubernetes, Good practices for Secrets; AWS SDKs, credential provider chain",
    check: Check::Cluster(no_secret_is_written),
    bad: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", env { HF_TOKEN: \"hf_AbCdEfGhIjKlMnOpQrStUvWxYz\" }"
    ),
    good: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", secret huggingface { env { HF_TOKEN: \"token\" } }"
    ),
};

/// Variables by which AWS SDKs find credentials before they ask for the Pod's own. Source: AWS SDKs and Tools Reference Guide,
/// standardized credential providers.
const AWS_CREDENTIALS: [&str; 8] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
];

fn no_secret_is_written(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    for workload in Workload::all(&scope.cluster) {
        workloads_have_none(&workload, findings);
    }
    charts_have_none(scope, findings);
}

fn workloads_have_none(workload: &Workload<'_>, findings: &mut Findings<'_>) {
    for (name, value) in workload.env().iter() {
        findings.afresh();
        let own_secret = workload.name();
        let instead =
            format!("write `secret {} {{ env {{ {name}: \"KEY\" }} }}` with a Secret of yours and its key", own_secret.word());
        if AWS_CREDENTIALS.contains(&name.as_str()) {
            aws(workload, name.as_str(), &value, findings);
        } else if let Some(what) = derived::looks_like_a_secret(&value) {
            findings.report(&value, format!("`{name}` of {} is {what}, in the open", workload.shown()), instead);
        } else if derived::is_named_secret(name.as_str(), &value) {
            findings.report(&value, format!("`{name}` of {} is a secret by its name, in the open", workload.shown()), instead);
        }
    }
    for secret in workload.secrets().iter() {
        for (name, key) in secret.env().iter() {
            findings.afresh();
            if AWS_CREDENTIALS.contains(&name.as_str()) {
                aws(workload, name.as_str(), &key, findings);
            }
        }
    }
    for config in workload.configs().iter() {
        for (name, text) in config.files().iter() {
            findings.afresh();
            let words = text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | ','));
            let found = words.chain([text.trim_start()]).find_map(derived::looks_like_a_secret);
            let pem = text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----");
            if let Some(what) = found.or(pem.then_some("a private key")) {
                findings.report(
                    &text,
                    format!("file `{name}` of {} has {what} in it, in the open", workload.shown()),
                    "take it out, and mount it from a Secret of yours: `secret NAME { at: \"/etc/secrets\" }`",
                );
            }
        }
    }
}

fn aws<T>(workload: &Workload<'_>, name: &str, at: &At<'_, T>, findings: &mut Findings<'_>) {
    findings.report(
        at,
        format!("`{name}` of {} takes the place of the credentials its identity is given", workload.shown()),
        "remove it: an `identity` with what it may `read` and `write` needs no keys",
    );
}

fn charts_have_none(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    for release in scope.cluster.helm().iter() {
        findings.afresh();
        let Some(values) = release.values().get() else { continue };
        let mut written = Vec::new();
        values.whole().0.iter().for_each(|(key, value)| secrets(key, key, value, &mut written));
        for path in written {
            findings.report(
                &values,
                format!("release `{}` has `{path}` in plain text", *release.name()),
                "make a Secret in the cluster and name it by the chart's own setting, which is often `existingSecret`",
            );
        }
    }
}

/// The paths of settings that are secrets.
fn secrets(path: &str, key: &str, value: &Json, found: &mut Vec<String>) {
    match value {
        Json::Text(text) if derived::is_named_secret(key, text) || derived::looks_like_a_secret(text).is_some() => {
            found.push(path.to_owned());
        }
        Json::Object(entries) => {
            entries.iter().for_each(|(key, value)| secrets(&format!("{path}.{key}"), key, value, found));
        }
        Json::List(items) => {
            for (index, item) in items.iter().enumerate() {
                secrets(&format!("{path}[{index}]"), key, item, found);
            }
        }
        _ => {}
    }
}
