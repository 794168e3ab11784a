//! The name of a host in DNS.
use std::str::FromStr;

use super::name::label_problem;
use super::text::stored_as_text;
use super::{Invalid, Unit};

/// The name of a host in DNS: at least two labels of lowercase letters, digits and `-`, at most 253 characters (`EM-05`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostName {
    text: String,
}

impl Unit for HostName {
    const EXPECTS: &'static str = "the name of a host, like \"chat.example.com\"";
}

impl FromStr for HostName {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let is_host = |text: &str| {
            let last = text.rsplit('.').next().unwrap_or_default();
            text.len() <= 253
                && text.contains('.')
                && text.split('.').all(|label| label_problem(label).is_none())
                && last.contains(|c: char| c.is_ascii_alphabetic())
        };
        if is_host(text) {
            return Ok(Self { text: text.to_owned() });
        }
        let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
        let near = bare.split(['/', ':']).next().unwrap_or_default().trim_end_matches('.').to_lowercase();
        let problem =
            format!("`{text}` is not the full name of a host: labels of lowercase letters, digits and `-`, with dots between");
        Err(Invalid::new("EM-05", problem).maybe_fix(is_host(&near).then_some(near)))
    }
}

stored_as_text!(HostName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_names_are_taken() {
        for text in ["chat.example.com", "a.b", "1.example.com"] {
            assert_eq!(text.parse::<HostName>().unwrap().as_str(), text);
        }
        for (text, fix) in [
            ("chat", None),
            ("", None),
            ("10.0.0.1", None),
            ("*.example.com", None),
            ("https://Chat.example.com/v1", Some("chat.example.com")),
            ("chat.example.com:443", Some("chat.example.com")),
        ] {
            let refused = text.parse::<HostName>().unwrap_err();
            assert_eq!((refused.rule, refused.fix.as_deref()), ("EM-05", fix), "{text}");
        }
    }
}
