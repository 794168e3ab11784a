//! Texts of a spec, each with its path and what it is given to, whatever type they are of.

use super::Spec;
use super::shape::{Kind, Mode, Shape};
use crate::source::{Node, Path, Value};
use crate::spec::at::PAYLOAD;

/// A text somewhere in a spec.
#[derive(Debug, Clone)]
pub struct Said<'n> {
    /// Where it stands.
    pub path: Path,
    /// The key it is given to, in a map or in an object that is handed on: the name of a variable, a setting, a tag.
    pub key: Option<&'n str>,
    /// The text before it in the same list.
    pub before: Option<&'n str>,
    /// The name of the nearest block around it that has one.
    pub owner: Option<&'n str>,
    /// The field it belongs to.
    pub field: &'static str,
    /// The type and its word that it is written for: a struct's field or an enum's variant.
    pub word: (&'static str, &'static str),
    /// Whether its type takes any text; otherwise it has a form of its own, as names and quantities have.
    pub is_free: bool,
    /// The text.
    pub text: &'n str,
}

/// Everything that a value says, as a tree in which texts can be looked at.
pub fn written<T: Spec>(value: &T) -> Node {
    value.write()
}

/// Every text of a tree that was written from a value of `T`. What a door fills in by itself is left out.
pub fn texts<'n, T: Spec>(tree: &'n Node, visit: &mut dyn FnMut(&Said<'n>)) {
    let around =
        Said { path: Path::root(), key: None, before: None, owner: None, field: "", word: ("", ""), is_free: false, text: "" };
    walk(T::SHAPE, tree, &around, visit);
}

/// Every text of an object that no type of ours describes.
pub fn texts_of_document<'n>(tree: &'n Node, visit: &mut dyn FnMut(&Said<'n>)) {
    let around =
        Said { path: Path::root(), key: None, before: None, owner: None, field: "", word: ("", ""), is_free: false, text: "" };
    document(tree, &around, visit);
}

fn walk<'n>(shape: &'static Shape, node: &'n Node, around: &Said<'n>, visit: &mut dyn FnMut(&Said<'n>)) {
    match (&shape.kind, &node.value) {
        (Kind::Optional(inner), _) => walk(inner, node, around, visit),
        (Kind::Struct { fields, .. }, Value::Block(entries)) => {
            let named = fields.iter().find(|field| field.mode == Mode::Name);
            let own = named
                .and_then(|field| entries.iter().find(|entry| entry.key == field.word()))
                .and_then(|entry| text(&entry.value));
            let owner = own.or(around.owner);
            for entry in entries {
                let Some(field) = fields.iter().find(|field| field.word() == entry.key) else { continue };
                if field.mode != Mode::Hidden {
                    let path = around.path.field(field.name);
                    let inside = Said {
                        path,
                        key: None,
                        before: None,
                        owner,
                        field: field.name,
                        word: (shape.rust, field.name),
                        ..around.clone()
                    };
                    walk(field.shape, &entry.value, &inside, visit);
                }
            }
        }
        (Kind::Enum(variants, _) | Kind::Choice(variants), Value::Block(entries)) => {
            for entry in entries {
                let of = |word: &&super::shape::Variant| {
                    word.name == entry.key || word.word.is_some_and(|word| word.text == entry.key)
                };
                if let Some((variant, payload)) = variants.iter().find(of).and_then(|it| Some((it, it.payload?))) {
                    let word = (shape.rust, variant.name);
                    let inside = Said { path: around.path.field(PAYLOAD), word, ..around.clone() };
                    walk(payload, &entry.value, &inside, visit);
                }
            }
        }
        (Kind::List(inner) | Kind::CountOrList(inner), Value::List(items)) => {
            each(items, around, &mut |item, inside| walk(inner, item, inside, visit));
        }
        (Kind::Map(inner), Value::Block(entries)) => {
            for entry in entries {
                let inside = Said { path: around.path.key(&entry.key), key: Some(&entry.key), ..around.clone() };
                walk(inner, &entry.value, &inside, visit);
            }
        }
        (Kind::Document, _) => document(node, around, visit),
        (Kind::Text, Value::Str(text)) => visit(&Said { is_free: true, text, ..around.clone() }),
        (_, Value::Str(text)) => visit(&Said { is_free: false, text, ..around.clone() }),
        _ => {}
    }
}

/// The elements of a list, each with the text before it.
fn each<'n>(items: &'n [Node], around: &Said<'n>, visit: &mut dyn FnMut(&'n Node, &Said<'n>)) {
    let mut before = None;
    for (index, item) in items.iter().enumerate() {
        visit(item, &Said { path: around.path.index(index), before, ..around.clone() });
        before = text(item);
    }
}

/// An object that is handed on unread. In `{name: DB_PASSWORD, value: …}` the value is given to the name.
fn document<'n>(node: &'n Node, around: &Said<'n>, visit: &mut dyn FnMut(&Said<'n>)) {
    match &node.value {
        Value::Block(entries) => {
            let named = entries.iter().find(|entry| entry.key == "name").and_then(|entry| text(&entry.value));
            for entry in entries {
                let key = named.filter(|_| entry.key == "value").unwrap_or(&entry.key);
                let inside = Said { path: around.path.key(&entry.key), key: Some(key), before: None, ..around.clone() };
                document(&entry.value, &inside, visit);
            }
        }
        Value::List(items) => each(items, around, &mut |item, inside| document(item, inside, visit)),
        Value::Str(text) | Value::Float(text) => visit(&Said { is_free: true, text, ..around.clone() }),
        _ => {}
    }
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Str(text) => Some(text),
        _ => None,
    }
}

/// Every word of the spec's own types below `shape` that takes any text, in alphabetical order.
#[cfg(test)]
pub(crate) fn words_of_texts(shape: &'static Shape) -> std::collections::BTreeSet<(&'static str, &'static str)> {
    type Words = std::collections::BTreeSet<(&'static str, &'static str)>;
    fn collect(shape: &'static Shape, word: (&'static str, &'static str), seen: &mut Vec<&'static str>, found: &mut Words) {
        if shape.rust.starts_with("eksctl::") {
            return;
        }
        match &shape.kind {
            // A type of its own that is written as a text has no word of a text's.
            Kind::Text if shape.rust.is_empty() => _ = found.insert(word),
            Kind::Struct { fields, .. } if !seen.contains(&shape.rust) => {
                seen.push(shape.rust);
                for field in fields.iter().filter(|field| field.mode != Mode::Hidden) {
                    collect(field.shape, (shape.rust, field.name), seen, found);
                }
            }
            Kind::Enum(variants, _) if !seen.contains(&shape.rust) => {
                seen.push(shape.rust);
                for (variant, payload) in variants.iter().filter_map(|variant| Some((variant, variant.payload?))) {
                    collect(payload, (shape.rust, variant.name), seen, found);
                }
            }
            Kind::List(inner) | Kind::CountOrList(inner) | Kind::Map(inner) | Kind::Optional(inner) => {
                collect(inner, word, seen, found);
            }
            _ => (),
        }
    }
    let mut found = Words::new();
    collect(shape, ("", ""), &mut Vec::new(), &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Platform;

    const PLANTED: &str = "planted";

    /// A tree for every text that values of a shape can hold, with nothing else in it.
    fn plants(shape: &'static Shape, way: &mut Vec<&'static str>) -> Vec<Node> {
        let within = |node: Node, key: &str| Node::block([(key, node)]);
        match &shape.kind {
            Kind::Text => vec![Node::text(PLANTED)],
            Kind::Document => vec![within(Node::plain(Value::List(vec![Node::text(PLANTED)])), "any")],
            Kind::Optional(inner) => plants(inner, way),
            Kind::List(inner) | Kind::CountOrList(inner) => {
                plants(inner, way).into_iter().map(|node| Node::plain(Value::List(vec![node]))).collect()
            }
            Kind::Map(inner) => plants(inner, way).into_iter().map(|node| within(node, "key")).collect(),
            // A type that holds itself is tried once.
            Kind::Struct { .. } | Kind::Enum(..) | Kind::Choice(_) if !shape.rust.is_empty() && way.contains(&shape.rust) => {
                Vec::new()
            }
            Kind::Struct { fields, .. } => {
                way.push(shape.rust);
                let seen = fields.iter().filter(|field| field.mode != Mode::Hidden);
                let all = seen.flat_map(|field| {
                    plants(field.shape, way).into_iter().map(|node| within(node, &field.word())).collect::<Vec<_>>()
                });
                let all = all.collect();
                way.pop();
                all
            }
            Kind::Enum(variants, _) | Kind::Choice(variants) => {
                way.push(shape.rust);
                let word = |variant: &super::super::shape::Variant| variant.word.map_or(variant.name, |word| word.text);
                let all = variants.iter().filter_map(|variant| Some((word(variant), variant.payload?)));
                let all = all.flat_map(|(word, payload)| {
                    plants(payload, way).into_iter().map(|node| within(node, word)).collect::<Vec<_>>()
                });
                let all = all.collect();
                way.pop();
                all
            }
            _ => Vec::new(),
        }
    }

    #[test]
    fn every_text_of_every_word_is_seen() {
        let plants = plants(Platform::SHAPE, &mut Vec::new());
        assert!(plants.len() > 150, "only {} texts", plants.len());
        for tree in plants {
            let mut seen = Vec::new();
            texts::<Platform>(&tree, &mut |said| seen.push((said.text.to_owned(), said.is_free, said.path.clone())));
            assert!(
                matches!(seen.as_slice(), [(text, true, path)] if text == PLANTED && !path.steps().is_empty()),
                "{seen:?} {tree:?}"
            );
        }
    }
}
