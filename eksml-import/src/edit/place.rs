//! Place of an edit: which bytes a change to a key or a value takes.

use eksml_core::findings::Change;
use eksml_core::source::{Node, Step, Value};

use super::tree::{Kind, Pair, Part, Style};
use super::write::{entry, flow, nested, scalar};
use super::{Editor, Replacement};
use crate::scalar::plain;

impl Editor<'_> {
    /// What `change` at `path` replaces.
    pub(super) fn change(&self, path: &[Step], change: &Change) -> Option<Replacement> {
        let (last, around) = path.split_last()?;
        match change {
            Change::Set(value) => self.set(&self.top, path, value),
            Change::Insert(value) => match walk(&self.top, path) {
                Some(list) => self.insert(list, value),
                None => self.set(&self.top, path, &Node::plain(Value::List(vec![value.clone()]))),
            },
            Change::Rename(to) => {
                let Kind::Block(_, pairs, _) = &walk(&self.top, around)?.kind else { return None };
                if pairs.iter().any(|pair| pair.key == *to) {
                    return None;
                }
                let pair = only(pairs, last)?;
                let is_plain = pair.style == Style::Plain;
                Some(Replacement::new(pair.span.clone(), if is_plain { to.clone() } else { scalar(to, pair.style) }))
            }
            Change::Remove => {
                let holder = walk(&self.top, around)?;
                match (&holder.kind, last) {
                    (Kind::Block(is_flow, pairs, false), Step::Key(_)) => {
                        let pair = only(pairs, last)?;
                        let at = pairs.iter().position(|other| std::ptr::eq(other, pair))?;
                        let spans: Vec<_> = pairs.iter().map(|pair| pair.span.start..pair.value.span.end).collect();
                        let is_whole = !pair.value.is_bound && is_plain(&pair.value);
                        is_whole.then(|| self.remove(*is_flow, &spans, at)).flatten()
                    }
                    (Kind::List(true, items), Step::Index(at)) => {
                        let spans: Vec<_> = items.iter().map(|item| item.span.clone()).collect();
                        self.remove(true, &spans, *at)
                    }
                    (Kind::List(false, items), Step::Index(at)) => {
                        let is_single = |part: &Part| matches!(part.kind, Kind::Scalar(style) if style != Style::Lines);
                        items.get(*at).filter(|item| is_single(item) && !item.is_bound)?;
                        let dash = |item: &Part| Some(self.text.get(..item.span.start)?.rfind('-')?..item.span.end);
                        let spans: Option<Vec<_>> = items.iter().map(dash).collect();
                        self.remove(false, &spans?, *at)
                    }
                    _ => None,
                }
            }
        }
    }

    fn set(&self, part: &Part, path: &[Step], value: &Node) -> Option<Replacement> {
        if part.is_bound {
            return None;
        }
        let Some((step, rest)) = path.split_first() else { return self.replace(part, value) };
        match (&part.kind, step) {
            (Kind::Block(is_flow, pairs, merges), Step::Key(key)) => {
                let mut same = pairs.iter().filter(|pair| pair.key == *key);
                match (same.next(), same.next()) {
                    (Some(pair), None) if pair.value.span.is_empty() && !pair.value.is_bound => {
                        self.fill(pair, &nested(rest, value)?)
                    }
                    (Some(pair), None) => self.set(&pair.value, rest, value),
                    (None, _) if !merges => self.add(part, *is_flow, pairs, key, &nested(rest, value)?),
                    _ => None,
                }
            }
            (Kind::List(_, items), Step::Index(at)) => self.set(items.get(*at)?, rest, value),
            _ => None,
        }
    }

    /// A value in the place of another.
    pub(super) fn replace(&self, part: &Part, value: &Node) -> Option<Replacement> {
        if part.is_bound {
            return None;
        }
        let is_json = self.text.get(part.span.clone()).is_some_and(|old| old.contains("\":"));
        let text = match (&part.kind, &value.value) {
            (Kind::Scalar(Style::Lines), _) => return None,
            (Kind::Scalar(style), Value::Str(text)) => {
                let old = self.text.get(part.span.clone())?;
                // Of a number YAML has made something else than was written, such as 8 of `010`.
                if *style == Style::Plain && !matches!(plain(old), Value::Str(_)) && old != text {
                    return None;
                }
                scalar(text, *style)
            }
            (Kind::Scalar(_), _) => flow(value, false)?,
            (Kind::List(true, _) | Kind::Block(true, ..), _) if !self.has_comment(part.span.clone()) => flow(value, is_json)?,
            _ => return None,
        };
        (!part.span.is_empty()).then(|| Replacement::new(part.span.clone(), text))
    }

    /// A value behind a key that has none yet.
    fn fill(&self, pair: &Pair, value: &Node) -> Option<Replacement> {
        let rest = self.text.get(pair.span.end..)?;
        let colon = rest.find(':').filter(|at| rest.get(..*at).is_some_and(|gap| gap.trim().is_empty()))?;
        let at = pair.span.end + colon + 1;
        Some(Replacement::new(at..at, format!(" {}", flow(value, pair.style == Style::Double)?)))
    }

    /// A new entry of a block, behind its last entry that ends on the line of its key.
    fn add(&self, part: &Part, is_flow: bool, pairs: &[Pair], key: &str, value: &Node) -> Option<Replacement> {
        let is_json = is_flow && pairs.iter().any(|pair| pair.style == Style::Double);
        let of_line = |pair: &&Pair| {
            let line = self.text.get(pair.span.start..pair.value.span.end);
            matches!(pair.value.kind, Kind::Scalar(style) if style != Style::Lines)
                && line.is_some_and(|line| !line.contains('\n'))
        };
        if is_flow {
            let text = format!(
                "{}: {}",
                if is_json { scalar(key, Style::Double) } else { scalar(key, Style::Plain) },
                flow(value, is_json)?
            );
            let Some(last) = pairs.last() else {
                return Some(Replacement::new(part.span.start + 1..part.span.start + 1, text));
            };
            let end = last.value.span.end.max(last.span.end);
            let line = self.line_start(last.span.start);
            let indent = self.text.get(line..last.span.start)?;
            let gap =
                if pairs.len() > 1 && indent.trim().is_empty() { format!("{}{indent}", self.newline()) } else { " ".to_owned() };
            return Some(Replacement::new(end..end, format!(",{gap}{text}")));
        }
        let first = pairs.first()?;
        let column = self.text.get(self.line_start(first.span.start)..first.span.start)?.chars().count();
        let text = entry(key, value, column, self.newline())?;
        match pairs.iter().rev().find(of_line) {
            Some(pair) => {
                let end = self.line_end(pair.value.span.end.max(pair.span.end));
                Some(Replacement::new(end..end, format!("{}{}{text}", self.newline(), " ".repeat(column))))
            }
            None => {
                let at = first.span.start;
                Some(Replacement::new(at..at, format!("{text}{}{}", self.newline(), " ".repeat(column))))
            }
        }
    }

    /// A new element at the end of a list.
    fn insert(&self, part: &Part, value: &Node) -> Option<Replacement> {
        let Kind::List(is_flow, items) = &part.kind else { return None };
        let is_json = self.text.get(part.span.clone()).is_some_and(|old| old.contains("\":"));
        let text = flow(value, *is_flow && is_json)?;
        match (is_flow, items.last()) {
            (true, None) => Some(Replacement::new(part.span.start + 1..part.span.start + 1, text)),
            (true, Some(last)) => Some(Replacement::new(last.span.end..last.span.end, format!(", {text}"))),
            (false, Some(last)) if is_plain(last) => {
                let first = items.first()?.span.start;
                let head = self.text.get(self.line_start(first)..first)?;
                let end = self.line_end(last.span.end);
                (head.trim() == "-").then(|| Replacement::new(end..end, format!("{}{head}{text}", self.newline())))
            }
            (false, _) => None,
        }
    }

    /// Takes one of the stretches out, with the comma or the line that was for it alone. What a comment says stays.
    fn remove(&self, is_flow: bool, spans: &[std::ops::Range<usize>], at: usize) -> Option<Replacement> {
        let span = spans.get(at)?.clone();
        let next = spans.get(at + 1).map(|next| next.start);
        if self.has_comment(span.clone()) {
            return None;
        }
        if is_flow {
            let range = match (next, at.checked_sub(1).and_then(|before| spans.get(before))) {
                (Some(next), _) => span.start..next,
                (None, Some(before)) => before.end..span.end,
                (None, None) => span.clone(),
            };
            let is_free = !self.has_comment(range.start..span.start) && !self.has_comment(span.end..range.end);
            return is_free.then(|| Replacement::new(range, ""));
        }
        let line = self.line_start(span.start);
        let is_own_line = self.text.get(line..span.start)?.trim().is_empty();
        let end = self.line_end(span.end);
        let behind = self.text.get(span.end..end)?;
        match (is_own_line, next) {
            // An empty block is another value.
            _ if spans.len() < 2 => None,
            (true, _) if behind.trim_start().starts_with('#') => {
                let gap = behind.len() - behind.trim_start().len();
                Some(Replacement::new(span.start..span.end + gap, ""))
            }
            (true, _) => {
                let rest = self.text.get(end..)?;
                let newline = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
                let start = if newline == 0 { line.saturating_sub(self.newline().len()) } else { line };
                Some(Replacement::new(start..end + newline, ""))
            }
            (false, Some(next)) if !self.has_comment(span.end..next) => Some(Replacement::new(span.start..next, "")),
            _ => None,
        }
    }

    fn has_comment(&self, range: std::ops::Range<usize>) -> bool {
        self.text.get(range).is_none_or(|text| text.contains('#'))
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        let end = self.text.get(at..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |newline| at + newline);
        if self.text.get(at..end).is_some_and(|line| line.ends_with('\r')) { end - 1 } else { end }
    }

    fn newline(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }
}

/// The part at `path`; none where other places mean it too.
fn walk<'p>(part: &'p Part, path: &[Step]) -> Option<&'p Part> {
    if part.is_bound {
        return None;
    }
    let Some((step, rest)) = path.split_first() else { return Some(part) };
    match (&part.kind, step) {
        (Kind::Block(_, pairs, _), Step::Key(_)) => walk(&only(pairs, step)?.value, rest),
        (Kind::List(_, items), Step::Index(at)) => walk(items.get(*at)?, rest),
        _ => None,
    }
}

/// The one entry of this key.
fn only<'p>(pairs: &'p [Pair], step: &Step) -> Option<&'p Pair> {
    let Step::Key(key) = step else { return None };
    let mut same = pairs.iter().filter(|pair| pair.key == *key);
    same.next().filter(|_| same.next().is_none())
}

/// Whether the end of it is known to the byte, and nothing in it is meant elsewhere.
fn is_plain(part: &Part) -> bool {
    match &part.kind {
        Kind::Scalar(style) => *style != Style::Lines && !part.span.is_empty() && !part.is_bound,
        Kind::List(_, items) => !part.is_bound && items.iter().all(is_plain),
        Kind::Block(_, pairs, _) => !part.is_bound && pairs.iter().all(|pair| is_plain(&pair.value)),
        Kind::Alias => false,
    }
}
