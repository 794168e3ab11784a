//! A cron schedule of five fields.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

/// A five-field cron schedule as Kubernetes CronJobs and Velero read it; one that can never fire is refused (`EM-05`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CronSchedule {
    text: String,
}

struct Field {
    name: &'static str,
    lowest: u32,
    highest: u32,
    words: &'static [&'static str],
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const FIELDS: [Field; 5] = [
    Field { name: "minute", lowest: 0, highest: 59, words: &[] },
    Field { name: "hour", lowest: 0, highest: 23, words: &[] },
    Field { name: "day of month", lowest: 1, highest: 31, words: &[] },
    Field { name: "month", lowest: 1, highest: 12, words: &MONTHS },
    // Sunday is 0 only: the parser of Kubernetes (robfig/cron) refuses 7.
    Field { name: "day of week", lowest: 0, highest: 6, words: &DAYS },
];

/// The most days each month can have, January first.
const LONGEST_MONTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The five-field form of the shorthands other cron readers know.
const SHORTHANDS: [(&str, &str); 7] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

impl Field {
    fn number(&self, text: &str) -> Result<u32, String> {
        let lower = text.to_ascii_lowercase();
        let word = self.words.iter().position(|word| *word == lower).and_then(|at| u32::try_from(at).ok());
        let digits = !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
        let value = match word {
            Some(at) => Some(self.lowest + at),
            None if digits => text.parse().ok(),
            None => None,
        };
        let value = value.filter(|value| (self.lowest..=self.highest).contains(value));
        value.ok_or_else(|| format!("has the {} `{text}`, which must be {} to {}", self.name, self.lowest, self.highest))
    }

    /// The values one field stands for, one bit each.
    fn values(&self, text: &str) -> Result<u64, String> {
        text.split(',').try_fold(0, |bits, part| Ok(bits | self.part(part)?))
    }

    fn part(&self, part: &str) -> Result<u64, String> {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (part, None),
        };
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (self.lowest, self.highest),
            Some((from, to)) => (self.number(from)?, self.number(to)?),
            // `5/15` runs from 5 to the field's end.
            None if step.is_some() => (self.number(range)?, self.highest),
            None => self.number(range).map(|value| (value, value))?,
        };
        if from > to {
            return Err(format!("has the {} range `{range}`, which runs backwards", self.name));
        }
        let step = match step {
            None => 1,
            Some(step) => step
                .parse::<usize>()
                .ok()
                .filter(|number| *number > 0 && step.len() <= 2 && !step.starts_with('+'))
                .ok_or_else(|| format!("has the {} step `{step}`, which must be a number above 0", self.name))?,
        };
        Ok((from..=to).step_by(step).fold(0, |bits, value| bits | 1 << value))
    }
}

/// What is wrong with a schedule.
fn problem(text: &str) -> Option<String> {
    let fields: Vec<&str> = text.split(' ').collect();
    if fields.len() != FIELDS.len() || fields.contains(&"") {
        return Some("does not have the five fields minute, hour, day of month, month and day of week".to_owned());
    }
    let mut values = [0; 5];
    for ((field, text), value) in FIELDS.iter().zip(&fields).zip(&mut values) {
        match field.values(text) {
            Ok(bits) => *value = bits,
            Err(problem) => return Some(problem),
        }
    }
    let [_, _, days, months, _] = values;
    // A day of week next to a day of month is an alternative to it, so only a lone day of month can be impossible.
    let any_weekday = fields[4].starts_with('*');
    let possible =
        LONGEST_MONTHS.iter().zip(1..).any(|(longest, month)| months >> month & 1 == 1 && days & ((2 << longest) - 1) != 0);
    (any_weekday && !possible).then(|| "never fires: its months have no such day".to_owned())
}

fn nearest(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    if let Some((_, fields)) = SHORTHANDS.iter().find(|(shorthand, _)| *shorthand == lower) {
        return Some((*fields).to_owned());
    }
    // The six-field form of EventBridge, `cron(0 3 * * ? *)`, ends in a year and writes `?` for "any".
    let inner = lower.strip_prefix("cron(").and_then(|inner| inner.strip_suffix(')')).unwrap_or(&lower);
    let mut fields: Vec<&str> = inner.split_whitespace().map(|field| if field == "?" { "*" } else { field }).collect();
    if lower.starts_with("cron(") && fields.len() == 6 {
        fields.pop();
    }
    if fields.last() == Some(&"7") {
        fields.pop();
        fields.push("0");
    }
    let fixed = fields.join(" ");
    (fixed != text && problem(&fixed).is_none()).then_some(fixed)
}

impl Unit for CronSchedule {
    const EXPECTS: &'static str = "a cron schedule of five fields, like \"0 3 * * *\"";
}

impl FromStr for CronSchedule {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match problem(text) {
            None => Ok(Self { text: text.to_owned() }),
            Some(problem) => Err(Invalid::new("EM-05", format!("schedule `{text}` {problem}")).maybe_fix(nearest(text))),
        }
    }
}

stored_as_text!(CronSchedule);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_taken_as_written() {
        for text in [
            "0 3 * * *",
            "*/15 * * * *",
            "0 0 1,15 * 1-5",
            "5/20 9-17 * * MON-FRI",
            "0 0 29 2 *",
            "0 0 31 2 1",
            "0 0 31 1-12/2 *",
            "59 23 31 dec 0",
            "0 0 30 * */2",
        ] {
            assert_eq!(text.parse::<CronSchedule>().map(|schedule| schedule.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for (text, fix) in [
            ("", None),
            ("* * * *", None),
            ("* * * * * *", None),
            ("@daily", Some("0 0 * * *")),
            ("cron(0 3 * * ? *)", Some("0 3 * * *")),
            ("0  3 * * *", Some("0 3 * * *")),
            ("0 3 * * 7", Some("0 3 * * 0")),
            ("60 * * * *", None),
            ("* 24 * * *", None),
            ("* * 0 * *", None),
            ("* * * 13 *", None),
            ("* * * foo *", None),
            ("*/0 * * * *", None),
            ("*/+5 * * * *", None),
            ("30-10 * * * *", None),
            ("1,,2 * * * *", None),
            ("-1 * * * *", None),
            ("0 0 31 2 *", None),
            ("0 0 31 4,6,9,11 *", None),
        ] {
            let invalid = text.parse::<CronSchedule>().unwrap_err();
            assert_eq!((invalid.rule, invalid.fix.as_deref()), ("EM-05", fix), "{text}");
        }
    }
}
