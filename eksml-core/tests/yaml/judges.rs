//! Other people's readers: PyYAML (1.1, pure and libyaml) and ruamel.yaml (1.2 and 1.1) read what is written.
//!
//! `EKSML_PYTHON` names the interpreter, `python3` by default; `EKSML_JUDGES=required` turns a missing reader into a failure.
use crate::nasty;
use eksml_core::yaml::{Documents, to_string};
use serde_json::{Value, json};
use std::process::Command;

#[test]
fn python_readers_read_what_was_written() -> Result<(), Box<dyn std::error::Error>> {
    let python = std::env::var("EKSML_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/judges/yaml_strings.py");
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("yaml-judges");
    std::fs::create_dir_all(&folder)?;

    let mut documents = Documents::new();
    let mut expected: Vec<Value> = Vec::new();
    for text in nasty::strings() {
        let tree = json!({ "value": text, "list": [text, [text]], "keys": { &text: text }, "items": [{ "a": text, "b": "x\ny" }], "last": text });
        documents.push_under(&text, &tree)?;
        expected.push(tree);
    }
    for tree in [json!([1, -1, 0.5, 1e21, -2.5e-9, 1e16, u64::MAX, i64::MIN, true, false, null_tree()]), json!([]), json!({})] {
        documents.push(&tree)?;
        expected.push(tree);
    }
    assert_eq!(to_string(&f64::NAN)?, ".nan\n");
    std::fs::write(folder.join("emitted.yaml"), documents.into_string())?;
    std::fs::write(folder.join("expected.json"), serde_json::to_string(&expected)?)?;

    let required = std::env::var("EKSML_JUDGES").is_ok_and(|value| value == "required");
    let output = match Command::new(&python).arg(script).arg(&folder).args(required.then_some("--required")).output() {
        Ok(output) => output,
        Err(error) if !required => {
            announce(&format!("SKIPPED: {python} does not run: {error}\n"))?;
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    announce(&String::from_utf8_lossy(&output.stdout))?;
    assert!(output.status.success(), "{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Past the test harness, which swallows what a passing test prints: a skipped judge must be seen.
fn announce(text: &str) -> std::io::Result<()> {
    std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes())
}

fn null_tree() -> Value {
    json!({ "null": null, "nested": [[], {}, [[1]], [{ "a": [{ "b": {} }] }]] })
}
