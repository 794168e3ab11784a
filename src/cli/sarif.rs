//! Findings as SARIF 2.1.0, which code hosts show beside the changed lines.

use std::collections::BTreeMap;

use eksml_core::eksctl::Json;
use eksml_core::rules;

use eksml_import::{Found, Replacement, Text};

use super::files::File;
use super::json::number;

/// The log of one run over all files.
pub(super) fn log(files: &[File]) -> Json {
    let mut results = Vec::new();
    let mut broken = BTreeMap::new();
    for file in files {
        let Ok(imported) = &file.imported else { continue };
        for found in &imported.findings {
            let (line, column) = imported.text.position(found.mark);
            let range = imported.text.stretch(found.mark);
            let width = imported.text.text.get(range).map_or(0, |word| word.chars().count());
            let finding = &found.finding;
            broken.insert(finding.rule, finding.why.as_str());
            let region = Json::object([
                ("startLine", number(line)),
                ("startColumn", number(column)),
                ("endColumn", number(column + width.max(1))),
            ]);
            let place =
                Json::object([("artifactLocation", Json::object([("uri", Json::from(uri(&file.name)))])), ("region", region)]);
            let mut result = vec![
                ("ruleId", Json::from(finding.rule)),
                ("level", Json::from(finding.severity.as_str())),
                ("message", text(&format!("{}. {}", finding.problem, finding.fix))),
                ("locations", Json::List(vec![Json::object([("physicalLocation", place)])])),
            ];
            if !found.replacements.is_empty() {
                result.push(("fixes", Json::List(vec![fix(found, &imported.text, &file.name)])));
            }
            results.push(Json::object(result));
        }
    }
    let rules = broken.iter().map(|(id, why)| {
        let (name, title) = rules::find(id).map_or((*id, *id), |rule| (rule.name, rule.title));
        Json::object([
            ("id", Json::from(*id)),
            ("name", Json::from(name)),
            ("shortDescription", text(title)),
            ("fullDescription", text(why)),
        ])
    });
    let driver = Json::object([
        ("name", Json::from("eksml")),
        ("version", Json::from(env!("CARGO_PKG_VERSION"))),
        ("rules", Json::List(rules.collect())),
    ]);
    let run = Json::object([
        ("tool", Json::object([("driver", driver)])),
        ("columnKind", Json::from("unicodeCodePoints")),
        ("results", Json::List(results)),
    ]);
    Json::object([
        ("$schema", Json::from("https://json.schemastore.org/sarif-2.1.0.json")),
        ("version", Json::from("2.1.0")),
        ("runs", Json::List(vec![run])),
    ])
}

/// What the edits of a finding change in its file.
fn fix(found: &Found, text_of: &Text, file: &str) -> Json {
    let one = |replacement: &Replacement| {
        let ((line, column), (end_line, end_column)) = (text_of.place(replacement.start), text_of.place(replacement.end));
        let region = Json::object([
            ("startLine", number(line)),
            ("startColumn", number(column)),
            ("endLine", number(end_line)),
            ("endColumn", number(end_column)),
        ]);
        Json::object([("deletedRegion", region), ("insertedContent", text(&replacement.text))])
    };
    let change = Json::object([
        ("artifactLocation", Json::object([("uri", Json::from(uri(file)))])),
        ("replacements", Json::List(found.replacements.iter().map(one).collect())),
    ]);
    Json::object([("description", text(&found.finding.fix)), ("artifactChanges", Json::List(vec![change]))])
}

fn text(text: &str) -> Json {
    Json::object([("text", Json::from(text))])
}

/// A relative or absolute path as a URI.
fn uri(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'\\' => uri.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' | b':' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
