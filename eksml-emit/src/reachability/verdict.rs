//! Whether a connection passes, and what decides it.

use std::fmt;

/// Whether a connection passes, and what decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it passes.
    pub passes: bool,
    /// What decides it, at both ends.
    pub because: String,
}

impl Verdict {
    /// Both: it passes where each does.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        // What stops a connection is what there is to know of it.
        match (self.passes, other.passes) {
            (true, true) | (false, false) if self.because == other.because => self,
            (true, true) | (false, false) => Self { because: format!("{}; {}", self.because, other.because), ..self },
            (false, true) => self,
            (true, false) => other,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", if self.passes { "it passes" } else { "it is blocked" }, self.because)
    }
}
