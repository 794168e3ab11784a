//! Findings as JSON: a list of objects, for programs.

use eksml_core::eksctl::Json;
use eksml_core::rules;
use eksml_import::{Found, Replacement, Text};

use super::files::File;

/// Every finding of every file.
pub(super) fn findings(files: &[File]) -> Json {
    let mut all = Vec::new();
    for file in files {
        let Ok(imported) = &file.imported else { continue };
        for found in &imported.findings {
            let (line, column) = imported.text.position(found.mark);
            let range = imported.text.stretch(found.mark);
            let width = imported.text.text.get(range).map_or(0, |word| word.chars().count());
            all.push(Json::object([
                ("file", Json::from(file.name.as_str())),
                ("line", number(line)),
                ("column", number(column)),
                ("endColumn", number(column + width)),
                ("rule", Json::from(found.finding.rule)),
                ("name", Json::from(rules::find(found.finding.rule).map_or("", |rule| rule.name))),
                ("severity", Json::from(found.finding.severity.as_str())),
                ("place", Json::from(found.place.as_str())),
                ("problem", Json::from(found.finding.problem.as_str())),
                ("why", Json::from(found.finding.why.as_str())),
                ("fix", Json::from(found.finding.fix.as_str())),
                ("edits", Json::List(edits(found, &imported.text))),
                ("applicability", Json::from(found.finding.applicability.as_str())),
            ]));
        }
    }
    Json::List(all)
}

/// What the edits of a finding change in the text.
fn edits(found: &Found, text: &Text) -> Vec<Json> {
    let one = |replacement: &Replacement| {
        let ((line, column), (end_line, end_column)) = (text.place(replacement.start), text.place(replacement.end));
        Json::object([
            ("line", number(line)),
            ("column", number(column)),
            ("endLine", number(end_line)),
            ("endColumn", number(end_column)),
            ("text", Json::from(replacement.text.as_str())),
        ])
    };
    found.replacements.iter().map(one).collect()
}

/// A whole number.
pub(super) fn number(number: usize) -> Json {
    Json::Int(number as i128)
}
