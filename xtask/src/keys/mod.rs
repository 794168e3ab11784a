//! Tables of keys: which keys an object has, of what type each is, which words it takes, whether it must be there.
//!
//! A row is one position: `object`, `key`, `type`, `required`, `words`, `limits`, `pattern`. A key ends in `[]` for the items of a
//! list and in `{}` for the values of a map where those have limits of their own; the key `*` stands for all that are not named, and
//! an object without it has no others. Types: see [`Type`]. Objects that are the same stand once, under the shortest place they have.
mod from_schema;

pub use from_schema::{Objects, custom_resource, eksctl};

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
    let objects: Vec<&str> = table.rows().map(|row| row.cell("object")).collect::<Result<_, _>>()?;
    let mut used: Vec<String> = tops.iter().map(|top| (*top).to_owned()).collect();
    for row in table.rows() {
        let cell = row.cell("type")?;
        if let Some(object) = Type::parse(cell).object() {
            if !objects.contains(&object) {
                problems.push(format!("{}: there is no object `{object}`", row.place()));
            }
            used.push(object.to_owned());
        }
        let key = row.cell("key")?;
        for (plain, ending) in [("list", "[]"), ("map", "{}")] {
            let inner = format!("{key}{ending}");
            let has_inner = table.rows().any(|other| {
                other.cell("object").ok() == row.cell("object").ok() && other.cell("key").is_ok_and(|key| key == inner)
            });
            if (cell == plain) != has_inner {
                problems.push(format!("{}: type `{plain}` and a row for `{inner}` go together", row.place()));
            }
        }
        if !words(row)?.is_empty() && !matches!(cell, "string" | "integer" | "boolean") {
            problems.push(format!("{}: words are for text, numbers and switches, not for `{cell}`", row.place()));
        }
    }
    let unused = objects.iter().filter(|object| !used.iter().any(|name| name == *object));
    let mut unused: Vec<&str> = unused.copied().collect();
    unused.dedup();
    problems.extend(unused.iter().map(|object| format!("facts/{}.tsv: nothing is of object `{object}`", table.name)));
    for top in tops {
        if !objects.contains(top) {
            problems.push(format!("facts/{}.tsv: object `{top}` is missing", table.name));
        }
    }
    Ok(problems)
}
