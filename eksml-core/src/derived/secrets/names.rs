//! Names of secrets: `DB_PASSWORD`, `apiKey`, `hf-token`.

use super::is_reference;

/// Last words of a name that stand for a password, which may be a number.
const PASSWORD: [&str; 6] = ["password", "passwd", "passphrase", "pass", "pwd", "passcode"];
/// Last words of a name that stand for another secret.
const SECRET: [&str; 7] = ["apikey", "secret", "token", "credential", "credentials", "secretkey", "authtoken"];
/// What a `key` is of when it is a secret.
const SECRET_KEY_OF: [&str; 9] = ["api", "access", "private", "signing", "secret", "encryption", "auth", "master", "account"];
/// Words before a last one that make it something else: the name of a Secret that is there, a token of a model's vocabulary, a cursor.
const HARMLESS: [&str; 16] = [
    "existing", "bos", "eos", "pad", "unk", "sep", "cls", "mask", "stop", "max", "min", "per", "next", "page", "continue",
    "special",
];

/// Whether a setting of this name and value is a secret in plain text. A truth value, a reference to what is elsewhere, a path, or a
/// number that is no password is none.
pub fn is_named_secret(name: &str, value: &str) -> bool {
    let value = value.trim();
    let is_word = ["true", "false", "null", "none", "yes", "no", "on", "off"].iter().any(|word| value.eq_ignore_ascii_case(word));
    let is_number = value.parse::<f64>().is_ok();
    if is_word || is_reference(value) || value.starts_with(['{', '<', '[']) || value.starts_with("arn:") {
        return false;
    }
    match kind(name) {
        Some(Kind::Password) => true,
        Some(Kind::Secret) => !is_number,
        // `WANDB_KEY`: only what cannot be a word.
        Some(Kind::Key) => is_random(value),
        None => false,
    }
}

/// Whether a name is one of a secret, whatever its value.
pub fn is_secret_name(name: &str) -> bool {
    matches!(kind(name), Some(Kind::Password | Kind::Secret))
}

enum Kind {
    Password,
    Secret,
    Key,
}

fn kind(name: &str) -> Option<Kind> {
    let words = words(name);
    let (last, before) = words.split_last()?;
    let of = before.last().map_or("", String::as_str);
    if HARMLESS.contains(&of) {
        return None;
    }
    let alone = before.is_empty();
    match last.as_str() {
        // The working folder, and whether a test passes.
        "pwd" | "pass" if alone => None,
        last if PASSWORD.contains(&last) => Some(Kind::Password),
        last if SECRET.contains(&last) => Some(Kind::Secret),
        "key" if SECRET_KEY_OF.contains(&of) => Some(Kind::Secret),
        "key" if !alone => Some(Kind::Key),
        _ => None,
    }
}

/// Whether a value is nothing that a person would choose: long, of letters and digits mixed, without anything that parts words.
fn is_random(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let letters = value.chars().filter(char::is_ascii_alphabetic).count();
    value.len() >= 20
        && digits >= 4
        && letters >= 4
        && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='))
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
