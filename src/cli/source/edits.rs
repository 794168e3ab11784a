//! Edits of the text of a `platform!`: which bytes they take, where that is certain.

use std::ops::Range;

use eksml_core::findings::{Change, Edit, in_words};
use eksml_core::source::{Mark, Place};
use eksml_import::Replacement;

/// What an edit of a mistake at `word` replaces; none where it takes more than a word, a number, a text or a range.
pub(super) fn replacement(
    text: &str,
    edit: &Edit,
    word: &Range<usize>,
    place: Option<&Place>,
    range: impl Fn(Mark) -> Range<usize>,
) -> Option<Replacement> {
    let replaced = |range: Range<usize>, with: String| Some(Replacement { start: range.start, end: range.end, text: with });
    match &edit.what {
        // The word is in no place: nothing is known by it.
        Change::Rename(to) => is_word(text.get(word.clone())?).then(|| replaced(word.clone(), to.clone())).flatten(),
        Change::Set(value) => {
            let at = range(place?.value);
            ends(text, &at)?;
            replaced(at, in_words(value))
        }
        Change::Remove => {
            let place = place?;
            let at = range(place.key.filter(|_| place.name.is_none())?).start..range(place.value).end;
            ends(text, &at)?;
            let (range, with) = without(text, at)?;
            replaced(range, with)
        }
        Change::Insert(_) => None,
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Something if the value ends where its bytes do, and is no block.
fn ends(text: &str, at: &Range<usize>) -> Option<()> {
    let own = text.get(at.clone())?;
    let next = text.get(at.end..)?.trim_start().chars().next();
    let is_whole = next.is_none_or(|next| matches!(next, ',' | ';' | '}' | ']' | ')' | '/'));
    (is_whole && !own.is_empty() && !own.ends_with(['{', '(', '-']) && !own.contains("//") && !own.contains("/*")).then_some(())
}

/// The bytes that go with an entry: its comma, and its line if it has one to itself.
fn without(text: &str, at: Range<usize>) -> Option<(Range<usize>, String)> {
    let behind = text.get(at.end..)?;
    let comma = behind.trim_start_matches([' ', '\t']).starts_with(',');
    let end = if comma { at.end + behind.find(',')? + 1 } else { at.end };
    let line = text.get(..at.start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text.get(end..)?;
    let line_end = rest.find('\n').map_or(text.len(), |newline| end + newline + 1);
    let is_own_line = text.get(line..at.start)?.trim().is_empty() && text.get(end..line_end)?.trim().is_empty();
    if is_own_line {
        return Some((line..line_end, String::new()));
    }
    if comma {
        let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        return Some((at.start..end + gap, String::new()));
    }
    // The last entry of its block: the comma before it goes.
    let before = text.get(..at.start)?.trim_end();
    let start = if before.ends_with(',') { before.len() - 1 } else { before.len() };
    Some((start..end, String::new()))
}
