//! From YAML, as it is found in the wild, to the value tree.
//!
//! Comments, anchors, aliases and merge keys, several documents, JSON, CRLF and a byte order mark are read; what cannot be read is a
//! finding, never a panic. Of several documents the ClusterConfig is taken, and the others are named.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::documents::{Document, Passed, choose};
use super::scalar;
use super::text::Text;
use eksml_core::findings::{Applicability, Finding, Severity};
use eksml_core::source::{Entry, Mark, Node, Path, Value};

/// How deep values may be nested; a ClusterConfig needs ten levels.
const DEPTH: usize = 64;

/// How many values the aliases of a file may add to those that are written out.
const ALIASED: usize = 100_000;

/// A file as a value tree.
#[derive(Debug)]
pub struct Yaml {
    /// Its ClusterConfig; the first document where none is one.
    pub node: Node,
    /// Its text.
    pub text: Text,
    /// What cannot be read, with where it stands.
    pub faults: Vec<(Finding, Mark)>,
    /// Objects of other kinds, which are none of eksctl's.
    pub passed: Vec<Passed>,
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Yaml {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Text::new(text),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            return unreadable(valid, is_utf_16(bytes));
        }
    };
    let mut tree = Tree {
        text,
        faults: Vec::new(),
        stack: Vec::new(),
        root: None,
        anchors: HashMap::new(),
        budget: ALIASED,
        documents: Vec::new(),
        begun: None,
    };
    let input = tree.text.text.clone();
    // Text with an odd zero byte for every other one is UTF-16 without a mark.
    if is_utf_16(bytes) {
        return unreadable(&[], true);
    }
    tree.events(&input);
    tree.end_document();
    let start = tree.text.mark(0, 0);
    choose(tree.documents, tree.text, start)
}

/// Whether a file is UTF-16: by its byte order mark, or by the zero bytes of its first characters.
fn is_utf_16(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [_, 0, _, 0, ..] | [0, _, 0, _, ..])
}

fn unreadable(valid: &[u8], is_utf_16: bool) -> Yaml {
    let mut text = Text::new(&String::from_utf8_lossy(valid));
    let end = text.text.chars().count();
    let mark = text.mark(end, end);
    let fault = if is_utf_16 {
        fault(
            "IMP-01",
            "this is UTF-16 text, and eksctl reads UTF-8".to_owned(),
            "save the file as UTF-8: `iconv -f UTF-16 -t UTF-8`",
        )
    } else {
        fault("IMP-01", "this is not UTF-8 text".to_owned(), "save the file as UTF-8")
    };
    Yaml { node: Node { value: Value::Broken, mark }, text, faults: vec![(fault, mark)], passed: Vec::new() }
}

pub(super) fn fault(rule: &'static str, problem: String, fix: &str) -> Finding {
    let known = eksml_core::rules::find(rule);
    let (why, severity) = known.map_or((String::new(), Severity::Error), |rule| (rule.why.to_owned(), rule.severity));
    Finding {
        rule,
        severity,
        path: Path::root(),
        problem,
        why,
        fix: fix.to_owned(),
        keys: Some(fix.to_owned()),
        limit: None,
        edits: Vec::new(),
        applicability: Applicability::Decision,
    }
}

/// A list or a block that is not closed yet.
struct Open {
    anchor: usize,
    mark: Mark,
    kind: Kind,
}

enum Kind {
    List(Vec<Node>),
    /// The entries, those merged in, and a key that waits for its value.
    Block(Vec<Entry>, Vec<Entry>, Option<(Key, Mark)>),
}

enum Key {
    Text(String),
    /// `<<`
    Merge,
    /// A list or an object as a key.
    None,
}

struct Tree {
    text: Text,
    /// Of the document that is read.
    faults: Vec<(Finding, Mark)>,
    stack: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, (Node, usize)>,
    budget: usize,
    documents: Vec<Document>,
    /// Where the document that is read begins.
    begun: Option<Mark>,
}

impl Tree {
    fn events(&mut self, input: &str) {
        for event in Parser::new_from_str(input) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let at = error.marker().index();
                    let mark = self.text.mark(at, at + 1);
                    let problem = format!("this is not YAML: {}", error.info());
                    // Without its end a value means something else than its writer meant.
                    return self.give_up(mark, problem, "close what is open, and indent with spaces");
                }
            };
            match event {
                Event::DocumentStart(_) => {
                    self.end_document();
                    self.begun = Some(self.mark(span));
                }
                Event::SequenceStart(anchor, _) => self.open(anchor, span, Kind::List(Vec::new())),
                Event::MappingStart(anchor, _) => self.open(anchor, span, Kind::Block(Vec::new(), Vec::new(), None)),
                Event::SequenceEnd | Event::MappingEnd => self.close(),
                Event::Scalar(text, style, anchor, tag) => {
                    let mark = self.mark(span);
                    let is_text = tag.is_some_and(|tag| tag.suffix == "str");
                    let value = match style {
                        ScalarStyle::Plain if is_text => Value::Str(text.into_owned()),
                        ScalarStyle::Plain if text == "<<" && self.awaits_key() => {
                            self.key(Key::Merge, mark);
                            continue;
                        }
                        ScalarStyle::Plain => scalar::plain(&text),
                        _ => Value::Str(text.into_owned()),
                    };
                    self.add(Node { value, mark }, anchor);
                }
                Event::Alias(anchor) => self.alias(anchor, span),
                Event::DocumentEnd => self.end_document(),
                Event::Nothing | Event::StreamStart | Event::StreamEnd => {}
            }
            if self.stack.len() > DEPTH {
                let mark = self.mark(span);
                let problem = format!("values are nested more than {DEPTH} deep here");
                return self.give_up(mark, problem, "eksctl knows no key that deep: flatten it");
            }
        }
    }

    /// Ends reading: of the document nothing is known.
    fn give_up(&mut self, mark: Mark, problem: String, fix: &str) {
        self.root = Some(Node { value: Value::Broken, mark });
        self.begun.get_or_insert(mark);
        self.faults.push((fault("IMP-01", problem, fix), mark));
    }

    /// Puts away the document that was read; anchors end with it.
    fn end_document(&mut self) {
        self.stack.clear();
        self.anchors.clear();
        let faults = std::mem::take(&mut self.faults);
        let Some(begun) = self.begun.take() else { return };
        let node = self.root.take().unwrap_or(Node { value: Value::Null, mark: begun });
        self.documents.push(Document { node, faults, mark: begun });
    }

    fn mark(&mut self, span: Span) -> Mark {
        self.text.mark(span.start.index(), span.end.index())
    }

    fn open(&mut self, anchor: usize, span: Span, kind: Kind) {
        // A block without braces begins with its first key: that is the word to point at.
        let end = span.end.index().max(span.start.index() + 1);
        let mark = self.text.mark(span.start.index(), end);
        self.stack.push(Open { anchor, mark, kind });
    }

    fn close(&mut self) {
        let Some(Open { anchor, mark, kind }) = self.stack.pop() else { return };
        let value = match kind {
            Kind::List(items) => Value::List(items),
            Kind::Block(mut entries, merged, _) => {
                self.merge(&mut entries, merged);
                Value::Block(entries)
            }
        };
        let mark = match &value {
            Value::Block(entries) => entries.first().map_or(mark, |entry| entry.key_mark),
            _ => mark,
        };
        self.add(Node { value, mark }, anchor);
    }

    /// Takes in what `<<` merges. A key that is there already is what YAML calls an override, and eksctl's reader refuses.
    fn merge(&mut self, entries: &mut Vec<Entry>, merged: Vec<Entry>) {
        if merged.is_empty() {
            return;
        }
        let mut known: HashMap<String, Mark> = entries.iter().map(|entry| (entry.key.clone(), entry.key_mark)).collect();
        let mut twice: Vec<(String, Mark)> = Vec::new();
        for entry in merged {
            if let Some(mark) = known.get(&entry.key) {
                twice.push((format!("`{}`", entry.key), *mark));
            } else {
                known.insert(entry.key.clone(), entry.key_mark);
                entries.push(entry);
            }
        }
        let Some((_, mark)) = twice.first().cloned() else { return };
        let mut keys: Vec<String> = twice.into_iter().map(|(key, _)| key).collect();
        keys.dedup();
        let (keys, are) = (keys.join(", "), if keys.len() == 1 { "is" } else { "are" });
        let problem = format!("`<<` merges in {keys}, which {are} set here as well: eksctl refuses a key that is set twice");
        let fix = "merge in only what is the same, and write the rest in each";
        self.faults.push((fault("DSL-04", problem, fix), mark));
    }

    fn awaits_key(&self) -> bool {
        matches!(self.stack.last(), Some(Open { kind: Kind::Block(_, _, None), .. }))
    }

    fn key(&mut self, key: Key, mark: Mark) {
        if let Some(Open { kind: Kind::Block(_, _, waiting), .. }) = self.stack.last_mut() {
            *waiting = Some((key, mark));
        }
    }

    /// Puts a finished value into what is open, as an item, a key or the value of a key.
    fn add(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            let size = size(&node);
            self.anchors.insert(anchor, (node.clone(), size));
        }
        if self.awaits_key() {
            let mark = node.mark;
            let key = match node.value {
                Value::Str(text) | Value::Float(text) => Key::Text(text),
                Value::Int(number) => Key::Text(number.to_string()),
                Value::Bool(truth) => Key::Text(truth.to_string()),
                _ => {
                    let problem = "only a text can be a key".to_owned();
                    self.faults.push((fault("IMP-01", problem, "write a word before the colon"), mark));
                    Key::None
                }
            };
            return self.key(key, mark);
        }
        let Some(open) = self.stack.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        match &mut open.kind {
            Kind::List(items) => items.push(node),
            Kind::Block(entries, merged, waiting) => match waiting.take() {
                Some((Key::Text(key), key_mark)) => entries.push(Entry { key, key_mark, name: None, value: node }),
                Some((Key::Merge, key_mark)) => {
                    let all = match node.value {
                        Value::List(items) => items,
                        _ => vec![node],
                    };
                    for one in all {
                        match one.value {
                            Value::Block(more) => merged.extend(more),
                            Value::Broken => {}
                            _ => {
                                let problem = "only an object can be merged".to_owned();
                                let finding = fault("IMP-01", problem, "write `<<: *anchor` of an object");
                                self.faults.push((finding, key_mark));
                            }
                        }
                    }
                }
                Some((Key::None, _)) | None => {}
            },
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        let known = self.anchors.get(&anchor);
        match known.map(|(node, size)| (node, self.budget.checked_sub(*size))) {
            Some((node, Some(rest))) => {
                let node = node.clone();
                self.budget = rest;
                self.add(node, 0);
            }
            Some((_, None)) => self.broken(span, "the aliases of this file unfold to far more than is written in it"),
            None => self.broken(span, "an alias stands inside what it stands for"),
        }
    }

    fn broken(&mut self, span: Span, problem: &str) {
        let mark = self.mark(span);
        // A file that unfolds without end is told so once.
        if self.budget > 0 {
            self.faults.push((fault("IMP-01", problem.to_owned(), "write the value out here"), mark));
        }
        self.budget = 0;
        if self.awaits_key() {
            return self.key(Key::None, mark);
        }
        self.add(Node { value: Value::Broken, mark }, 0);
    }
}

/// How many values a node is made of.
fn size(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Block(entries) => 1 + entries.iter().map(|entry| size(&entry.value)).sum::<usize>(),
        _ => 1,
    }
}
