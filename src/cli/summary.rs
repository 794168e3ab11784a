//! Summary of a run: what was found by rule, in how many files, and what was passed over.

use std::collections::BTreeMap;

use eksml_core::findings::Severity;
use eksml_core::rules;
use eksml_import::{Imported, Kind, Passed};

use super::files::File;
use super::objects::Summary;

/// How much was found, by severity.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Count {
    fn of(imported: &Imported) -> Self {
        let mut count = Self::default();
        imported.findings.iter().for_each(|found| count.add(found.finding.severity));
        count
    }

    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counted = [plural(self.errors, "error"), plural(self.warnings, "warning"), plural(self.notes, "note")];
        write!(f, "{}, {} and {}", counted[0], counted[1], counted[2])
    }
}

/// Every rule that was broken with how often, then all that was found, and what could not be read.
pub(super) fn of_check(files: &[File], objects: &Summary) -> String {
    let mut by_rule: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    let mut count = Count::default();
    for found in files.iter().filter_map(|file| file.imported.as_ref().ok()).flat_map(|imported| &imported.findings) {
        *by_rule.entry((found.finding.severity, found.finding.rule)).or_default() += 1;
        count.add(found.finding.severity);
    }
    let mut text = String::new();
    for ((severity, rule), times) in &by_rule {
        let title = rules::find(rule).map_or("", |rule| rule.title);
        text.push_str(&format!("{:>4} {:<8} {rule:<7} {title}\n", times, severity.as_str()));
    }
    if !by_rule.is_empty() {
        text.push('\n');
    }
    text.push_str(&objects.to_string());
    let read = files.iter().filter(|file| !file.is_unread()).count();
    let unread = files.len() - read;
    if unread > 0 {
        text.push_str(&format!("{} could not be read\n", plural(unread, "file")));
    }
    if read > 0 || count.errors > 0 {
        text.push_str(&format!("{count} in {}\n", plural(files.len(), "file")));
    }
    text
}

/// What is none of eksctl's, file by file.
pub(super) fn passed_over(files: &[File]) -> String {
    let mut text = String::new();
    for file in files {
        let Ok(imported) = &file.imported else { continue };
        if !imported.passed.is_empty() {
            let head = if imported.kind == Kind::Other { "there is no ClusterConfig in it, " } else { "" };
            text.push_str(&format!("{}: {head}{} passed over\n", file.name, kinds(&imported.passed)));
        }
    }
    text
}

/// `2 ConfigMaps and 1 Service`
fn kinds(passed: &[Passed]) -> String {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for Passed { kind, .. } in passed {
        match counted.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counted.push((kind, 1)),
        }
    }
    let named: Vec<String> = counted.into_iter().map(|(kind, count)| format!("{count} {}", safe(kind))).collect();
    named.join(", ")
}

/// A kind as a line may show it: it is a text of the file's.
fn safe(kind: &str) -> String {
    kind.chars().map(|c| if c.is_control() { '?' } else { c }).take(63).collect()
}

/// One line for the source of a file.
pub(super) fn of_import(name: &str, imported: &Imported) -> String {
    let see = match imported.open {
        0 => "nothing to decide in the source".to_owned(),
        open => format!("{} to decide, see the comments in the source", plural(open, "thing")),
    };
    format!("{name}: {}; {see}\n", Count::of(imported))
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
