//! The name of an environment variable.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

/// The name of an environment variable as every shell and program takes it: letters, digits and `_`, not a digit first (`EM-05`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VariableName {
    text: String,
}

impl Unit for VariableName {
    const EXPECTS: &'static str = "the name of an environment variable, like \"NCCL_DEBUG\"";
}

impl FromStr for VariableName {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let inner = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if !text.is_empty() && text.chars().all(inner) && !text.starts_with(|c: char| c.is_ascii_digit()) {
            return Ok(Self { text: text.to_owned() });
        }
        let near: String = text.chars().map(|c| if inner(c) { c } else { '_' }).collect();
        let problem = format!("`{text}` is no name of an environment variable: letters, digits and `_`, not a digit first");
        Err(Invalid::new("EM-05", problem).maybe_fix((near != text && near.parse::<Self>().is_ok()).then_some(near)))
    }
}

stored_as_text!(VariableName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_shell_takes_is_taken() {
        for text in ["A", "_", "NCCL_DEBUG", "http_proxy", "X1"] {
            assert_eq!(text.parse::<VariableName>().unwrap().as_str(), text);
        }
        for (text, fix) in [("", None), ("1X", None), ("NCCL-DEBUG", Some("NCCL_DEBUG")), ("A=B", Some("A_B"))] {
            let refused = text.parse::<VariableName>().unwrap_err();
            assert_eq!((refused.rule, refused.fix.as_deref()), ("EM-05", fix), "{text}");
        }
    }
}
