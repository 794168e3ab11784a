//! The text of a file, and the stretches of it that marks stand for.

use std::ops::Range;

use eksml_core::source::Mark;

/// A file's text with the stretches that [`Mark`]s of its tree stand for.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// The text, without a byte order mark.
    pub text: String,
    stretches: Vec<Range<usize>>,
    /// The byte at which each character begins; empty for ASCII text, where the two are one.
    bytes: Vec<usize>,
}

impl Text {
    /// The text of a file.
    pub(super) fn new(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        let bytes = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() };
        Self { text, stretches: Vec::new(), bytes }
    }

    /// Marks the characters `from..to`, or of several lines the first.
    pub(super) fn mark(&mut self, from: usize, to: usize) -> Mark {
        let (from, to) = (self.byte(from), self.byte(to));
        let line = self.text.get(from..to).and_then(|text| text.lines().next()).map_or(0, str::len);
        self.stretches.push(from..from + line);
        Mark(u32::try_from(self.stretches.len() - 1).unwrap_or(u32::MAX))
    }

    /// The bytes that a mark stands for.
    pub fn stretch(&self, mark: Mark) -> Range<usize> {
        self.stretches.get(mark.0 as usize).cloned().unwrap_or(0..0)
    }

    /// The line of a mark and its column in characters, both from 1.
    pub fn position(&self, mark: Mark) -> (usize, usize) {
        self.place(self.stretch(mark).start)
    }

    /// The line of a byte and its column in characters, both from 1.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    fn byte(&self, character: usize) -> usize {
        if self.bytes.is_empty() {
            return character.min(self.text.len());
        }
        self.bytes.get(character).copied().unwrap_or(self.text.len())
    }
}
