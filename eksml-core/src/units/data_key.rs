//! A key of a ConfigMap or a Secret, which is a file's name where it is mounted.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

/// A key of a ConfigMap or a Secret: letters, digits, `-`, `_` and `.`, at most 253 characters (`EM-05`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DataKey {
    text: String,
}

/// The longest key, in characters (Kubernetes API, ConfigMap and Secret validation).
const LONGEST: usize = 253;

impl Unit for DataKey {
    const EXPECTS: &'static str = "a key of a Secret or the name of a file, like \"token\" or \"config.yaml\"";
}

impl FromStr for DataKey {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !text.is_empty() && text.len() <= LONGEST && text.chars().all(inner) && text != "." && !text.starts_with("..") {
            return Ok(Self { text: text.to_owned() });
        }
        let last = text.rsplit('/').next().unwrap_or_default();
        let problem = format!("`{text}` is no key: letters, digits, `-`, `_` and `.`, at most {LONGEST} of them, no folders");
        Err(Invalid::new("EM-05", problem).maybe_fix((last != text && last.parse::<Self>().is_ok()).then(|| last.to_owned())))
    }
}

stored_as_text!(DataKey);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_api_server_takes_is_taken() {
        for text in ["token", "config.yaml", ".netrc", "A_b-1"] {
            assert_eq!(text.parse::<DataKey>().unwrap().as_str(), text);
        }
        for (text, fix) in
            [("", None), (".", None), ("..", None), ("..a", None), ("etc/app.yaml", Some("app.yaml")), ("a b", None)]
        {
            let refused = text.parse::<DataKey>().unwrap_err();
            assert_eq!((refused.rule, refused.fix.as_deref()), ("EM-05", fix), "{text}");
        }
    }
}
