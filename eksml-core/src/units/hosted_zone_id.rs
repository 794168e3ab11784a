//! The id of a hosted zone of Route 53.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

/// The id of a hosted zone of Route 53: `Z` and up to 31 capitals and digits (`ADD-07`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostedZoneId {
    text: String,
}

impl Unit for HostedZoneId {
    const EXPECTS: &'static str = "the id of a hosted zone, like \"Z0123456789ABCDEFGHIJ\"";
}

impl FromStr for HostedZoneId {
    type Err = Invalid;

    /// Source: Route 53 API, `ResourceId`: 32 characters at most; those of zones begin with `Z`, and the oldest have 13.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let is_id = |id: &str| {
            (10..=32).contains(&id.len())
                && id.starts_with('Z')
                && id.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        };
        if is_id(text) {
            return Ok(Self { text: text.to_owned() });
        }
        // As the API and the ARN write it.
        let near = text.trim().rsplit('/').next().unwrap_or_default().to_ascii_uppercase();
        if is_id(&near) {
            let problem = format!("`{text}` is not the id of a hosted zone alone: `Z` and capitals and digits");
            return Err(Invalid::new("ADD-07", problem).maybe_fix(Some(near)));
        }
        let problem = format!("`{text}` is not the id of a hosted zone: `Z` and up to 31 capitals and digits");
        let name = text.trim_end_matches('.');
        let is_name = name.contains('.') && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
        let find = is_name.then(|| {
            format!(
                "write the id of `{name}`: `aws route53 list-hosted-zones-by-name --dns-name {name} --max-items 1 --query 'HostedZones[0].Id'`"
            )
        });
        Err(Invalid::new("ADD-07", problem).maybe_fix(find))
    }
}

stored_as_text!(HostedZoneId);

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "Z0123456789ABCDEFGHIJ";

    #[test]
    fn only_ids_are_taken() {
        for id in [ID, "Z1D633PJN98FT9", "Z2FDTNDATAQYW2"] {
            assert_eq!(id.parse::<HostedZoneId>().unwrap().to_string(), id);
        }
        let long = format!("Z{}", "0".repeat(32));
        for text in ["", "Z", "example.com", "Z0123456789_ABCDEFGHI", "0123456789ABCDEFGHIJ", "vpc-0123456789abcdef0", &long] {
            assert_eq!(text.parse::<HostedZoneId>().map_err(|invalid| invalid.rule), Err("ADD-07"), "{text}");
        }
    }

    #[test]
    fn what_is_meant_is_told() {
        for text in [format!("/hostedzone/{ID}"), format!("arn:aws:route53:::hostedzone/{ID}"), ID.to_lowercase()] {
            assert_eq!(text.parse::<HostedZoneId>().unwrap_err().fix.as_deref(), Some(ID), "{text}");
        }
        let name = "example.com".parse::<HostedZoneId>().unwrap_err();
        assert!(name.fix.is_some_and(|fix| fix.contains("--dns-name example.com")));
    }
}
