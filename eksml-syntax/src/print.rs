//! The value tree as `platform!` source, laid out as one would write it, with what is wrong beside it as comments.

use std::collections::BTreeMap;

use eksml_core::source::{Entry, Mark as Place, Node, Value};

use crate::code::{Code, Comment, Mark, Word};
use crate::read_back::{self, Unprintable};

/// How long a line may be, in characters.
const WIDTH: usize = 130;

/// Comments by the mark of the entry they stand above.
#[derive(Debug, Default)]
pub struct Comments(BTreeMap<Place, Vec<Comment>>);

impl Comments {
    /// Sets the lines of a text above the part with this mark, unless its first line stands there already.
    pub fn add(&mut self, mark: Place, text: &str) {
        if text.is_empty() {
            return;
        }
        let lines = Comment::lines(text);
        let known = self.0.entry(mark).or_default();
        if lines.first().is_some_and(|first| !known.contains(first)) {
            known.extend(lines);
        }
    }
}

/// The source: a `use` line and a function `platform`. It is read back before it is given away.
///
/// # Errors
/// The source does not read as the tree that it was printed from: a fault of eksml.
pub fn source(platform: &Node, comments: &Comments) -> Result<String, Unprintable> {
    let tree = expressible(platform);
    let mut code = Code::default();
    code.keyword("use").space().keyword("eksml").mark(Mark::PathColons).keyword("prelude").mark(Mark::PathColons);
    code.mark(Mark::Star).mark(Mark::Semicolon).newline().newline();
    code.keyword("pub").space().keyword("fn").space().keyword("platform").mark(Mark::OpenParenthesis);
    code.mark(Mark::CloseParenthesis).space().mark(Mark::Arrow).space().keyword("Platform").space();
    code.mark(Mark::OpenBrace).newline().indent(4);
    code.keyword("platform").mark(Mark::Bang).space().mark(Mark::OpenBrace).newline();
    let mut printer = Printer { code, comments };
    if let Value::Block(entries) = &tree.value {
        printer.notes(tree.mark, 8);
        printer.entries(entries, 8);
    }
    printer.code.indent(4).mark(Mark::CloseBrace).newline().mark(Mark::CloseBrace).newline();
    let text = printer.code.into_text();
    read_back::holds(&text, &tree)?;
    Ok(text)
}

/// The tree as the grammar can say it: a word that is none is a text, a number that has no literal too, and nothing is said of nothing.
fn expressible(node: &Node) -> Node {
    let value = match &node.value {
        Value::Word(word) if is_plain_word(word) => node.value.clone(),
        Value::Word(text) => Value::Str(text.clone()),
        Value::Int(i128::MIN) => Value::Str(i128::MIN.to_string()),
        Value::Float(text) => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Float(format!("{number:?}")),
            _ => Value::Str(text.clone()),
        },
        Value::Null => Value::Word("null".to_owned()),
        Value::Range { from, to, inclusive } => {
            Value::Range { from: Box::new(expressible(from)), to: Box::new(expressible(to)), inclusive: *inclusive }
        }
        Value::Tagged(word, mark, payload) if is_plain_word(word) => {
            Value::Tagged(word.clone(), *mark, Box::new(expressible(payload)))
        }
        Value::Tagged(word, mark, payload) => {
            let entry = Entry { key: word.clone(), key_mark: *mark, name: None, value: expressible(payload) };
            Value::Block(vec![entry])
        }
        Value::List(items) => Value::List(items.iter().map(expressible).collect()),
        Value::Block(entries) => {
            let kept = entries.iter().filter(|entry| entry.value.value != Value::Null);
            Value::Block(kept.map(|entry| Entry { value: expressible(&entry.value), ..entry.clone() }).collect())
        }
        other => other.clone(),
    };
    Node { value, mark: node.mark }
}

/// Words that the lexer or the grammar take for something else.
const RESERVED: [&str; 3] = ["true", "false", "waive"];

fn is_plain_word(text: &str) -> bool {
    plain_word(text).is_some()
}

fn plain_word(text: &str) -> Option<Word<'_>> {
    Word::new(text).filter(|_| !RESERVED.contains(&text))
}

struct Printer<'a> {
    code: Code,
    comments: &'a Comments,
}

impl Printer<'_> {
    fn entries(&mut self, entries: &[Entry], indent: usize) {
        for entry in entries {
            self.entry(entry, indent, false);
        }
    }

    /// An entry on lines of its own. With a colon its block shows that it is one.
    fn entry(&mut self, entry: &Entry, indent: usize, with_colon: bool) {
        self.notes(entry.key_mark, indent);
        if entry.value.mark != entry.key_mark {
            self.notes(entry.value.mark, indent);
        }
        if is_undecided(&entry.value) {
            self.undecided(&format!("{}: …, // decide: the file does not say it", entry.key), indent);
            return;
        }
        let line = inline_entry(entry, with_colon);
        if indent + line.width() < WIDTH && !self.is_interrupted(&entry.value) {
            self.code.indent(indent).append(&line);
            if with_colon || !is_block(&entry.value) {
                self.code.mark(Mark::Comma);
            }
            self.code.newline();
            return;
        }
        self.code.indent(indent).append(&head(entry));
        match &entry.value.value {
            Value::Block(entries) => {
                if with_colon {
                    self.code.mark(Mark::Colon);
                }
                self.code.space();
                self.block(entries, indent, with_colon);
                if with_colon {
                    self.code.mark(Mark::Comma);
                }
            }
            Value::Tagged(word, _, payload) if is_block(payload) => {
                self.code.mark(Mark::Colon).space();
                if let Some(word) = plain_word(word) {
                    self.code.word(word).space();
                }
                if let Value::Block(entries) = &payload.value {
                    self.block(entries, indent, false);
                }
                self.code.mark(Mark::Comma);
            }
            Value::List(items) => {
                self.code.mark(Mark::Colon).space();
                self.list(items, indent);
                self.code.mark(Mark::Comma);
            }
            _ => {
                self.code.mark(Mark::Colon).space().append(&inline(&entry.value)).mark(Mark::Comma);
            }
        }
        self.code.newline();
    }

    /// A block over several lines. One that stands where an expression could shows by its first colon that it is none.
    fn block(&mut self, entries: &[Entry], indent: usize, with_colon: bool) {
        self.code.mark(Mark::OpenBrace).newline();
        let mut shows = !with_colon;
        for entry in in_list(entries, with_colon) {
            let first = !shows && !is_undecided(&entry.value);
            self.entry(entry, indent + 4, first);
            shows |= first;
        }
        self.code.indent(indent).mark(Mark::CloseBrace);
    }

    fn list(&mut self, items: &[Node], indent: usize) {
        self.code.mark(Mark::OpenBracket).newline();
        for item in items {
            self.item(item, indent + 4);
        }
        self.code.indent(indent).mark(Mark::CloseBracket);
    }

    /// An element of a list on lines of its own.
    fn item(&mut self, item: &Node, indent: usize) {
        if is_undecided_item(item) {
            self.notes_of(item, indent);
            self.undecided("…, // decide: the file does not say it", indent);
            return;
        }
        let line = inline(item);
        match &item.value {
            Value::Block(entries) if indent + line.width() >= WIDTH || holds_undecided(item) => {
                self.notes_of(item, indent);
                self.code.indent(indent);
                self.block(entries, indent, true);
            }
            Value::List(items) if holds_undecided(item) => {
                self.notes_of(item, indent);
                self.code.indent(indent);
                self.list(items, indent);
            }
            _ => {
                self.notes_of(item, indent);
                self.code.indent(indent).append(&line);
            }
        }
        self.code.mark(Mark::Comma).newline();
    }

    /// What somebody has to decide, in the place where it belongs.
    fn undecided(&mut self, text: &str, indent: usize) {
        for line in Comment::lines(text) {
            self.code.indent(indent).comment(&line);
        }
    }

    fn notes(&mut self, mark: Place, indent: usize) {
        for line in self.comments.0.get(&mark).into_iter().flatten() {
            self.code.indent(indent).comment(line);
        }
    }

    /// The comments of a node and all its parts.
    fn notes_of(&mut self, node: &Node, indent: usize) {
        let mut marks = Vec::new();
        collect(node, &mut marks);
        for mark in marks {
            self.notes(mark, indent);
        }
    }

    /// Whether something stands between the parts of a value that only lines of its own can hold.
    fn is_interrupted(&self, node: &Node) -> bool {
        let mut marks = Vec::new();
        collect(node, &mut marks);
        marks.iter().any(|mark| *mark != node.mark && self.comments.0.contains_key(mark)) || holds_undecided(node)
    }
}

/// The marks of a node and its parts.
fn collect(node: &Node, marks: &mut Vec<Place>) {
    marks.push(node.mark);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| collect(item, marks)),
        Value::Block(entries) => {
            for entry in entries {
                marks.push(entry.key_mark);
                collect(&entry.value, marks);
            }
        }
        Value::Tagged(_, mark, payload) => {
            marks.push(*mark);
            collect(payload, marks);
        }
        Value::Range { from, to, .. } => {
            collect(from, marks);
            collect(to, marks);
        }
        _ => {}
    }
}

/// Whether nobody has said the value yet. A range, or a word with anything but a block, is not said where a part of it is not: there is
/// no line in it for a comment.
pub(crate) fn is_undecided(node: &Node) -> bool {
    match &node.value {
        Value::Hole(_) | Value::Broken => true,
        Value::Range { from, to, .. } => is_undecided(from) || is_undecided(to),
        Value::Tagged(_, _, payload) if is_block(payload) => false,
        Value::Tagged(_, _, payload) => holds_undecided(payload),
        _ => false,
    }
}

/// The same of an element of a list, where a word with a block stands on one line.
pub(crate) fn is_undecided_item(item: &Node) -> bool {
    match &item.value {
        Value::Tagged(_, _, payload) => holds_undecided(payload),
        _ => is_undecided(item),
    }
}

fn holds_undecided(node: &Node) -> bool {
    match &node.value {
        Value::Block(entries) => entries.iter().any(|entry| holds_undecided(&entry.value)),
        Value::List(items) => items.iter().any(holds_undecided),
        Value::Tagged(_, _, payload) => holds_undecided(payload),
        _ => is_undecided(node),
    }
}

/// Whether a value is a block in which nothing is said yet.
pub(crate) fn says_nothing(node: &Node) -> bool {
    matches!(&node.value, Value::Block(entries) if entries.iter().all(|entry| is_undecided(&entry.value)))
}

fn is_block(node: &Node) -> bool {
    matches!(node.value, Value::Block(_))
}

/// Key and name.
fn head(entry: &Entry) -> Code {
    let mut code = Code::default();
    key(&mut code, &entry.key);
    if let Some((name, _)) = &entry.name {
        // In a word, `-` is spelt `_`.
        let word = name.replace('-', "_");
        code.space();
        match plain_word(&word) {
            Some(word) if !name.contains('_') => code.word(word),
            _ => code.text(name),
        };
    }
    code
}

/// A key as it can stand before a colon: a word, or quoted.
fn key(code: &mut Code, text: &str) {
    match plain_word(text).filter(|_| !text.starts_with('_')) {
        Some(word) => code.word(word),
        None => code.text(text),
    };
}

/// A value on one line.
fn inline(node: &Node) -> Code {
    let mut code = Code::default();
    match &node.value {
        Value::Str(text) => {
            code.text(text);
        }
        Value::Int(number) => {
            if *number < 0 {
                code.mark(Mark::Minus);
            }
            code.number(number.unsigned_abs());
        }
        Value::Float(text) => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => {
                if number.is_sign_negative() {
                    code.mark(Mark::Minus);
                }
                code.float(number.abs());
            }
            _ => {
                code.text(text);
            }
        },
        Value::Bool(truth) => {
            code.keyword(if *truth { "true" } else { "false" });
        }
        Value::Word(text) => match plain_word(text) {
            Some(word) => {
                code.word(word);
            }
            None => {
                code.text(text);
            }
        },
        Value::Range { from, to, inclusive } => {
            let mark = if *inclusive { Mark::RangeInclusive } else { Mark::Range };
            code.append(&inline(from)).mark(mark).append(&inline(to));
        }
        Value::Tagged(word, _, payload) => {
            if let Some(word) = plain_word(word) {
                code.word(word);
            }
            if is_block(payload) {
                code.space().append(&braces(payload, false));
            } else {
                code.mark(Mark::OpenParenthesis).append(&inline(payload)).mark(Mark::CloseParenthesis);
            }
        }
        Value::List(items) => {
            code.mark(Mark::OpenBracket);
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    code.mark(Mark::Comma).space();
                }
                code.append(&inline(item));
            }
            code.mark(Mark::CloseBracket);
        }
        Value::Block(_) => {
            code.append(&braces(node, true));
        }
        Value::Null | Value::Present | Value::Hole(_) | Value::Broken => {}
    }
    code
}

/// A block in braces; one that stands where an expression could must show by a colon that it is none.
fn braces(node: &Node, with_colon: bool) -> Code {
    let mut code = Code::default();
    code.mark(Mark::OpenBrace).space();
    if let Value::Block(entries) = &node.value {
        let ordered: Vec<&Entry> = in_list(entries, with_colon).collect();
        for (at, entry) in ordered.iter().enumerate() {
            code.append(&inline_entry(entry, with_colon && at == 0));
            if at + 1 < ordered.len() {
                code.mark(Mark::Comma);
            }
            code.space();
        }
    }
    code.mark(Mark::CloseBrace);
    code
}

/// The entries of a block that stands where an expression could: one that can show its colon comes first.
fn in_list(entries: &[Entry], with_colon: bool) -> impl Iterator<Item = &Entry> {
    let last = move |entry: &&Entry| with_colon && says_nothing(&entry.value);
    entries.iter().filter(move |entry| !last(entry)).chain(entries.iter().filter(last))
}

fn inline_entry(entry: &Entry, with_colon: bool) -> Code {
    if let Some(code) = waiver(entry) {
        return code;
    }
    let mut code = head(entry);
    match &entry.value.value {
        Value::Present => {}
        Value::Block(_) => {
            if with_colon {
                code.mark(Mark::Colon);
            }
            code.space().append(&braces(&entry.value, with_colon));
        }
        _ => {
            code.mark(Mark::Colon).space().append(&inline(&entry.value));
        }
    }
    code
}

/// `waive(NG-06, "reason", until: "2027-03-31")`, if the entry is a whole waiver.
fn waiver(entry: &Entry) -> Option<Code> {
    let Value::Block(parts) = &entry.value.value else { return None };
    let [rule, reason, until] = parts.as_slice() else { return None };
    let text = |entry: &'_ Entry, key: &str| match &entry.value.value {
        Value::Str(text) if entry.key == key => Some(text.clone()),
        _ => None,
    };
    let (rule, reason, until) = (text(rule, "rule")?, text(reason, "reason")?, text(until, "until")?);
    let (family, number) = rule.split_once('-')?;
    let digits = number.len() < 9 && number.bytes().all(|c| c.is_ascii_digit());
    let family = plain_word(family)?;
    if entry.key != "waive" || entry.name.is_some() || !digits {
        return None;
    }
    let mut code = Code::default();
    code.keyword("waive").mark(Mark::OpenParenthesis).word(family).mark(Mark::Minus).append(&digits_of(number)?);
    code.mark(Mark::Comma).space().text(&reason).mark(Mark::Comma).space();
    code.keyword("until").mark(Mark::Colon).space().text(&until).mark(Mark::CloseParenthesis);
    Some(code)
}

/// A number with its leading zeros: `06`.
fn digits_of(number: &str) -> Option<Code> {
    let mut code = Code::default();
    for digit in number.chars() {
        code.number(digit.to_digit(10)?.into());
    }
    (!number.is_empty()).then_some(code)
}
