//! Prints a rule.

use eksml_core::findings::Severity;
use eksml_core::rules::{self, Example, Rule};

use super::ExitStatus;
use super::console::Console;
use super::spread::spread;

pub(crate) fn run(id: Option<&str>, console: &mut Console<'_>) -> ExitStatus {
    let Some(id) = id else {
        for rule in rules::all() {
            console.print(&format!("{:<7} {:<40} {}\n", rule.id, rule.name, rule.title));
        }
        return ExitStatus::Success;
    };
    if let Some(rule) = rules::find(id) {
        console.print(&text(rule));
        return ExitStatus::Success;
    }
    let near = rules::nearest(id);
    let hint = near.map_or_else(|| "`explain` alone lists all rules".to_owned(), |near| format!("did you mean {near}?"));
    console.tell(&format!("error: there is no rule {id}; {hint}\n"));
    ExitStatus::Usage
}

fn text(rule: &Rule) -> String {
    let severity = match rule.severity {
        Severity::Error => "an error: nothing is emitted, `platform!` does not compile",
        Severity::Warning => "a warning: the manifests are emitted",
        Severity::Note => "a note: nothing is wrong",
    };
    let place = match rule.bad {
        Example::Config(_) => " in a ClusterConfig",
        Example::Objects(_) => " in manifests",
        _ => "",
    };
    format!(
        "{}: {}\nName: {}\n\nA breach is {severity}.\n\nWhy: {}\nSource: {}\n\nRefused{place}:\n\n{}\n\nAccepted:\n\n{}\n\nTo set it aside at one place, for a while:\n\n    waive({}, \"the reason\", until: \"YYYY-MM-DD\"),\n",
        rule.id,
        rule.title,
        rule.name,
        rule.why,
        rule.source,
        indented(&words(&rule.bad)),
        indented(&words(&rule.good)),
        rule.id
    )
}

/// An example as one would write it: eksctl's keys one to a line.
fn words(example: &Example) -> String {
    if example.is_config() { spread(example.words()) } else { example.words().to_owned() }
}

fn indented(words: &str) -> String {
    words
        .trim_matches('\n')
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("    {line}") })
        .collect::<Vec<_>>()
        .join("\n")
}
