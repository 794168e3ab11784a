//! Keys and values of Kubernetes labels.
use std::str::FromStr;

use super::name::label_problem;
use super::text::stored_as_text;
use super::{Invalid, Unit};

/// A label key: an optional DNS subdomain and `/`, then a name of at most 63 characters (`NG-08`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LabelKey {
    text: String,
}

/// A label value: empty, or at most 63 letters, digits, `-`, `_` and `.` between letters or digits (`NG-08`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LabelValue {
    text: String,
}

impl LabelKey {
    /// The part before the `/`, for example `nvidia.com`.
    pub fn prefix(&self) -> Option<&str> {
        self.text.split_once('/').map(|(prefix, _)| prefix)
    }

    /// The part behind the `/`, or the whole key.
    pub fn name(&self) -> &str {
        self.text.split_once('/').map_or(self.text.as_str(), |(_, name)| name)
    }
}

fn name_problem(name: &str) -> Option<&'static str> {
    let edge = |c: char| c.is_ascii_alphanumeric();
    if name.is_empty() {
        Some("is empty")
    } else if name.len() > 63 {
        Some("is longer than 63 characters")
    } else if !name.chars().all(|c| edge(c) || matches!(c, '-' | '_' | '.')) {
        Some("has characters other than letters, digits, `-`, `_` and `.`")
    } else if !name.starts_with(edge) || !name.ends_with(edge) {
        Some("does not begin and end with a letter or digit")
    } else {
        None
    }
}

/// The text with every forbidden character made a `-` and its edges trimmed, if that is a name.
fn nearest_name(text: &str) -> Option<String> {
    let mapped: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') { c } else { '-' }).take(63).collect();
    let trimmed = mapped.trim_matches(['-', '_', '.']);
    name_problem(trimmed).is_none().then(|| trimmed.to_owned())
}

impl Unit for LabelKey {
    const EXPECTS: &'static str = "a label key, like \"example.com/team\" or \"team\"";
}

impl FromStr for LabelKey {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let refuse = |problem: String| Invalid::new("NG-08", format!("label key `{text}` {problem}"));
        let (prefix, name) = match text.split_once('/') {
            Some((prefix, name)) => (Some(prefix), name),
            None => (None, text),
        };
        if name.contains('/') {
            return Err(refuse("has more than one `/`".to_owned()));
        }
        if let Some(prefix) = prefix {
            let subdomain = prefix.len() <= 253 && prefix.split('.').all(|part| label_problem(part).is_none());
            if !subdomain {
                let lower = prefix.to_lowercase();
                let fixed = (lower != prefix).then(|| format!("{lower}/{name}")).filter(|key| key.parse::<Self>().is_ok());
                return Err(refuse(format!("has the prefix `{prefix}`, which is not a DNS subdomain")).maybe_fix(fixed));
            }
        }
        match name_problem(name) {
            None => Ok(Self { text: text.to_owned() }),
            Some(problem) => {
                let slash = prefix.map(|prefix| format!("{prefix}/")).unwrap_or_default();
                let fix = nearest_name(name).map(|name| format!("{slash}{name}"));
                Err(refuse(format!("has a name that {problem}")).maybe_fix(fix))
            }
        }
    }
}

impl Unit for LabelValue {
    const EXPECTS: &'static str = "a label value of at most 63 letters, digits, `-`, `_` and `.`, like \"training\"";
}

impl FromStr for LabelValue {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match name_problem(text) {
            Some(problem) if !text.is_empty() => {
                Err(Invalid::new("NG-08", format!("label value `{text}` {problem}")).maybe_fix(nearest_name(text)))
            }
            _ => Ok(Self { text: text.to_owned() }),
        }
    }
}

stored_as_text!(LabelKey);
stored_as_text!(LabelValue);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_apart() {
        let key: LabelKey = "nvidia.com/gpu.present".parse().unwrap();
        assert_eq!((key.prefix(), key.name()), (Some("nvidia.com"), "gpu.present"));
        let key: LabelKey = "Team_A.b".parse().unwrap();
        assert_eq!((key.prefix(), key.name()), (None, "Team_A.b"));
    }

    #[test]
    fn other_keys_are_refused() {
        for (text, fix) in [
            ("", None),
            ("/team", None),
            ("example.com/", None),
            ("a/b/c", None),
            ("Example.com/team", Some("example.com/team")),
            ("exa_mple.com/team", None),
            ("example..com/team", None),
            ("example.com/my team", Some("example.com/my-team")),
            ("-team", Some("team")),
        ] {
            let invalid = text.parse::<LabelKey>().unwrap_err();
            assert_eq!((invalid.rule, invalid.fix.as_deref()), ("NG-08", fix), "{text}");
        }
        assert!("k".repeat(64).parse::<LabelKey>().is_err());
        assert!(format!("{}/k", ["a"; 128].join(".")).parse::<LabelKey>().is_err());
    }

    #[test]
    fn values_may_be_empty_but_not_long() {
        for text in ["", "a", "NVIDIA-H100-80GB-HBM3", "v1.2_3"] {
            assert_eq!(text.parse::<LabelValue>().unwrap().as_str(), text);
        }
        for text in ["-a", "a.", "a b", "a/b", "ä", &"v".repeat(64)] {
            assert_eq!(text.parse::<LabelValue>().map_err(|invalid| invalid.rule), Err("NG-08"), "{text}");
        }
    }
}
