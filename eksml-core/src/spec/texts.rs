//! Every text of a part of the spec, with the word it was written for: for what must hold of texts wherever they stand.

use super::At;
use super::at::PAYLOAD;
use super::reader::Spec;
use super::shape::{Kind, Mode, Shape};
use crate::source::{Node, Path, Value};

/// The word that a text was written for: the struct and its field, or the enum and its variant.
pub(crate) type Word = (&'static str, &'static str);

/// The module of eksctl's own objects, which have texts of eksctl's.
const EKSCTL: &str = "eksctl::";

impl<T: Spec> At<'_, T> {
    /// Shows every text in this value that is not eksctl's own, each through a lens of its own.
    pub(crate) fn each_text(&self, mut show: impl FnMut(Word, &At<'_, String>)) {
        let node = self.unread().write();
        walk(&node, T::SHAPE, None, self.path(), &mut |word, text, path| show(word, &self.at_path(text, path)));
    }
}

fn walk(node: &Node, shape: &'static Shape, word: Option<Word>, path: &Path, show: &mut impl FnMut(Word, &String, Path)) {
    if shape.rust.starts_with(EKSCTL) {
        return;
    }
    match (&shape.kind, &node.value) {
        (Kind::Text, Value::Str(text)) => {
            if let Some(word) = word {
                show(word, text, path.clone());
            }
        }
        (Kind::Struct { fields, .. }, Value::Block(entries)) => {
            for field in fields.iter().filter(|field| field.mode != Mode::Hidden) {
                if let Some(entry) = entries.iter().find(|entry| entry.key == field.word()) {
                    walk(&entry.value, field.shape, Some((shape.rust, field.name)), &path.field(field.name), show);
                }
            }
        }
        (Kind::Enum(variants, _), Value::Block(entries)) => {
            for entry in entries {
                let variant = variants.iter().find(|variant| variant.name == entry.key);
                if let Some((variant, payload)) = variant.and_then(|variant| Some((variant, variant.payload?))) {
                    walk(&entry.value, payload, Some((shape.rust, variant.name)), &path.field(PAYLOAD), show);
                }
            }
        }
        (Kind::List(inner) | Kind::CountOrList(inner), Value::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, inner, word, &path.index(index), show);
            }
        }
        (Kind::Map(inner), Value::Block(entries)) => {
            for entry in entries {
                walk(&entry.value, inner, word, &path.key(&entry.key), show);
            }
        }
        (Kind::Optional(inner), _) => walk(node, inner, word, path, show),
        _ => (),
    }
}

/// Every word below `shape` that takes a text, in the order in which they are found first.
#[cfg(test)]
pub(crate) fn words_of_texts(shape: &'static Shape) -> Vec<Word> {
    fn collect(shape: &'static Shape, word: Option<Word>, seen: &mut Vec<&'static str>, found: &mut Vec<Word>) {
        if shape.rust.starts_with(EKSCTL) {
            return;
        }
        match &shape.kind {
            // A type of its own that is written as a text has no word of a text's.
            Kind::Text if shape.rust.is_empty() => found.extend(word.filter(|word| !found.contains(word))),
            Kind::Struct { fields, .. } if !seen.contains(&shape.rust) => {
                seen.push(shape.rust);
                for field in fields.iter().filter(|field| field.mode != Mode::Hidden) {
                    collect(field.shape, Some((shape.rust, field.name)), seen, found);
                }
            }
            Kind::Enum(variants, _) if !seen.contains(&shape.rust) => {
                seen.push(shape.rust);
                for (variant, payload) in variants.iter().filter_map(|variant| Some((variant, variant.payload?))) {
                    collect(payload, Some((shape.rust, variant.name)), seen, found);
                }
            }
            Kind::List(inner) | Kind::CountOrList(inner) | Kind::Map(inner) | Kind::Optional(inner) => {
                collect(inner, word, seen, found);
            }
            _ => (),
        }
    }
    let mut found = Vec::new();
    collect(shape, None, &mut Vec::new(), &mut found);
    found
}
