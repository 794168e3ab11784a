//! A calendar day.
use std::fmt;
use std::str::FromStr;

use super::text::serde_as_text;
use super::{Invalid, Unit};

/// A day of the Gregorian calendar, written `YYYY-MM-DD`, years 0001 to 9999 (`EM-05`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// 1970-01-01, from which time is counted.
    pub const UNIX_EPOCH: Self = Self::known(1970, 1, 1);

    /// The day, or `None` when the calendar has no such day.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year == 0 || year > 9999 || month == 0 || month > 12 || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// The day, for constants of the catalogue.
    ///
    /// # Panics
    ///
    /// When the calendar has no such day; a constant that is wrong does not compile.
    pub(crate) const fn known(year: u16, month: u8, day: u8) -> Self {
        match Self::new(year, month, day) {
            Some(date) => date,
            None => panic!("the calendar has no such day"),
        }
    }

    /// The year, 1 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// How many days this day lies behind `earlier`; negative when it lies before.
    pub const fn days_since(self, earlier: Self) -> i64 {
        self.ordinal() - earlier.ordinal()
    }

    /// Days since the first of March of the year 0, the count in which a leap day ends its year.
    const fn ordinal(self) -> i64 {
        let (year, month) = (self.year as i64, self.month as i64);
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + self.day as i64 - 1
    }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(400) || (year.is_multiple_of(4) && !year.is_multiple_of(100)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Unit for Date {
    const EXPECTS: &'static str = "a date, like \"2027-03-31\"";
}

impl FromStr for Date {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let form = || Invalid::new("EM-05", format!("`{text}` is not a date of the form YYYY-MM-DD")).fix("2027-03-31");
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            let right_form = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
            if right_form { part.parse::<u16>().ok() } else { None }
        };
        let (Some(year), Some(month), Some(day)) = (number(4), number(2), number(2)) else { return Err(form()) };
        if parts.next().is_some() {
            return Err(form());
        }
        let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else { return Err(form()) };
        Self::new(year, month, day).ok_or_else(|| {
            let invalid = Invalid::new("EM-05", format!("the calendar has no day `{text}`"));
            let last = if (1..=12).contains(&month) { days_in_month(year, month) } else { 0 };
            invalid.maybe_fix(Self::new(year, month, last).filter(|date| day > date.day).map(|date| date.to_string()))
        })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.year, self.month, self.day))
    }
}

serde_as_text!(Date);

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_of_the_calendar_round_trip() {
        for text in ["0001-01-01", "2000-02-29", "2024-02-29", "2026-11-23", "9999-12-31"] {
            assert_eq!(date(text).to_string(), text);
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "2026",
            "2026-11",
            "2026-11-3",
            "26-11-23",
            "2026/11/23",
            "2026-11-23T00:00Z",
            "2026-1１-23",
            "+026-11-23",
            "2026-11-23-",
            "0000-01-01",
            "2026-13-01",
            "2026-00-10",
        ] {
            assert_eq!(text.parse::<Date>().map_err(|invalid| invalid.rule), Err("EM-05"), "{text}");
        }
        for (text, fix) in [("2026-02-29", "2026-02-28"), ("1900-02-29", "1900-02-28"), ("2026-04-31", "2026-04-30")] {
            assert_eq!(text.parse::<Date>().unwrap_err().fix.as_deref(), Some(fix));
        }
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(date("2026-12-02").days_since(date("2026-11-23")), 9);
        assert_eq!(date("2026-11-23").days_since(date("2026-12-02")), -9);
        assert_eq!(date("2024-03-01").days_since(date("2024-02-28")), 2);
        assert_eq!(date("2001-01-01").days_since(date("2000-01-01")), 366);
        assert_eq!(date("9999-12-31").days_since(date("0001-01-01")), 3_652_058);
        assert!(date("2026-12-02") > date("2026-11-23"));
    }

    #[test]
    fn the_ordinal_grows_by_one_each_day() {
        let mut last = Date::known(1999, 12, 31);
        for year in 2000..2010 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    let next = Date::known(year, month, day);
                    assert_eq!(next.days_since(last), 1, "{next}");
                    last = next;
                }
            }
        }
    }
}
