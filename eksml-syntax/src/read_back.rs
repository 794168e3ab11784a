//! Printed source, read back: it must be the file that was meant, and its platform the very tree that was printed.

use std::fmt;
use std::str::FromStr as _;

use eksml_core::source::{Entry, Node, Value};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::parse;
use crate::print::{is_undecided, is_undecided_item, says_nothing};

/// Source that does not read as what it was printed from: it is given to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unprintable(String);

impl fmt::Display for Unprintable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the source that would say the same {}, which is a bug in eksml: please report it with the file", self.0)
    }
}

impl std::error::Error for Unprintable {}

/// Holds a printed file to the tree it was printed from.
pub(crate) fn holds(text: &str, tree: &Node) -> Result<(), Unprintable> {
    let fail = |what: &str| Unprintable(what.to_owned());
    let read = platform(text)?;
    if holds_hole(&read) {
        return Err(fail("has an expression in it"));
    }
    if is_same(&decided(tree), &read) { Ok(()) } else { Err(fail("is read as something else")) }
}

/// The tree of the one `platform!` of a printed file, and of nothing else.
///
/// # Errors
/// The text is no such file, or the grammar does not take its platform.
pub fn platform(text: &str) -> Result<Node, Unprintable> {
    let fail = |what: &str| Unprintable(what.to_owned());
    let tokens = TokenStream::from_str(text).map_err(|_| fail("is not made of Rust's tokens"))?;
    let body = body(tokens).ok_or_else(|| fail("is more or less than one platform"))?;
    let (node, _, faults) = parse::platform(body);
    match faults.first() {
        Some((finding, _)) => Err(fail(&format!("is not in the grammar: {}", finding.headline()))),
        None => Ok(node),
    }
}

/// What stands before the body of the macro in every printed file, token by token.
const BEFORE: &str = "use eksml::prelude::*; pub fn platform() -> Platform";

/// The body of the macro, if the file is `use …; pub fn platform() -> Platform { platform! { … } }` to the token.
fn body(file: TokenStream) -> Option<TokenStream> {
    let mut tokens = file.into_iter();
    for expected in TokenStream::from_str(BEFORE).ok()? {
        if tokens.next()?.to_string() != expected.to_string() {
            return None;
        }
    }
    let function = braces(tokens.next()?)?;
    let mut inner = function.into_iter();
    let (name, bang) = (inner.next()?, inner.next()?);
    if name.to_string() != "platform" || bang.to_string() != "!" {
        return None;
    }
    let body = braces(inner.next()?)?;
    (inner.next().is_none() && tokens.next().is_none()).then_some(body)
}

fn braces(token: TokenTree) -> Option<TokenStream> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    }
}

/// The tree without what nobody has decided: that is printed as comments.
fn decided(node: &Node) -> Node {
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().filter(|item| !is_undecided_item(item)).map(decided).collect()),
        Value::Block(entries) => {
            let said = entries.iter().filter(|entry| !is_undecided(&entry.value));
            Value::Block(said.map(|entry| Entry { value: decided(&entry.value), ..entry.clone() }).collect())
        }
        Value::Tagged(word, mark, payload) => Value::Tagged(word.clone(), *mark, Box::new(decided(payload))),
        other => other.clone(),
    };
    Node { value, mark: node.mark }
}

fn holds_hole(node: &Node) -> bool {
    match &node.value {
        Value::Hole(_) | Value::Broken => true,
        Value::Block(entries) => entries.iter().any(|entry| holds_hole(&entry.value)),
        Value::List(items) => items.iter().any(holds_hole),
        Value::Tagged(_, _, payload) => holds_hole(payload),
        Value::Range { from, to, .. } => holds_hole(from) || holds_hole(to),
        _ => false,
    }
}

/// Whether two trees say the same, wherever they stand. In a name, `_` of a word is `-`; the order of a block's entries is no part of it.
fn is_same(printed: &Node, read: &Node) -> bool {
    match (&printed.value, &read.value) {
        (Value::Block(a), Value::Block(b)) => are_same_entries(a, b),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Value::Tagged(a, _, one), Value::Tagged(b, _, other)) => a == b && is_same(one, other),
        (Value::Range { from, to, inclusive }, Value::Range { from: low, to: high, inclusive: closed }) => {
            inclusive == closed && is_same(from, low) && is_same(to, high)
        }
        (Value::Float(a), Value::Float(b)) => a.parse::<f64>().ok() == b.parse::<f64>().ok(),
        (a, b) => a == b,
    }
}

fn are_same_entries(printed: &[Entry], read: &[Entry]) -> bool {
    let is_same_entry = |a: &Entry, b: &Entry| {
        let names = match (&a.name, &b.name) {
            (Some((a, _)), Some((b, _))) => a == b || *a == b.replace('_', "-"),
            (a, b) => a.is_none() && b.is_none(),
        };
        a.key == b.key && names && is_same(&a.value, &b.value)
    };
    // Of a block in a list, an entry that shows its colon comes first.
    let is_empty = |entry: &&Entry| says_nothing(&entry.value);
    let as_in_list = || printed.iter().filter(|entry| !is_empty(entry)).chain(printed.iter().filter(is_empty));
    printed.len() == read.len()
        && (printed.iter().zip(read).all(|(a, b)| is_same_entry(a, b))
            || as_in_list().zip(read).all(|(a, b)| is_same_entry(a, b)))
}
