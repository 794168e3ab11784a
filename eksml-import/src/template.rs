//! Templates: files that another tool fills in before eksctl reads them.
//!
//! What stands in a placeholder is unknown. So it becomes a hole in the tree, of which no rule judges anything, and the file is told
//! once that it is a template.

use super::text::Text;
use super::yaml::fault;
use eksml_core::findings::Finding;
use eksml_core::source::{Mark, Node, Value};

/// Keys whose texts are scripts or policies: `$HOME` and `<<EOF` are their own there.
const SCRIPTS: [&str; 6] =
    ["preBootstrapCommands", "overrideBootstrapCommand", "bottlerocket", "attachPolicy", "permissionPolicy", "annotations"];

/// A tool that fills placeholders in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// `${NAME}`
    Environment,
    /// `{{ .Values.name }}`
    Braces,
    /// `<name>`
    Hand,
}

/// A placeholder.
struct Placeholder {
    by: By,
    text: String,
    mark: Mark,
}

/// Makes holes of the placeholders of a file, and says that it is a template.
pub(super) fn holes(node: &mut Node) -> Option<(Finding, Mark)> {
    let mut found = Vec::new();
    walk(node, &mut found);
    told(&found)
}

/// Of a text that is not even YAML: whether that is because it is a template.
pub(super) fn unread(text: &mut Text) -> Option<(Finding, Mark)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.text.clone().split_inclusive('\n') {
        if !line.trim_start().starts_with('#')
            && let Some(range) = braces(line)
        {
            let before = line.get(..range.start).unwrap_or_default().chars().count();
            let shown = line.get(range).unwrap_or_default().to_owned();
            let mark = text.mark(at + before, at + before + shown.chars().count());
            found.push(Placeholder { by: By::Braces, text: shown, mark });
        }
        at += line.chars().count();
    }
    told(&found)
}

fn told(found: &[Placeholder]) -> Option<(Finding, Mark)> {
    let first = found.first()?;
    let others = match found.len() {
        1 => String::new(),
        2 => " and one more placeholder".to_owned(),
        more => format!(" and {} more placeholders", more - 1),
    };
    let problem = format!("this is a template: `{}`{others} are still to be filled in", first.text);
    let problem = if found.len() == 1 { problem.replace(" are still", " is still") } else { problem };
    let how = match first.by {
        By::Environment => "render it first: `envsubst < FILE | eksml check -`",
        By::Braces => "render it first, with the tool that it is for: `helm template CHART | eksml check -`, for example",
        By::Hand => "write the values in",
    };
    let fix = format!("{how}; what depends on them is not judged");
    Some((fault("IMP-05", problem, &fix), first.mark))
}

fn walk(node: &mut Node, found: &mut Vec<Placeholder>) {
    match &mut node.value {
        Value::Str(text) => {
            if let Some((by, text)) = placeholder(text) {
                found.push(Placeholder { by, text, mark: node.mark });
                node.value = Value::Hole(0);
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| walk(item, found)),
        Value::Block(entries) => {
            // `{{ .Values.x }}` without quotes is an object with an object as its key, and a key that is filled in may be any.
            let key = entries.iter().find_map(|entry| Some((placeholder(&entry.key)?, entry.key_mark)));
            if let Some(((by, text), mark)) = key {
                found.push(Placeholder { by, text, mark });
                node.value = Value::Hole(0);
                return;
            }
            for entry in entries.iter_mut().filter(|entry| !SCRIPTS.contains(&entry.key.as_str())) {
                walk(&mut entry.value, found);
            }
        }
        _ => {}
    }
}

/// The first placeholder of a text.
fn placeholder(text: &str) -> Option<(By, String)> {
    // Several lines are a script or a document of their own, and two versions of launch templates are called so by EC2.
    if text.contains('\n') || matches!(text, "$Latest" | "$Default") {
        return None;
    }
    if let Some(range) = braces(text) {
        return Some((By::Braces, text.get(range)?.to_owned()));
    }
    if let Some(name) = variable(text) {
        return Some((By::Environment, name.to_owned()));
    }
    angle(text).or_else(|| shouted(text)).map(|name| (By::Hand, name.to_owned()))
}

/// `{{ … }}`
fn braces(text: &str) -> Option<std::ops::Range<usize>> {
    let from = text.find("{{")?;
    let to = from + text.get(from..)?.find("}}")? + 2;
    Some(from..to)
}

/// `$NAME`, `${NAME}` or `${NAME:-…}`, but not `${aws:username}`.
fn variable(text: &str) -> Option<&str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    for (at, _) in text.match_indices('$') {
        let rest = text.get(at + 1..)?;
        let inner = rest.strip_prefix('{').unwrap_or(rest);
        let length = inner.find(|c| !is_name(c)).unwrap_or(inner.len());
        if length == 0 || inner.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if inner.len() == rest.len() {
            return text.get(at..=at + length);
        }
        let behind = inner.get(length..)?;
        let ends = behind.find('}')?;
        if ends == 0 || behind.starts_with(['-', '=']) || behind.starts_with(":-") || behind.starts_with(":=") {
            return text.get(at..at + 2 + length + ends + 1);
        }
    }
    None
}

/// `<account id>`
fn angle(text: &str) -> Option<&str> {
    let from = text.find('<')?;
    let inner = text.get(from + 1..)?;
    let length = inner.find('>')?;
    let name = inner.get(..length)?;
    let is_name = !name.is_empty()
        && name.starts_with(|c: char| c.is_alphanumeric())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/' | ':'));
    is_name.then(|| text.get(from..from + length + 2)).flatten()
}

/// `PLACEHOLDER_REGION`
fn shouted(text: &str) -> Option<&str> {
    let is_one = ["PLACEHOLDER", "REPLACE", "CHANGE_ME", "CHANGEME", "YOUR_"].iter().any(|word| text.starts_with(word));
    let is_shouted = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    (is_one && is_shouted).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_texts() {
        for (text, shown) in [
            ("${CLUSTER_NAME}", Some("${CLUSTER_NAME}")),
            ("a-$REGION-b", Some("$REGION")),
            ("${REGION:-us-west-2}", Some("${REGION:-us-west-2}")),
            ("arn:aws:iam::<account id>:role/x", Some("<account id>")),
            ("{{ .Values.name }}", Some("{{ .Values.name }}")),
            ("PLACEHOLDER_AZ_1", Some("PLACEHOLDER_AZ_1")),
            ("PRODUCTION_A", None),
            ("${aws:username}", None),
            ("5$", None),
            ("$5", None),
            ("a < b > c", None),
            ("<<EOF", None),
            ("#!/bin/sh\necho $HOME", None),
        ] {
            assert_eq!(placeholder(text).map(|(_, shown)| shown).as_deref(), shown, "{text}");
        }
    }
}
