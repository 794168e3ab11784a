//! SEC-15: secrets are not part of a platform.

use crate::derived::{self, Secret};
use crate::findings::Severity;
use crate::rules::example::service;
use crate::rules::{Check, Findings, Rule};
use crate::source::Step;
use crate::spec::{self, At, Platform, Said};

pub(super) const SEC_15: Rule = Rule {
    id: "SEC-15",
    name: "secret-written-out",
    title: "secrets are in Secrets",
    severity: Severity::Error,
    why: "what stands in a platform is in the repository, in the manifests and in `kubectl describe`, for whoever may read one of \
          them; and keys of AWS in the environment win over the identity the Pod is given",
    source: "Kubernetes, Good practices for Secrets; AWS SDKs, credential provider chain",
    check: Check::Platform(no_secret_is_written),
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

fn no_secret_is_written(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    // A text that is written is a secret whatever else is unknown; what stands in for the unknown has no texts.
    let tree = spec::written_tree(platform.any());
    spec::texts::<Platform>(&tree, &mut |said| {
        let at = platform.below(&said.path);
        if let Some(name) = said.key.filter(|key| said.field == "env" && AWS_CREDENTIALS.contains(key)) {
            findings.report(
                &at,
                format!("`{name}` of {} takes the place of the credentials its identity is given", owner(said)),
                "remove it: an `identity` with what it may `read` and `write` needs no keys",
            );
        } else if let Some(secret) = secret_of(said) {
            findings.report(&at, problem(said, &secret), fix(said, &secret));
        }
    });
}

/// The secret that a text is or holds.
fn secret_of<'n>(said: &Said<'n>) -> Option<Secret<'n>> {
    let by_name = || Secret { what: "a secret by its name", text: said.text };
    // What has a form of its own is a name or a number: it can hold a token, but no settings.
    if !said.is_free {
        return derived::token_in(said.text);
    }
    derived::secret_in(said.text)
        .or_else(|| said.key.filter(|key| derived::is_named_secret(key, said.text)).map(|_| by_name()))
        .or_else(|| said.before.filter(|option| derived::is_secret_option(option, said.text)).map(|_| by_name()))
}

fn problem(said: &Said<'_>, secret: &Secret<'_>) -> String {
    let (what, hint, of) = (secret.what, secret.hint(), owner(said));
    let is_whole = secret.text == said.text;
    match (said.key, said.field) {
        (Some(name), "files") => format!("file `{name}` of {of} has {what} in it ({hint}), in the open"),
        (Some(key), _) if is_whole => format!("`{key}` of {of} is {what} ({hint}), in the open"),
        (Some(key), _) => format!("`{key}` of {of} has {what} in it ({hint}), in the open"),
        (None, field) => format!("`{field}` of {of} has {what} in it ({hint}), in the open"),
    }
}

/// The nearest block with a name.
fn owner(said: &Said<'_>) -> String {
    said.owner.map_or_else(|| "the platform".to_owned(), |name| format!("`{name}`"))
}

fn fix(said: &Said<'_>, secret: &Secret<'_>) -> String {
    let in_block = |block: &str| said.path.steps().iter().any(|step| matches!(step, Step::Field(field) if *field == block));
    let own = said.owner.map_or_else(|| "NAME".to_owned(), |name| name.replace('-', "_"));
    match (said.field, said.key) {
        ("env", Some(name)) => format!("write `secret {own} {{ env {{ {name}: \"KEY\" }} }}` with a Secret of yours and its key"),
        ("files", _) => "take it out, and mount it from a Secret of yours: `secret NAME { at: \"/etc/secrets\" }`".to_owned(),
        ("values", _) => {
            "make a Secret in the cluster and name it by the chart's own setting, which is often `existingSecret`".to_owned()
        }
        ("command", _) => format!(
            "write `secret {own} {{ env {{ API_KEY: \"KEY\" }} }}` with a Secret of yours and its key, and `$(API_KEY)` in the command"
        ),
        _ if in_block("eksctl") => {
            "let the node fetch it when it starts, from AWS Secrets Manager or Parameter Store, with the rights of its role"
                .to_owned()
        }
        _ if secret.what.starts_with("an address") => {
            "take it out of the address: whoever fetches from there has credentials of its own, in a Secret".to_owned()
        }
        _ => "take it out: nothing that is emitted is a place for it".to_owned(),
    }
}
