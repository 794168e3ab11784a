//! The table that lets the gate point at the user's own line at run time.

use std::fmt::Write as _;

use eksml_core::source::Places;
use proc_macro2::Span;

use eksml_syntax::Words;

/// One line per written part: its path, line, column and width, separated by tabs.
/// `locate` gives a span's line, its first column and the column after it.
pub(crate) fn table(places: &Places, words: &Words, locate: impl Fn(Span) -> Option<(usize, usize, usize)>) -> String {
    let mut table = String::new();
    for (path, place) in places.iter() {
        let Some(word) = words.get(place.word()) else { continue };
        let (Some((line, column, _)), Some((last_line, _, end))) = (locate(word.first), locate(word.last)) else { continue };
        // A stretch over several lines is pointed at by its first word.
        let width = if line == last_line { end.saturating_sub(column).max(1) } else { 1 };
        // Writing to a String cannot fail.
        let _ = writeln!(table, "{path}\t{line}\t{column}\t{width}");
    }
    table
}
