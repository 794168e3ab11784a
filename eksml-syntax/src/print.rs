//! The value tree as `platform!` source, laid out as one would write it, with what is wrong beside it as comments.

use std::collections::BTreeMap;

use eksml_core::source::{Entry, Mark, Node, Value};

/// How long a line may be, in characters.
const WIDTH: usize = 130;

/// Comments by the mark of the entry they stand above.
pub type Comments = BTreeMap<Mark, Vec<String>>;

/// The source: a `use` line and a function `platform`.
pub fn source(platform: &Node, comments: &Comments) -> String {
    let mut printer = Printer { text: String::new(), comments };
    printer.text.push_str("use eksml::prelude::*;\n\npub fn platform() -> Platform {\n    platform! {\n");
    if let Value::Block(entries) = &platform.value {
        printer.notes(platform.mark, 8);
        printer.entries(entries, 8);
    }
    printer.text.push_str("    }\n}\n");
    printer.text
}

struct Printer<'a> {
    text: String,
    comments: &'a Comments,
}

impl Printer<'_> {
    fn entries(&mut self, entries: &[Entry], indent: usize) {
        for entry in entries {
            self.entry(entry, indent);
        }
    }

    fn entry(&mut self, entry: &Entry, indent: usize) {
        let margin = " ".repeat(indent);
        self.notes(entry.key_mark, indent);
        if entry.value.mark != entry.key_mark {
            self.notes(entry.value.mark, indent);
        }
        if matches!(entry.value.value, Value::Hole(_) | Value::Broken) {
            self.text.push_str(&format!("{margin}// {}: …, // decide: the file does not say it\n", entry.key));
            return;
        }
        let line = inline_entry(entry, false);
        if indent + line.chars().count() < WIDTH && !self.notes_inside(&entry.value) {
            self.text.push_str(&format!("{margin}{line}{}\n", if is_block(&entry.value) { "" } else { "," }));
            return;
        }
        let head = head(entry);
        match &entry.value.value {
            Value::Block(entries) => {
                self.text.push_str(&format!("{margin}{head} {{\n"));
                self.entries(entries, indent + 4);
                self.text.push_str(&format!("{margin}}}\n"));
            }
            Value::Tagged(word, _, payload) if is_block(payload) => {
                self.text.push_str(&format!("{margin}{head}: {word} {{\n"));
                if let Value::Block(entries) = &payload.value {
                    self.entries(entries, indent + 4);
                }
                self.text.push_str(&format!("{margin}}},\n"));
            }
            Value::List(items) => {
                self.text.push_str(&format!("{margin}{head}: [\n"));
                for item in items {
                    self.notes_of(item, indent + 4);
                    self.item(item, indent + 4);
                }
                self.text.push_str(&format!("{margin}],\n"));
            }
            _ => self.text.push_str(&format!("{margin}{line},\n")),
        }
    }

    /// An element of a list on lines of its own.
    fn item(&mut self, item: &Node, indent: usize) {
        let margin = " ".repeat(indent);
        let line = inline(item);
        match &item.value {
            Value::Block(entries) if indent + line.chars().count() >= WIDTH => {
                self.text.push_str(&format!("{margin}{{\n"));
                for (at, entry) in in_list(entries).enumerate() {
                    // The first entry of a block in a list shows by its colon that it is one.
                    if at == 0 {
                        self.text.push_str(&format!("{}    {},\n", margin, inline_entry(entry, true)));
                    } else {
                        self.entry(entry, indent + 4);
                    }
                }
                self.text.push_str(&format!("{margin}}},\n"));
            }
            _ => self.text.push_str(&format!("{margin}{line},\n")),
        }
    }

    fn notes(&mut self, mark: Mark, indent: usize) {
        for line in self.comments.get(&mark).into_iter().flatten() {
            self.text.push_str(&format!("{}// {line}\n", " ".repeat(indent)));
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

    fn notes_inside(&self, node: &Node) -> bool {
        let mut marks = Vec::new();
        collect(node, &mut marks);
        marks.iter().any(|mark| *mark != node.mark && self.comments.contains_key(mark)) || holds_hole(node)
    }
}

/// The marks of a node and its parts.
fn collect(node: &Node, marks: &mut Vec<Mark>) {
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

fn holds_hole(node: &Node) -> bool {
    match &node.value {
        Value::Hole(_) | Value::Broken => true,
        Value::Block(entries) => entries.iter().any(|entry| holds_hole(&entry.value)),
        Value::List(items) => items.iter().any(holds_hole),
        Value::Tagged(_, _, payload) => holds_hole(payload),
        _ => false,
    }
}

fn is_block(node: &Node) -> bool {
    matches!(node.value, Value::Block(_))
}

/// Key and name.
fn head(entry: &Entry) -> String {
    match &entry.name {
        Some((name, _)) => format!("{} {}", key(&entry.key), self::name(name)),
        None => key(&entry.key),
    }
}

/// A key as it can stand before a colon: a word, or quoted.
fn key(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    let word = first && chars.all(|c| c.is_ascii_alphanumeric() || c == '_');
    if word && !KEYWORDS.contains(&text) { text.to_owned() } else { format!("{text:?}") }
}

/// A name: `-` is spelt `_` in a word.
fn name(text: &str) -> String {
    let word = text.replace('-', "_");
    if text.contains('_') || key(&word) != word { format!("{text:?}") } else { word }
}

/// Words that Rust's lexer or the grammar of `platform!` take for something else.
const KEYWORDS: [&str; 3] = ["true", "false", "waive"];

/// A value on one line.
fn inline(node: &Node) -> String {
    match &node.value {
        Value::Str(text) => format!("{text:?}"),
        Value::Int(number) => number.to_string(),
        Value::Float(text) => text.parse::<f64>().map_or_else(|_| format!("{text:?}"), |number| format!("{number:?}")),
        Value::Bool(truth) => truth.to_string(),
        Value::Word(word) => word.clone(),
        Value::Null => "null".to_owned(),
        Value::Range { from, to, inclusive } => {
            format!("{}..{}{}", inline(from), if *inclusive { "=" } else { "" }, inline(to))
        }
        Value::Tagged(word, _, payload) => match &payload.value {
            Value::Block(entries) if entries.is_empty() => format!("{word} {{ }}"),
            Value::Block(_) => format!("{word} {}", braces(payload, false)),
            _ => format!("{word}({})", inline(payload)),
        },
        Value::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Block(_) => braces(node, true),
        Value::Present | Value::Hole(_) | Value::Broken => String::new(),
    }
}

/// A block in braces; one that stands where an expression could must show by a colon that it is none.
fn braces(node: &Node, with_colon: bool) -> String {
    let Value::Block(entries) = &node.value else { return String::new() };
    if entries.is_empty() {
        return "{ }".to_owned();
    }
    let mut text = String::from("{ ");
    let ordered: Vec<&Entry> = if with_colon { in_list(entries).collect() } else { entries.iter().collect() };
    for (at, entry) in ordered.iter().enumerate() {
        text.push_str(&inline_entry(entry, with_colon && at == 0));
        text.push_str(match ordered.get(at + 1) {
            Some(_) => ", ",
            None => " ",
        });
    }
    text.push('}');
    text
}

/// The entries of a block that stands in a list: one that can show its colon comes first.
fn in_list(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    let empty = |entry: &&Entry| matches!(&entry.value.value, Value::Block(entries) if entries.is_empty());
    let (last, first): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(empty);
    first.into_iter().chain(last)
}

fn inline_entry(entry: &Entry, with_colon: bool) -> String {
    let head = head(entry);
    match &entry.value.value {
        Value::Block(_) if with_colon => format!("{head}: {}", braces(&entry.value, true)),
        Value::Block(_) => format!("{head} {}", braces(&entry.value, false)),
        _ => format!("{head}: {}", inline(&entry.value)),
    }
}
