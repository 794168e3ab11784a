//! Why a unit refused a text: the rule it breaks, what is wrong with it, and what to write instead.
use std::fmt;

/// Ids of the rules that units and catalogue values can break; [`Invalid::from_message`] recognises these and no others.
const RULES: [&str; 12] =
    ["NET-01", "SEC-09", "SEC-14", "EM-05", "NG-05", "NG-08", "NG-10", "NG-20", "NG-22", "CL-01", "CL-03", "CL-14"];

/// A text that is not a value of the unit it was given for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// Id of the broken rule, for example `NET-01`.
    pub rule: &'static str,
    /// What is wrong, naming the user's own text: "account id `ACCOUNT` is not 12 digits".
    pub problem: String,
    /// A replacement value, or a short sentence where no value can be guessed.
    pub fix: Option<String>,
}

impl Invalid {
    pub(crate) fn new(rule: &'static str, problem: impl Into<String>) -> Self {
        Self { rule, problem: problem.into(), fix: None }
    }

    pub(crate) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    pub(crate) fn maybe_fix(mut self, fix: Option<String>) -> Self {
        self.fix = fix;
        self
    }

    /// Reads back what [`Display`](fmt::Display) wrote.
    ///
    /// Serde carries a custom error as text only, so a deserializer that wants the rule id back asks here.
    pub fn from_message(message: &str) -> Option<Self> {
        RULES.iter().find_map(|&rule| {
            let (problem, rest) = message.rsplit_once(&format!(" [{rule}]"))?;
            let fix = match rest {
                "" => None,
                rest => Some(rest.strip_prefix("; try: ")?.to_owned()),
            };
            Some(Self { rule, problem: problem.to_owned(), fix })
        })
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.problem, self.rule)?;
        match &self.fix {
            Some(fix) => write!(f, "; try: {fix}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Invalid {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_the_trip_through_a_text_only_error() {
        for invalid in [
            Invalid::new("NET-01", "CIDR `10.0.0.1/16` has host bits [sic]").fix("10.0.0.0/16"),
            Invalid::new("SEC-09", "account id `ACCOUNT` is not 12 digits"),
        ] {
            assert_eq!(Invalid::from_message(&invalid.to_string()), Some(invalid));
        }
        assert_eq!(Invalid::from_message("missing field `name`"), None);
    }
}
