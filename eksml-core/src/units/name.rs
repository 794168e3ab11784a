//! A Kubernetes object's name: an RFC 1123 label.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

/// An RFC 1123 label: lowercase letters, digits and `-`, at most 63 characters, beginning and ending with a letter or digit (`EM-05`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    text: String,
}

/// The longest label, in characters (RFC 1123).
const LONGEST: usize = 63;

impl Name {
    /// The name a Rust identifier stands for: `training_gpu` is `training-gpu`.
    pub fn from_ident(ident: &str) -> Result<Self, Invalid> {
        ident.strip_prefix("r#").unwrap_or(ident).replace('_', "-").parse()
    }

    /// The name as it is written in `platform!`: `training-gpu` is `training_gpu`, and `1st` is `"1st"`.
    pub fn word(&self) -> String {
        if self.text.starts_with(|c: char| c.is_ascii_digit()) { format!("{:?}", self.text) } else { self.text.replace('-', "_") }
    }
}

/// The nearest valid label, if anything is left of the text once the rest is dropped.
fn nearest_label(text: &str) -> Option<String> {
    let mapped: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).take(LONGEST).collect();
    let trimmed = mapped.trim_matches('-');
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// What keeps a text from being an RFC 1123 label.
pub(super) fn label_problem(text: &str) -> Option<&'static str> {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if text.is_empty() {
        Some("is empty")
    } else if text.len() > LONGEST {
        Some("is longer than 63 characters")
    } else if !text.chars().all(inner) {
        Some("has characters other than lowercase letters, digits and `-`")
    } else if text.starts_with('-') || text.ends_with('-') {
        Some("begins or ends with `-`")
    } else {
        None
    }
}

impl Unit for Name {
    const EXPECTS: &'static str = "a name of lowercase letters, digits and `-`, at most 63 characters, like \"training-gpu\"";

    fn limit(text: &str) -> Option<(String, String)> {
        // What CloudFormation takes in the name of a stack.
        let fits = text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.len() <= LONGEST
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let lower = text.to_ascii_lowercase();
        (fits && lower.parse::<Self>().is_ok()).then(|| {
            let limit = format!("eksml has names in lowercase letters alone, and this one is `{text}`");
            (limit, format!("the source needs another name, such as `{lower}`, and with that makes another thing in AWS"))
        })
    }
}

impl FromStr for Name {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match label_problem(text) {
            None => Ok(Self { text: text.to_owned() }),
            Some(problem) => Err(Invalid::new("EM-05", format!("name `{text}` {problem}")).maybe_fix(nearest_label(text))),
        }
    }
}

stored_as_text!(Name);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_taken_as_they_are() {
        for text in ["a", "0", "training-gpu", "a--b", "1st", &"x".repeat(63)] {
            assert_eq!(text.parse::<Name>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn the_rest_is_refused_with_the_nearest_label() {
        for (text, fix) in [
            ("", None),
            ("-", None),
            ("Training_GPU", Some("training-gpu")),
            ("-gpu-", Some("gpu")),
            ("ml.training", Some("ml-training")),
            ("über", Some("ber")),
            ("日本", None),
        ] {
            let invalid = text.parse::<Name>().unwrap_err();
            assert_eq!((invalid.rule, invalid.fix.as_deref()), ("EM-05", fix), "{text}");
            if let Some(fix) = invalid.fix {
                assert!(fix.parse::<Name>().is_ok(), "{fix}");
            }
        }
        assert_eq!("x".repeat(64).parse::<Name>().unwrap_err().fix, Some("x".repeat(63)));
    }

    #[test]
    fn identifiers_become_names() {
        assert_eq!(Name::from_ident("training_gpu").unwrap().as_str(), "training-gpu");
        assert_eq!(Name::from_ident("r#type").unwrap().as_str(), "type");
        assert!(Name::from_ident("_private").is_err());
        assert!(Name::from_ident("Upper").is_err());
        for text in ["training-gpu", "a--b", "gpu"] {
            let name: Name = text.parse().unwrap();
            assert_eq!(Name::from_ident(&name.word()), Ok(name));
        }
        assert_eq!("1st".parse::<Name>().unwrap().word(), "\"1st\"");
    }
}
