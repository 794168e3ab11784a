//! The most a month may cost.
use std::fmt;
use std::str::FromStr;

use super::text::serde_as_text;
use super::{Invalid, Unit};

/// The most a month may cost, in whole US dollars: `50000 USD/month` (`CST-12`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MonthlyBudget {
    usd: u64,
}

/// What follows the number.
const UNIT: &str = "USD/month";

impl MonthlyBudget {
    /// So many US dollars a month.
    pub const fn from_usd(usd: u64) -> Self {
        Self { usd }
    }

    /// In US dollars a month.
    pub const fn usd(self) -> u64 {
        self.usd
    }
}

impl Unit for MonthlyBudget {
    const EXPECTS: &'static str = "a monthly ceiling, like \"50000 USD/month\"";
}

impl FromStr for MonthlyBudget {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let number = |text: &str| {
            let digits: String = text.chars().filter(|c| !matches!(c, '_' | ',' | ' ')).collect();
            (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
        };
        if let Some(usd) = text.strip_suffix(UNIT).and_then(number) {
            return Ok(Self { usd });
        }
        let leading: String = text.chars().filter(char::is_ascii_digit).collect();
        let fix = (!leading.is_empty()).then(|| format!("{leading} {UNIT}"));
        Err(Invalid::new("EM-05", format!("budget `{text}` is no number of dollars a month")).maybe_fix(fix))
    }
}

impl fmt::Display for MonthlyBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {UNIT}", self.usd))
    }
}

serde_as_text!(MonthlyBudget);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_a_month_have_one_canonical_form() {
        for text in ["50000 USD/month", "50_000 USD/month", "50,000 USD/month", "50000USD/month"] {
            let budget: MonthlyBudget = text.parse().unwrap();
            assert_eq!((budget.usd(), budget.to_string().as_str()), (50_000, "50000 USD/month"));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for (text, fix) in
            [("", None), ("50000", Some("50000 USD/month")), ("50000 EUR/month", Some("50000 USD/month")), ("USD/month", None)]
        {
            let invalid = text.parse::<MonthlyBudget>().unwrap_err();
            assert_eq!((invalid.rule, invalid.fix.as_deref()), ("EM-05", fix), "{text}");
        }
    }
}
