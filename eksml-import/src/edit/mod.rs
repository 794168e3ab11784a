//! Edits of a file's own text: what changes is a few bytes, and comments, order, quoting and indentation of everything else stay.

mod place;
mod tree;
mod write;

use std::ops::Range;

use eksml_core::eksctl::file_path;
use eksml_core::findings::Change;
use eksml_core::source::Path;
use tree::Part;

/// Bytes of a text and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Replacement {
    /// The start of the bytes that go.
    pub start: usize,
    /// Their end.
    pub end: usize,
    /// What comes in their place.
    pub text: String,
}

impl Replacement {
    fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { start: range.start, end: range.end, text: text.into() }
    }

    /// Whether both change the same bytes.
    fn meets(&self, other: &Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

/// The part of a file that an edit is about.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    /// By its path in the ClusterConfig.
    Config(Path),
    /// The scalar that begins at this byte.
    Scalar(usize),
}

/// A file that can be edited.
#[derive(Debug)]
pub(super) struct Editor<'t> {
    text: &'t str,
    top: Part,
}

impl<'t> Editor<'t> {
    /// The document of `text` in which the byte `start` is; none where it cannot be read.
    pub(super) fn new(text: &'t str, start: usize) -> Option<Self> {
        Some(Self { text, top: tree::document(text, start)? })
    }

    /// What all the edits together change; none where one of them cannot be made without a change to something else.
    pub(super) fn replacements(&self, edits: &[(Target, Change)]) -> Option<Vec<Replacement>> {
        let mut all: Vec<Replacement> = Vec::new();
        for (target, change) in edits {
            let more = match (target, change) {
                (Target::Scalar(start), Change::Set(value)) => self.replace(self.top.scalar_at(*start)?, value)?,
                (Target::Scalar(_), _) => return None,
                (Target::Config(path), change) => self.change(file_path(path)?.steps(), change)?,
            };
            if all.iter().any(|known| known.meets(&more)) {
                return None;
            }
            all.push(more);
        }
        all.sort();
        Some(all)
    }
}

/// The text with those of `fixes` made that do not meet one before them, and which ones those are.
pub(super) fn applied(text: &str, fixes: &[&[Replacement]]) -> (String, Vec<usize>) {
    let (mut chosen, mut taken): (Vec<&Replacement>, Vec<usize>) = (Vec::new(), Vec::new());
    for (at, fix) in fixes.iter().enumerate() {
        if !fix.iter().any(|one| chosen.iter().any(|known| known.meets(one))) {
            chosen.extend(fix.iter());
            taken.push(at);
        }
    }
    (replaced(text, chosen), taken)
}

/// The text with these replacements made, none of which meets another.
pub fn apply(text: &str, replacements: &[Replacement]) -> String {
    replaced(text, replacements.iter().collect())
}

fn replaced(text: &str, mut replacements: Vec<&Replacement>) -> String {
    replacements.sort();
    let mut changed = text.to_owned();
    for one in replacements.iter().rev() {
        changed.replace_range(one.start..one.end, &one.text);
    }
    changed
}
