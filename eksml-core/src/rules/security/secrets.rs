//! SEC-15: secrets are not part of a platform.

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
    check: Check::Workload(no_secret_is_written),
    bad: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", env { HF_TOKEN: \"hf_AbCdEfGhIjKlMnOpQrStUvWxYz\" }"
    ),
    good: service!(
        "node_group gpu { instances: [\"g6e.2xlarge\"], scale: 2..=4, taint: nvidia_gpu }";
        "on: gpu, replicas: 2, gpus: 1, cpu: \"2\", memory: \"8Gi\", secret huggingface { env { HF_TOKEN: \"token\" } }"
    ),
};

/// How the names of variables end whose values are secrets.
const SECRET_NAMES: [&str; 9] =
    ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "CREDENTIALS", "API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY"];

/// How well-known secrets begin, and what they are.
const SECRET_VALUES: [(&str, &str); 9] = [
    ("AKIA", "an access key of AWS"),
    ("ASIA", "an access key of AWS"),
    ("hf_", "a token of Hugging Face"),
    ("sk-", "an API key"),
    ("ghp_", "a token of GitHub"),
    ("github_pat_", "a token of GitHub"),
    ("glpat-", "a token of GitLab"),
    ("xoxb-", "a token of Slack"),
    ("-----BEGIN ", "a private key"),
];

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

/// What a value is, if it is a secret by its look: long enough to be one, and without a space in it unless it is a key in PEM.
fn looks_like(value: &str) -> Option<&'static str> {
    let (start, what) = SECRET_VALUES.iter().find(|(start, _)| value.starts_with(start))?;
    let is_key = *start == "-----BEGIN " && value.contains("PRIVATE KEY");
    let is_token = value.len() >= start.len() + 12 && !value.contains(char::is_whitespace) && *start != "-----BEGIN ";
    (is_key || is_token).then_some(what)
}

fn is_named_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    SECRET_NAMES.iter().any(|end| name.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('_')))
}

fn no_secret_is_written(_: &Scope<'_>, workload: &Workload<'_>, findings: &mut Findings<'_>) {
    for (name, value) in workload.env().iter() {
        findings.afresh();
        let own_secret = workload.name();
        let instead =
            format!("write `secret {} {{ env {{ {name}: \"KEY\" }} }}` with a Secret of yours and its key", own_secret.word());
        if AWS_CREDENTIALS.contains(&name.as_str()) {
            aws(workload, name.as_str(), &value, findings);
        } else if let Some(what) = looks_like(&value) {
            findings.report(&value, format!("`{name}` of {} is {what}, in the open", workload.shown()), instead);
        } else if is_named_secret(name.as_str()) && !value.is_empty() {
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
            let found = words.chain([text.trim_start()]).find_map(looks_like);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_name_and_by_look() {
        for name in ["HF_TOKEN", "TOKEN", "db_password", "OPENAI_API_KEY", "WANDB_API_KEY", "CLIENT_SECRET"] {
            assert!(is_named_secret(name), "{name}");
        }
        for name in ["MAX_TOKENS", "TOKENIZER", "HF_TOKEN_PATH", "SECRET_NAME", "NCCL_DEBUG", "KEY"] {
            assert!(!is_named_secret(name), "{name}");
        }
        assert_eq!(looks_like("AKIAIOSFODNN7EXAMPLE"), Some("an access key of AWS"));
        assert_eq!(looks_like("sk-learn"), None);
        assert_eq!(looks_like("-----BEGIN CERTIFICATE-----"), None);
    }
}
