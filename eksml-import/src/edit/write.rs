//! Values as YAML text: on one line, or as the entries of a new block.

use eksml_core::source::{Node, Step, Value};

use super::tree::Style;
use crate::scalar::plain;

/// A text in this style, or in double quotes where it would mean something else.
pub(super) fn scalar(text: &str, style: Style) -> String {
    let is_word = text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':'))
        && !text.contains(": ")
        && !text.ends_with(':')
        && plain(text) == Value::Str(text.to_owned());
    match style {
        Style::Plain if is_word => text.to_owned(),
        Style::Single if !text.contains(['\'', '\n', '\t']) => format!("'{text}'"),
        _ => {
            let mut quoted = String::from('"');
            for c in text.chars() {
                match c {
                    '"' | '\\' => quoted.extend(['\\', c]),
                    '\n' => quoted.push_str("\\n"),
                    '\t' => quoted.push_str("\\t"),
                    c => quoted.push(c),
                }
            }
            quoted + "\""
        }
    }
}

/// A value on one line; none for what YAML has no form for.
pub(super) fn flow(node: &Node, is_json: bool) -> Option<String> {
    let style = if is_json { Style::Double } else { Style::Plain };
    Some(match &node.value {
        Value::Str(text) | Value::Word(text) => scalar(text, style),
        Value::Int(number) => number.to_string(),
        Value::Float(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        Value::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(|item| flow(item, is_json)).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Block(entries) => {
            let one = |entry: &eksml_core::source::Entry| {
                Some(format!("{}: {}", scalar(&entry.key, style), flow(&entry.value, is_json)?))
            };
            let entries: Option<Vec<String>> = entries.iter().map(one).collect();
            format!("{{{}}}", entries?.join(", "))
        }
        _ => return None,
    })
}

/// `key: value`, whose key stands in this column; a block's entries on lines of their own.
pub(super) fn entry(key: &str, value: &Node, column: usize, newline: &str) -> Option<String> {
    let key = scalar(key, Style::Plain);
    let Value::Block(entries) = &value.value else { return Some(format!("{key}: {}", flow(value, false)?)) };
    let mut text = format!("{key}:");
    for one in entries {
        let column = column + 2;
        text.push_str(&format!("{newline}{}{}", " ".repeat(column), entry(&one.key, &one.value, column, newline)?));
    }
    Some(text)
}

/// The value with the blocks around it that `path` leads through.
pub(super) fn nested(path: &[Step], value: &Node) -> Option<Node> {
    path.iter().rev().try_fold(value.clone(), |inner, step| match step {
        Step::Key(key) => Some(Node::block([(key.as_str(), inner)])),
        _ => None,
    })
}
