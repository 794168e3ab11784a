//! The version of an EKS add-on.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

/// The version of an EKS add-on: the software's own, and EKS's build of it (`CL-14`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AddonVersion {
    text: String,
}

impl AddonVersion {
    /// Major and minor version of the software, such as `1.35`.
    pub fn minor(&self) -> &str {
        let numbers = self.text.trim_start_matches('v');
        numbers.match_indices('.').nth(1).map_or(numbers, |(end, _)| &numbers[..end])
    }
}

impl Unit for AddonVersion {
    const EXPECTS: &'static str = "the version of an add-on, like \"v1.20.4-eksbuild.2\"";
}

impl FromStr for AddonVersion {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let is_version = |text: &str| {
            text.strip_prefix('v').and_then(|rest| rest.split_once("-eksbuild.")).is_some_and(|(version, build)| {
                version.split('.').count() == 3 && version.split('.').all(number) && number(build)
            })
        };
        if is_version(text) {
            return Ok(Self { text: text.to_owned() });
        }
        let near = Some(format!("v{text}")).filter(|near| is_version(near));
        let problem = format!("`{text}` is not a version of an EKS add-on: `v`, three numbers, `-eksbuild.` and a number");
        Err(Invalid::new("CL-14", problem).maybe_fix(near))
    }
}

stored_as_text!(AddonVersion);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_have_a_build() {
        let version: AddonVersion = "v1.35.0-eksbuild.2".parse().unwrap();
        assert_eq!(version.minor(), "1.35");
        for text in ["", "latest", "v1.20.4", "v1.20-eksbuild.1", "v1.20.4-eksbuild.", "v1.x.4-eksbuild.1"] {
            assert_eq!(text.parse::<AddonVersion>().map_err(|invalid| invalid.rule), Err("CL-14"), "{text}");
        }
        assert_eq!("1.20.4-eksbuild.2".parse::<AddonVersion>().unwrap_err().fix.as_deref(), Some("v1.20.4-eksbuild.2"));
    }
}
