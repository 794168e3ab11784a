//! The name of hosts in DNS: of one, or of all below a name.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{HostName, Invalid, Unit};

/// One host, or with `*.` before it every host below a name, but not the name itself (`NP-13`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DomainName {
    text: String,
}

impl DomainName {
    /// Whether `host` is one of them.
    pub fn covers(&self, host: &str) -> bool {
        match self.text.strip_prefix('*') {
            Some(below) => host.len() > below.len() && host.ends_with(below),
            None => host == self.text,
        }
    }
}

impl Unit for DomainName {
    const EXPECTS: &'static str = "the name of a host, like \"pypi.org\", or of all hosts below one, like \"*.pythonhosted.org\"";
}

impl FromStr for DomainName {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let (star, host) = text.strip_prefix("*.").map_or(("", text), |host| ("*.", host));
        match host.parse::<HostName>() {
            Ok(_) => Ok(Self { text: text.to_owned() }),
            Err(refused) => Err(Invalid::new("NP-13", refused.problem).maybe_fix(refused.fix.map(|fix| format!("{star}{fix}")))),
        }
    }
}

stored_as_text!(DomainName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_whole_labels_in_front() {
        let named = |text: &str| text.parse::<DomainName>().unwrap();
        assert!(named("pypi.org").covers("pypi.org") && !named("pypi.org").covers("www.pypi.org"));
        let below = named("*.s3.us-west-2.amazonaws.com");
        assert!(below.covers("a.s3.us-west-2.amazonaws.com") && below.covers("a.b.s3.us-west-2.amazonaws.com"));
        assert!(!below.covers("s3.us-west-2.amazonaws.com") && !below.covers("as3.us-west-2.amazonaws.com"));
        for (text, fix) in [
            ("*", None),
            ("*.com", None),
            ("a.*.com", None),
            ("https://*.pypi.org", None),
            ("*.PyPI.org/simple", Some("*.pypi.org")),
        ] {
            let refused = text.parse::<DomainName>().unwrap_err();
            assert_eq!((refused.rule, refused.fix.as_deref()), ("NP-13", fix), "{text}");
        }
    }
}
