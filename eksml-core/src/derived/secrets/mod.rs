//! Secrets in plain text: what a text holds that nobody but its owner should read, by its look, by its place in an address, and by the
//! name it is given to.
//!
//! One detector for everything: words of a platform, objects and files of a user's own, and the whole set before it is written.

mod addresses;
mod assignments;
mod names;
mod tokens;

pub use names::{is_named_secret, is_secret_name};

/// A secret that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret<'a> {
    /// What it is, with its article.
    pub what: &'static str,
    /// The secret itself. Messages show [`Secret::hint`].
    pub text: &'a str,
}

impl<'a> Secret<'a> {
    fn new(what: &'static str, text: &'a str) -> Self {
        Self { what, text }
    }

    /// So much of it that its owner knows which one it is: four characters at most, and never more than a quarter.
    pub fn hint(&self) -> String {
        let most = (self.text.chars().count() / 4).min(4);
        format!("{}…", self.text.chars().take(most).collect::<String>())
    }
}

/// The first secret in a text, whatever the text is for: a token that is known by its form, a private key, a password in an address, a
/// value that is given to a name of a secret (`--api-key VALUE`, `HF_TOKEN=VALUE`, a line `password: VALUE`).
pub fn secret_in(text: &str) -> Option<Secret<'_>> {
    tokens::find(text).or_else(|| addresses::find(text)).or_else(|| assignments::find(text))
}

/// The first secret in a text that is known by its form alone: for texts in which names say nothing, as a manifest names its Secrets.
pub fn token_in(text: &str) -> Option<Secret<'_>> {
    tokens::find(text).or_else(|| addresses::find(text))
}

/// Whether the value of an option is a secret: `--api-key`, `VALUE`.
pub fn is_secret_option(option: &str, value: &str) -> bool {
    assignments::is_secret_option(option, value)
}

/// Whether a value only says where the secret is: a reference to a variable, a template, a placeholder, a file.
fn is_reference(value: &str) -> bool {
    let value = value.trim();
    let braced = |open: &str, close: &str| value.starts_with(open) && value.ends_with(close);
    let variable = |name: &str| {
        let mut chars = name.chars();
        chars.next().is_some_and(|c| c.is_ascii_uppercase() || c == '_')
            && chars.all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    };
    value.is_empty()
        || braced("$(", ")")
        || braced("${", "}")
        || braced("{{", "}}")
        || braced("<", ">")
        || value.starts_with("$__")
        || value.starts_with("${{")
        || value.strip_prefix('$').is_some_and(variable)
        || value.chars().all(|c| matches!(c, '*' | 'x' | 'X' | '.' | '…'))
        || is_path(value)
}

/// Whether a value is the path of a file: AWS makes secret keys of 40 characters, of which one in 64 begins with `/`.
fn is_path(value: &str) -> bool {
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '+' | '=');
    let mixed = value.chars().any(|c| c.is_ascii_uppercase())
        && value.chars().any(|c| c.is_ascii_lowercase())
        && value.chars().any(|c| c.is_ascii_digit());
    let is_key = value.len() == 40 && value.chars().all(is_base64) && mixed;
    let begins = ["/", "./", "../", "~/", "file://"].iter().any(|start| value.starts_with(start));
    begins && !is_key && !value.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests;
