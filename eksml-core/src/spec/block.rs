//! What a block says, sorted out by field: given, missing, misspelt.

use super::Spec;
use super::reader::{Dialect, Reader, expects};
use super::shape::{Field, Kind, Mode, snake};
use crate::source::{Entry, Mark, Node, Path, Value};

/// The entries of one block, sorted out by field.
#[derive(Debug)]
pub struct Block<'n> {
    pub(super) fields: &'static [Field],
    pub(super) name: Option<&'n (String, Mark)>,
    pub(super) entries: Vec<(&'static Field, Option<&'static str>, &'n Entry)>,
    /// Fields that an unknown word probably means, or a refused one: they are reported as that, not as missing too.
    pub(super) misspelt: Vec<&'static Field>,
    /// Whether there is a block to look into.
    pub(super) whole: bool,
}

/// What a block says of one field.
enum Given<'n> {
    /// Nothing that could be read.
    Nothing,
    /// A value that stands nowhere by itself: a name before the block, a variant's word as key.
    Made(Node),
    /// One entry.
    Entry(&'n Entry),
    /// Any number of entries, each under this word or all of them in a list.
    Each(&'static str, Vec<&'n Entry>),
}

impl Block<'_> {
    /// Reads the field `name` of this block.
    pub fn take<T: Spec>(&self, name: &'static str, node: &Node, path: &Path, reader: &mut Reader) -> T {
        let at = path.field(name);
        match self.given(name, node, path, &at, reader) {
            Given::Nothing => T::stand_in(),
            Given::Made(node) => T::read(&node, &at, reader),
            Given::Entry(entry) => T::read_named(&entry.value, entry.name.as_ref(), &at, reader),
            Given::Each(word, entries) => {
                let mut list = T::stand_in();
                for entry in entries {
                    if entry.key == word && reader.dialect == Dialect::Words {
                        list.push(entry, &at, reader);
                    } else {
                        reader.place(&at, Some(entry), &entry.value);
                        list = T::read(&entry.value, &at, reader);
                    }
                }
                list
            }
        }
    }

    /// What the block says of its field `name`, whatever the field's type: the compiler makes [`take`](Self::take) anew for every type,
    /// and this once.
    fn given(&self, name: &'static str, node: &Node, path: &Path, at: &Path, reader: &mut Reader) -> Given<'_> {
        let Some(field) = self.fields.iter().find(|field| field.name == name) else { return Given::Nothing };
        if !self.whole || field.mode == Mode::Hidden && reader.dialect != Dialect::Data {
            return Given::Nothing;
        }
        if let (Mode::Name, Some((text, mark))) = (field.mode, self.name) {
            let node = Node { value: Value::Word(text.clone()), mark: *mark };
            reader.place(at, None, &node);
            return Given::Made(node);
        }
        let misspelt = self.misspelt.iter().any(|known| known.name == name);
        if misspelt {
            reader.unknown.push(at.clone());
        }
        let mut entries =
            self.entries.iter().filter(|(known, ..)| known.name == name).map(|(_, variant, entry)| (*variant, *entry));
        if let Mode::Each(word) = field.mode {
            return Given::Each(word, entries.map(|(_, entry)| entry).collect());
        }
        match entries.next() {
            Some((Some(variant), entry)) => {
                let value = match &entry.value.value {
                    Value::Present => Value::Word(variant.to_owned()),
                    _ => Value::Tagged(variant.to_owned(), entry.key_mark, Box::new(entry.value.clone())),
                };
                reader.place(at, Some(entry), &entry.value);
                Given::Made(Node { value, mark: entry.key_mark })
            }
            Some((None, entry)) => {
                reader.place(at, Some(entry), &entry.value);
                Given::Entry(entry)
            }
            None => {
                if !misspelt && !matches!(field.mode, Mode::Optional | Mode::Hidden) {
                    self.missing(field, node, path, reader);
                    reader.unknown.push(at.clone());
                }
                Given::Nothing
            }
        }
    }

    fn missing(&self, field: &Field, node: &Node, path: &Path, reader: &mut Reader) {
        let mark = self.name.map(|(_, mark)| *mark).or_else(|| reader.places.word(path)).unwrap_or(node.mark);
        let (problem, fix) = match (field.mode, &field.shape.kind) {
            _ if reader.dialect == Dialect::Data => {
                (format!("`{}` is missing", field.word()), format!("add `{}`, {}", field.word(), expects(field.shape)))
            }
            (Mode::Name, _) => ("a name is missing".to_owned(), "put it between the keyword and the block".to_owned()),
            (Mode::OneOf, Kind::Enum(..)) => {
                let words: Vec<_> = field.shape.words().iter().map(|word| snake(word)).collect();
                ("its kind is missing".to_owned(), format!("add one of {}", words.join(", ")))
            }
            _ => {
                let word = field.word();
                (format!("`{word}` is missing"), format!("add `{word}: …`, {}", expects(field.shape)))
            }
        };
        reader.fault("DSL-05", path, mark, problem, fix);
    }
}
