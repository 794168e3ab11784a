//! Tables of keys: which keys an object has, of what type each is, which words it takes, whether it must be there.
//!
//! A row is one position: `object`, `key`, `type`, `required`, `words`, `limits`, `pattern`. A key ends in `[]` for the items of a
//! list and in `{}` for the values of a map where those have limits of their own; the key `*` stands for all that are not named, and
//! an object without it has no others. Types: see [`Type`]. Objects that are the same stand once, under the shortest place they have.
mod from_schema;

pub use from_schema::{Objects, custom_resource, eksctl};

use std::collections::BTreeSet;

use crate::table::{Row, Table};

/// The columns of a table of keys.
pub const COLUMNS: [&str; 7] = ["object", "key", "type", "required", "words", "limits", "pattern"];

/// The scalar types and those without a form.
pub const PLAIN: [&str; 9] = ["string", "arn", "integer", "number", "boolean", "int-or-string", "object", "list", "map"];

/// What may stand in a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// One of [`PLAIN`], or `any`.
    Plain(String),
    /// A list of that, `[T]`.
    List(Box<Self>),
    /// A map from text to that, `{T}`.
    Map(Box<Self>),
    /// An object of the table, by its name.
    Object(String),
}

impl Type {
    /// Reads a type.
    pub fn parse(text: &str) -> Self {
        let inside = |open: char, close: char| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(items) = inside('[', ']') {
            Self::List(Box::new(Self::parse(items)))
        } else if let Some(values) = inside('{', '}') {
            Self::Map(Box::new(Self::parse(values)))
        } else if text == "any" || PLAIN.contains(&text) {
            Self::Plain(text.to_owned())
        } else {
            Self::Object(text.to_owned())
        }
    }

    /// The object that it is, or is made of.
    pub fn object(&self) -> Option<&str> {
        match self {
            Self::Plain(_) => None,
            Self::List(inner) | Self::Map(inner) => inner.object(),
            Self::Object(name) => Some(name),
        }
    }
}

/// The words of a position; a word that is empty is written `""`.
pub fn words<'t>(row: Row<'t>) -> Result<Vec<&'t str>, String> {
    let cell: &'t str = row.cell("words")?;
    Ok(if cell.is_empty() { Vec::new() } else { cell.split('|').map(|word| if word == "\"\"" { "" } else { word }).collect() })
}

/// What contradicts itself in a table of keys with these objects at its top.
pub fn problems(table: &Table, tops: &[&str]) -> Result<Vec<String>, String> {
    let mut problems = Vec::new();
    let (mut objects, mut places) = (BTreeSet::new(), BTreeSet::new());
    for row in table.rows() {
        objects.insert(row.cell("object")?);
        places.insert((row.cell("object")?, row.cell("key")?.to_owned()));
    }
    let mut used: BTreeSet<String> = tops.iter().map(|top| (*top).to_owned()).collect();
    for row in table.rows() {
        let (object, key, kind) = (row.cell("object")?, row.cell("key")?, row.cell("type")?);
        if let Some(name) = Type::parse(kind).object() {
            if !objects.contains(name) {
                problems.push(format!("{}: there is no object `{name}`", row.place()));
            }
            used.insert(name.to_owned());
        }
        for (plain, ending) in [("list", "[]"), ("map", "{}")] {
            let inner = format!("{key}{ending}");
            if (kind == plain) != places.contains(&(object, inner.clone())) {
                problems.push(format!("{}: type `{plain}` and a row for `{inner}` go together", row.place()));
            }
        }
        if !row.cell("words")?.is_empty() && !matches!(kind, "string" | "integer" | "boolean") {
            problems.push(format!("{}: words are for text, numbers and switches, not for `{kind}`", row.place()));
        }
    }
    let unused = objects.iter().filter(|object| !used.contains(**object));
    problems.extend(unused.map(|object| format!("facts/{}.tsv: nothing is of object `{object}`", table.name)));
    let missing = tops.iter().filter(|top| !objects.contains(*top));
    problems.extend(missing.map(|top| format!("facts/{}.tsv: object `{top}` is missing", table.name)));
    Ok(problems)
}
