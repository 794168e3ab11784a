//! A span of time in whole seconds.
use std::fmt;
use std::str::FromStr;

use super::text::serde_as_text;
use super::{Invalid, Unit};

/// A span of time such as `15m`, `1h30m` or `90d`, in whole seconds (`EM-05`).
///
/// Units are `w`, `d`, `h`, `m` and `s`, each at most once and the largest first, as Prometheus reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Duration {
    seconds: u64,
}

/// The units that may be written, with their length in seconds, largest first.
const UNITS: [(char, u64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// The units of the canonical text: `90d` stays `90d` and does not become weeks.
const CANONICAL: &[(char, u64)] = &[('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// The units Go's `time.ParseDuration` and Prometheus both read.
const GO: &[(char, u64)] = &[('h', 3_600), ('m', 60), ('s', 1)];

impl Duration {
    /// A span of that many seconds.
    pub const fn from_seconds(seconds: u64) -> Self {
        Self { seconds }
    }

    /// The length in seconds.
    pub const fn seconds(self) -> u64 {
        self.seconds
    }

    /// The text that Go (`metav1.Duration`, flags) and Prometheus both read: `90d` is `2160h`.
    pub fn go(self) -> String {
        written_in(self.seconds, GO)
    }
}

fn written_in(mut seconds: u64, units: &[(char, u64)]) -> String {
    if seconds == 0 {
        return "0s".to_owned();
    }
    let mut text = String::new();
    for &(unit, length) in units {
        let count = seconds / length;
        seconds %= length;
        if count > 0 {
            text.push_str(&count.to_string());
            text.push(unit);
        }
    }
    text
}

/// The seconds of a well-formed text, or what is wrong with it.
fn parse(text: &str) -> Result<u64, &'static str> {
    let mut units = UNITS.iter();
    let mut seconds: u64 = 0;
    let mut rest = text;
    if rest.is_empty() {
        return Err("is empty");
    }
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 {
            return Err("is not a number followed by a unit");
        }
        let count: u64 = rest[..digits].parse().map_err(|_| "is too long a time")?;
        let Some(unit) = rest[digits..].chars().next() else { return Err("has no unit") };
        if !UNITS.iter().any(|&(known, _)| known == unit) {
            return Err("has a unit other than `w`, `d`, `h`, `m` and `s`");
        }
        // The iterator only moves forward, so a repeated or larger unit is not found again.
        let Some(&(_, length)) = units.find(|&&(known, _)| known == unit) else {
            return Err("does not go from the largest unit to the smallest");
        };
        seconds = count.checked_mul(length).and_then(|part| seconds.checked_add(part)).ok_or("is too long a time")?;
        rest = &rest[digits + unit.len_utf8()..];
    }
    Ok(seconds)
}

/// The text that was probably meant: `15` is `15m`, `90 days` is `90d`, `1H` is `1h`.
fn nearest(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    if !compact.is_empty() && compact.bytes().all(|b| b.is_ascii_digit()) {
        return Some(format!("{compact}m"));
    }
    let number = compact.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &compact[number.len()..] {
        "week" | "weeks" => "w",
        "day" | "days" => "d",
        "hour" | "hours" | "hr" | "hrs" => "h",
        "minute" | "minutes" | "min" | "mins" => "m",
        "second" | "seconds" | "sec" | "secs" => "s",
        other => other,
    };
    let fixed = format!("{number}{unit}");
    parse(&fixed).is_ok().then_some(fixed)
}

impl Unit for Duration {
    const EXPECTS: &'static str = "a duration, like \"15m\", \"1h30m\" or \"90d\"";
}

impl FromStr for Duration {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        parse(text)
            .map(Self::from_seconds)
            .map_err(|problem| Invalid::new("EM-05", format!("duration `{text}` {problem}")).maybe_fix(nearest(text)))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&written_in(self.seconds, CANONICAL))
    }
}

serde_as_text!(Duration);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_one_canonical_form_and_one_for_go() {
        for (text, seconds, canonical, go) in [
            ("15m", 900, "15m", "15m"),
            ("90d", 7_776_000, "90d", "2160h"),
            ("1h30m", 5_400, "1h30m", "1h30m"),
            ("90m", 5_400, "1h30m", "1h30m"),
            ("2w", 1_209_600, "14d", "336h"),
            ("1w2d3h4m5s", 788_645, "9d3h4m5s", "219h4m5s"),
            ("0s", 0, "0s", "0s"),
            ("007s", 7, "7s", "7s"),
        ] {
            let duration: Duration = text.parse().unwrap();
            assert_eq!((duration.seconds(), duration.to_string().as_str(), duration.go().as_str()), (seconds, canonical, go));
            assert_eq!(canonical.parse(), Ok(duration));
            assert_eq!(go.parse(), Ok(duration));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for (text, fix) in [
            ("", None),
            ("15", Some("15m")),
            ("90 days", Some("90d")),
            ("1H", Some("1h")),
            ("2 hours", Some("2h")),
            ("30m1h", None),
            ("1h1h", None),
            ("1.5h", None),
            ("-5m", None),
            ("m", None),
            ("5ms", None),
            ("5µ", None),
            ("99999999999999999999s", None),
            ("18446744073709551615w", None),
        ] {
            let invalid = text.parse::<Duration>().unwrap_err();
            assert_eq!((invalid.rule, invalid.fix.as_deref()), ("EM-05", fix), "{text}");
        }
    }
}
