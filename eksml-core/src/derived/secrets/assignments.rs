//! Secrets that a text gives to a name: options of a command, variables, lines of a settings file, headers.

use super::{Secret, is_reference, names};

/// The first value in a text that is given to the name of a secret.
pub(super) fn find(text: &str) -> Option<Secret<'_>> {
    text.lines().find_map(|line| setting(line).or_else(|| in_words(line)).or_else(|| header(line)))
}

/// Whether the value of an option is a secret.
pub(super) fn is_secret_option(option: &str, value: &str) -> bool {
    option.strip_prefix("--").is_some_and(|name| names::is_named_secret(name, value)) && !value.starts_with('-')
}

/// A line of a settings file: `name = value`, `name: value`, `"name": "value"`, `- name: value`.
fn setting(line: &str) -> Option<Secret<'_>> {
    let line = line.trim().trim_start_matches("- ").trim_start_matches("export ").trim_start_matches(['{', ' ']);
    let name_end = line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'')))?;
    let (name, rest) = (unquoted(line.get(..name_end)?), line.get(name_end..)?.trim_start());
    let value = rest.strip_prefix('=').or_else(|| rest.strip_prefix(": ")).or_else(|| rest.strip_prefix(':'))?.trim();
    // `name: value, other: value` and `name: value # remark`
    let value = value.split(" #").next()?.trim_end_matches([',', '}', ' ', ';']);
    given(name, value)
}

/// A value with a name before it, anywhere in a line: `NAME=value`, `--name=value`, `--name value`.
fn in_words(line: &str) -> Option<Secret<'_>> {
    let mut words = line
        .split(|c: char| c.is_whitespace() || matches!(c, ';' | '|' | '&' | ',' | '[' | ']'))
        .filter(|word| !word.is_empty())
        .peekable();
    while let Some(word) = words.next() {
        let word = word.trim_matches(['"', '\'', '`']);
        if let Some((name, value)) = word.split_once('=')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
            && let Some(found) = given(name.trim_start_matches('-'), value)
        {
            return Some(found);
        }
        if let (Some(name), Some(value)) = (word.strip_prefix("--"), words.peek())
            && !value.starts_with('-')
            && let Some(found) = given(name, value)
        {
            return Some(found);
        }
    }
    None
}

/// `Authorization: Bearer …`
fn header(line: &str) -> Option<Secret<'_>> {
    let at = line.to_ascii_lowercase().find("authorization:")?;
    let mut words = line.get(at + "authorization:".len()..)?.split_whitespace();
    let (scheme, value) = (words.next()?, unquoted(words.next()?));
    let known = ["bearer", "basic", "token"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    (known && value.len() >= 8 && !is_reference(value) && !value.starts_with('$'))
        .then(|| Secret::new("a credential in a header", value))
}

fn given<'a>(name: &str, value: &'a str) -> Option<Secret<'a>> {
    let value = unquoted(value);
    // A value with blanks in it is prose; one that begins with `$(` is what a command answers.
    let is_answer = ["$(", "${", "`"].iter().any(|start| value.starts_with(start));
    (!is_answer && names::is_named_secret(name, value) && !value.contains(char::is_whitespace))
        .then(|| Secret::new("a secret by its name", value))
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}
