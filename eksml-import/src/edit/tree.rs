//! Tree of a file's text: every key and value with the bytes that it stands in, as it is written.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

/// A value as it is written.
#[derive(Debug)]
pub(super) struct Part {
    /// Its bytes; of a block without brackets, those from its first word to its last.
    pub(super) span: Range<usize>,
    /// Whether other places mean it as well, or a tag says what it is.
    pub(super) is_bound: bool,
    pub(super) kind: Kind,
}

/// What is written.
#[derive(Debug)]
pub(super) enum Kind {
    Scalar(Style),
    /// Whether in brackets, and the elements.
    List(bool, Vec<Part>),
    /// Whether in braces, the entries, and whether it merges in others.
    Block(bool, Vec<Pair>, bool),
    Alias,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    /// `|` or `>`
    Lines,
}

/// An entry.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) span: Range<usize>,
    pub(super) style: Style,
    pub(super) value: Part,
}

/// A list or a block that is not closed yet, with the keys that have come so far.
struct Open {
    start: usize,
    is_flow: bool,
    is_bound: bool,
    is_list: bool,
    parts: Vec<(Part, String)>,
}

/// The top of the document whose first word is at `start`; none where the text cannot be read.
pub(super) fn document(text: &str, start: usize) -> Option<Part> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |character: usize| bytes.get(character).copied().unwrap_or(text.len());
    let mut stack: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let (from, to) = (byte(span.start.index()), byte(span.end.index()));
        let open = |is_list, is_bound| {
            let is_flow = text.get(from..).is_some_and(|rest| rest.starts_with(if is_list { '[' } else { '{' }));
            Open { start: from, is_flow, is_bound, is_list, parts: Vec::new() }
        };
        let done = match event {
            Event::SequenceStart(anchor, tag) => {
                stack.push(open(true, anchor != 0 || tag.is_some()));
                continue;
            }
            Event::MappingStart(anchor, tag) => {
                stack.push(open(false, anchor != 0 || tag.is_some()));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => (closed(stack.pop()?, to)?, String::new()),
            Event::Scalar(word, style, anchor, tag) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::Single,
                    ScalarStyle::DoubleQuoted => Style::Double,
                    _ => Style::Lines,
                };
                let written = text.get(from..to)?.trim_end().len();
                let part = Part { span: from..from + written, is_bound: anchor != 0 || tag.is_some(), kind: Kind::Scalar(style) };
                (part, word.into_owned())
            }
            Event::Alias(_) => (Part { span: from..to, is_bound: true, kind: Kind::Alias }, String::new()),
            _ => continue,
        };
        match stack.last_mut() {
            Some(open) => open.parts.push(done),
            None if done.0.span.start <= start && start < done.0.span.end => return Some(done.0),
            None => {}
        }
    }
    None
}

fn closed(open: Open, end: usize) -> Option<Part> {
    let Open { start, is_flow, is_bound, is_list, parts } = open;
    let (first, last) = (parts.first().map(|(part, _)| part.span.start), parts.last().map(|(part, _)| part.span.end));
    let span = if is_flow { start..end } else { first?..last? };
    let kind = if is_list {
        Kind::List(is_flow, parts.into_iter().map(|(part, _)| part).collect())
    } else {
        let (mut pairs, mut merges) = (Vec::new(), false);
        let mut parts = parts.into_iter();
        while let (Some((key, word)), Some((value, _))) = (parts.next(), parts.next()) {
            let Kind::Scalar(style) = key.kind else { return None };
            merges |= style == Style::Plain && word == "<<";
            pairs.push(Pair { key: word, span: key.span, style, value });
        }
        Kind::Block(is_flow, pairs, merges)
    };
    Some(Part { span, is_bound, kind })
}

impl Part {
    /// The scalar that begins at this byte.
    pub(super) fn scalar_at(&self, start: usize) -> Option<&Self> {
        match &self.kind {
            Kind::Scalar(_) => (self.span.start == start && !self.span.is_empty()).then_some(self),
            Kind::List(_, items) => items.iter().find_map(|item| item.scalar_at(start)),
            Kind::Block(_, pairs, _) => pairs.iter().find_map(|pair| pair.value.scalar_at(start)),
            Kind::Alias => None,
        }
    }
}
