//! Pieces of a value tree in the words of `platform!`, each with a mark of its own that leads back to the file.

use std::collections::{BTreeMap, HashSet};

use eksml_core::source::{Entry, Mark, Node, Value};
use eksml_core::spec::shape::Shape;

/// The marks of a translated tree: every part has its own, and each leads to the word of the file it comes from.
#[derive(Debug, Default)]
pub(super) struct Origins(Vec<Mark>);

impl Origins {
    /// A new mark for something that comes from `mark` of the file.
    pub(super) fn of(&mut self, mark: Mark) -> Mark {
        self.0.push(mark);
        Mark(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// The word of the file that a translated mark comes from.
    pub(super) fn back(&self, mark: Mark) -> Mark {
        self.0.get(mark.0 as usize).copied().unwrap_or(Mark(0))
    }

    /// The first translated mark that comes from each mark of the file.
    pub(super) fn forth(&self) -> BTreeMap<Mark, Mark> {
        let mut first = BTreeMap::new();
        for (own, mark) in (0..).map(Mark).zip(&self.0) {
            first.entry(*mark).or_insert(own);
        }
        first
    }

    /// A value that comes from `mark`.
    pub(super) fn node(&mut self, value: Value, mark: Mark) -> Node {
        Node { value, mark: self.of(mark) }
    }

    /// A bare word.
    pub(super) fn word(&mut self, word: &str, mark: Mark) -> Node {
        self.node(Value::Word(word.to_owned()), mark)
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str, mark: Mark) -> Node {
        self.node(Value::Str(text.to_owned()), mark)
    }

    /// A word with a value.
    pub(super) fn tagged(&mut self, word: &str, payload: Node, mark: Mark) -> Node {
        let own = self.of(mark);
        Node { value: Value::Tagged(word.to_owned(), own, Box::new(payload)), mark: own }
    }

    /// `key: value`
    pub(super) fn entry(&mut self, key: &str, value: Node, mark: Mark) -> Entry {
        Entry { key: key.to_owned(), key_mark: self.of(mark), name: None, value }
    }

    /// A copy of a part of the file.
    pub(super) fn copy(&mut self, node: &Node) -> Node {
        let value = match &node.value {
            Value::List(items) => Value::List(items.iter().map(|item| self.copy(item)).collect()),
            Value::Block(entries) => {
                let kept = entries.iter().map(|entry| self.copied(entry, &entry.key)).collect();
                Value::Block(kept)
            }
            other => other.clone(),
        };
        self.node(value, node.mark)
    }

    /// A copy of an entry of the file under a key.
    pub(super) fn copied(&mut self, entry: &Entry, key: &str) -> Entry {
        let value = self.copy(&entry.value);
        self.entry(key, value, entry.key_mark)
    }
}

/// An object of the file whose keys are taken one by one; what is not taken, no word covers.
pub(super) struct Object<'n> {
    entries: Vec<&'n Entry>,
}

impl<'n> Object<'n> {
    /// The keys of a block, each once; none of anything else. A null says nothing.
    pub(super) fn of(node: &'n Node) -> Self {
        let mut seen = HashSet::new();
        let entries = match &node.value {
            Value::Block(entries) => {
                entries.iter().filter(|entry| entry.value.value != Value::Null && seen.insert(entry.key.as_str())).collect()
            }
            _ => Vec::new(),
        };
        Self { entries }
    }

    /// Takes a key.
    pub(super) fn take(&mut self, key: &str) -> Option<&'n Entry> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }

    /// Looks at a key and leaves it.
    pub(super) fn peek(&self, key: &str) -> Option<&'n Entry> {
        self.entries.iter().find(|entry| entry.key == key).copied()
    }

    /// Leaves a key out.
    pub(super) fn without(mut self, key: &str, is_left_out: bool) -> Self {
        if is_left_out {
            self.take(key);
        }
        self
    }

    /// Takes a key whose value is an object, as one.
    pub(super) fn object(&mut self, key: &str) -> (Option<&'n Entry>, Self) {
        let entry = self.take(key);
        (entry, entry.map_or(Self { entries: Vec::new() }, |entry| Self::of(&entry.value)))
    }

    /// What is left of the keys that `shape` has; others were refused when the file was read.
    pub(super) fn rest_of(self, shape: &'static Shape) -> Vec<&'n Entry> {
        self.entries.into_iter().filter(|entry| shape.field_of_key(&entry.key).is_some()).collect()
    }

    /// What is left.
    pub(super) fn rest(self) -> Vec<&'n Entry> {
        self.entries
    }
}

/// The text of an entry's value, if it is one.
pub(super) fn text(entry: &Entry) -> Option<&str> {
    match &entry.value.value {
        Value::Str(text) => Some(text),
        _ => None,
    }
}

/// Whether an entry's value is this truth value.
pub(super) fn is(entry: Option<&Entry>, truth: bool) -> bool {
    entry.is_some_and(|entry| entry.value.value == Value::Bool(truth))
}

/// The number of an entry's value, if it is one that counts things.
pub(super) fn count(entry: Option<&Entry>) -> Option<i128> {
    match entry?.value.value {
        Value::Int(number) if number >= 0 => Some(number),
        _ => None,
    }
}

/// The items of an entry's list.
pub(super) fn items(entry: Option<&Entry>) -> &[Node] {
    match entry.map(|entry| &entry.value.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}
