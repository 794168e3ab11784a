//! Which settings are secrets, by what they are called and by their look.

/// Last words of a name that stand for a secret.
const SECRET: [&str; 8] = ["apikey", "password", "passwd", "passphrase", "secret", "token", "credential", "credentials"];
/// What a `key` is of when it is a secret.
const SECRET_KEY_OF: [&str; 4] = ["api", "access", "private", "signing"];
/// Words before a last one that make it something else: the name of a Secret that is there, or a token of a model's vocabulary.
const HARMLESS: [&str; 9] = ["existing", "bos", "eos", "pad", "unk", "sep", "cls", "mask", "stop"];

/// Whether a setting of this name and value is a secret in plain text. A number, a truth value, a path, an address, or something that
/// is filled in later is none.
pub fn is_named_secret(name: &str, value: &str) -> bool {
    let value = value.trim();
    let is_word = ["true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word));
    if value.is_empty() || value.parse::<f64>().is_ok() || is_word || value.starts_with(['/', '$', '{', '<', '[']) {
        return false;
    }
    let words = words(name);
    let Some((last, before)) = words.split_last() else { return false };
    let of = before.last().map_or("", String::as_str);
    SECRET.contains(&last.as_str()) && !HARMLESS.contains(&of) || last == "key" && SECRET_KEY_OF.contains(&of)
}

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

/// What a value is, if it is a secret by its look: long enough to be one, and without a space in it unless it is a key in PEM.
pub fn looks_like_a_secret(value: &str) -> Option<&'static str> {
    let (start, what) = SECRET_VALUES.iter().find(|(start, _)| value.starts_with(start))?;
    let is_key = *start == "-----BEGIN " && value.contains("PRIVATE KEY");
    let is_token = value.len() >= start.len() + 12 && !value.contains(char::is_whitespace) && *start != "-----BEGIN ";
    (is_key || is_token).then_some(what)
}

/// The words of `DB_PASSWORD`, `db-password` and `dbPassword`, in lowercase.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = '_';
    for letter in name.chars() {
        let begins = letter.is_ascii_uppercase() && before.is_ascii_lowercase();
        if !letter.is_ascii_alphanumeric() || begins {
            words.push(String::new());
        }
        if letter.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in [
            "HF_TOKEN",
            "db-password",
            "adminPassword",
            "WANDB_API_KEY",
            "AWS_SECRET_ACCESS_KEY",
            "clientSecret",
            "secret",
            "TOKEN",
            "CLIENT_SECRET",
        ] {
            assert!(is_named_secret(name, "hunter2"), "{name}");
        }
        assert_eq!(looks_like_a_secret("AKIAIOSFODNN7EXAMPLE"), Some("an access key of AWS"));
        assert_eq!(looks_like_a_secret("sk-learn"), None);
        assert_eq!(looks_like_a_secret("-----BEGIN CERTIFICATE-----"), None);
    }

    #[test]
    fn what_only_sounds_like_one_is_none() {
        let none = [
            ("TOKENIZERS_PARALLELISM", "off"),
            ("MAX_TOKENS", "many"),
            ("HF_TOKEN_PATH", "x"),
            ("NCCL_DEBUG", "INFO"),
            ("KEY", "x"),
            ("MAX_TOKEN", "4096"),
            ("EOS_TOKEN", "END"),
            ("PASSWORD_FILE", "/run/secrets/password"),
            ("existingSecret", "grafana-admin"),
            ("secretName", "grafana-admin"),
            ("TOKEN_URL", "https://id.example.com"),
            ("AWS_ACCESS_KEY_ID", "AKIA"),
            ("PASSWORD", "$(FROM_ELSEWHERE)"),
            ("PASSWORD", ""),
            ("automountServiceAccountToken", "true"),
        ];
        for (name, value) in none {
            assert!(!is_named_secret(name, value), "{name}={value}");
        }
    }
}
