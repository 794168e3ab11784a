//! Findings as SARIF 2.1.0, which code hosts show beside the changed lines.

use std::collections::BTreeMap;

use eksml_core::eksctl::Json;
use eksml_core::rules;

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
            results.push(Json::object([
                ("ruleId", Json::from(finding.rule)),
                ("level", Json::from(finding.severity.as_str())),
                ("message", text(&format!("{}. {}", finding.problem, finding.fix))),
                ("locations", Json::List(vec![Json::object([("physicalLocation", place)])])),
            ]));
        }
    }
    let rules = broken.iter().map(|(id, why)| {
        let title = rules::find(id).map_or(*id, |rule| rule.title);
        Json::object([("id", Json::from(*id)), ("shortDescription", text(title)), ("fullDescription", text(why))])
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
