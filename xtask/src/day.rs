//! A calendar day, as the tables write it.
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i64);

impl Day {
    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let refuse = || format!("`{text}` is not a day: write YYYY-MM-DD");
        let parts: Vec<i64> = text.split('-').map(str::parse).collect::<Result<_, _>>().map_err(|_| refuse())?;
        let [year, month, day] = parts[..] else { return Err(refuse()) };
        // Years begin in March, so that a leap day ends its year.
        let shifted = year - i64::from(month <= 2);
        let days_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let found = Self(
            shifted * 365 + shifted.div_euclid(4) - shifted.div_euclid(100) + shifted.div_euclid(400) + days_of_year - 719_468,
        );
        // What the calendar does not have is written differently again.
        if found.to_string() == text { Ok(found) } else { Err(refuse()) }
    }

    /// The machine's own day; for the command line alone.
    pub fn now() -> Self {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self(i64::try_from(seconds / 86_400).unwrap_or_default())
    }

    /// How many days this one lies behind another.
    pub fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// Year, month and day.
    pub fn parts(self) -> (i64, i64, i64) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        (year_of_era + era * 400 + i64::from(month <= 2), month, of_year - (153 * shifted_month + 2) / 5 + 1)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_written_and_counted() {
        for text in ["1970-01-01", "2000-02-29", "2026-02-28", "2026-03-01", "2026-12-31", "2028-02-29"] {
            assert_eq!(Day::parse(text).map(|day| day.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "2026-13-01", "2026-02-29", "2026-1-1", "26-01-01", "2026-01-32", "2026-00-10", "today", "2026-01-01-01"]
        {
            assert!(Day::parse(text).is_err(), "{text}");
        }
        let days = |later, earlier| Day::parse(later).unwrap().since(Day::parse(earlier).unwrap());
        assert_eq!((days("2026-12-02", "2026-11-23"), days("2025-03-01", "2024-02-28")), (9, 367));
    }
}
