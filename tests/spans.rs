//! Every error of a compile-fail fixture stands under the user's own word.
//!
//! `compile_fail.rs` holds the whole text of every error. This holds what a text cannot show at a glance: a fixture says which
//! rule it breaks and under which word the error stands (`//~ NG-06 "&gpu"`), and every error that rustc gives must be one of
//! those, point into the fixture, and name nothing of eksml's insides.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Paths that a user of the facade never wrote and cannot look up.
const INSIDES: &[&str] = &["eksml_core::", "eksml_macros::", "__macro"];

#[test]
fn every_error_stands_under_the_users_own_word() {
    let fixtures = fixtures();
    assert!(!fixtures.is_empty(), "no fixtures under tests/compile_fail");
    let library = library();
    let (next, faults) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let worker = || {
        while let Some(fixture) = fixtures.get(next.fetch_add(1, Ordering::Relaxed)) {
            let found = judge(fixture, &errors(fixture, &library));
            faults.lock().unwrap().extend(found.into_iter().map(|fault| format!("{}: {fault}", shown(fixture))));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(worker);
        }
    });
    let mut faults = faults.into_inner().unwrap();
    faults.sort();
    assert!(faults.is_empty(), "{} faults in {} fixtures\n\n{}", faults.len(), fixtures.len(), faults.join("\n"));
}

/// An error a fixture announces: the rule, and the word it stands under.
#[derive(Debug, PartialEq)]
struct Expected {
    rule: String,
    word: String,
}

fn fixtures() -> Vec<PathBuf> {
    let mut all = Vec::new();
    for door in ["macro", "builder"] {
        let folder = Path::new(ROOT).join("tests/compile_fail").join(door);
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        all.extend(entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|it| it == "rs")));
    }
    all.sort();
    all
}

/// The library that this test itself is linked with; cargo has built it already and only says where it lies.
fn library() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["test", "--no-run", "--offline", "--locked", "--quiet", "--message-format=json", "--test", "spans"])
        .current_dir(ROOT)
        .output()
        .unwrap();
    let messages = String::from_utf8(output.stdout).unwrap();
    let artifact = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).find_map(|message| {
        let ours = message["target"]["name"] == "eksml" && message["target"]["kind"][0] == "lib";
        let file = message["filenames"]
            .as_array()?
            .iter()
            .filter_map(Value::as_str)
            .find(|file| Path::new(file).extension() == Some("rlib".as_ref()))?;
        ours.then(|| PathBuf::from(file))
    });
    artifact.unwrap_or_else(|| panic!("cargo names no library:\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// What rustc says of a fixture: its errors alone.
fn errors(fixture: &Path, library: &Path) -> Vec<Value> {
    let door = fixture.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
    let out =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{door}-{}.rmeta", fixture.file_stem().unwrap().to_string_lossy()));
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--edition=2024", "--crate-name=fixture", "--crate-type=bin", "--emit=metadata", "--error-format=json"])
        .arg(format!("--extern=eksml={}", library.display()))
        .arg(format!("-Ldependency={}", library.parent().unwrap().join("deps").display()))
        .arg(format!("-Ldependency={}", library.parent().unwrap().display()))
        .arg("-o")
        .arg(out)
        .arg(fixture)
        .current_dir(ROOT)
        .output()
        .unwrap();
    String::from_utf8(output.stderr)
        .unwrap()
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["level"] == "error" && !text(message).starts_with("aborting due to"))
        .collect()
}

fn judge(fixture: &Path, errors: &[Value]) -> Vec<String> {
    let source = fs::read_to_string(fixture).unwrap();
    let mut missing = expectations(&source);
    let mut faults = Vec::new();
    if missing.is_empty() {
        faults.push("announces no error: write `//~ NG-06 \"word\"`".to_owned());
    }
    for error in errors {
        let rendered = error["rendered"].as_str().unwrap_or_default();
        for inside in INSIDES.iter().filter(|inside| rendered.contains(**inside)) {
            faults.push(format!("the text names `{inside}`:\n{rendered}"));
        }
        let words: Result<Vec<String>, String> = primary(error).map(|span| word(span, fixture, &source)).collect();
        match words {
            Err(file) => faults.push(format!("an error points into {file}:\n{rendered}")),
            Ok(words) => {
                let announced =
                    |expected: &Expected| text(error).contains(&format!("[{}]", expected.rule)) && words.contains(&expected.word);
                match missing.iter().position(announced) {
                    Some(index) => drop(missing.remove(index)),
                    None => faults.push(format!("an error nobody announced, under {words:?}:\n{rendered}")),
                }
            }
        }
    }
    faults.extend(missing.iter().map(|expected| format!("no error of {} stands under `{}`", expected.rule, expected.word)));
    faults
}

/// Every `//~ RULE "word"` of a fixture.
fn expectations(source: &str) -> Vec<Expected> {
    let read = |line: &str| {
        let (_, announced) = line.split_once("//~ ")?;
        let (rule, word) = announced.trim().split_once(' ')?;
        let word = word.trim().strip_prefix('"')?.strip_suffix('"')?;
        Some(Expected { rule: rule.to_owned(), word: word.to_owned() })
    };
    source.lines().filter_map(read).collect()
}

fn text(message: &Value) -> &str {
    message["message"].as_str().unwrap_or_default()
}

fn primary(message: &Value) -> impl Iterator<Item = &Value> {
    message["spans"].as_array().into_iter().flatten().filter(|span| span["is_primary"] == true)
}

/// The user's word under a span; the file's name where the span is in another file.
fn word(span: &Value, fixture: &Path, source: &str) -> Result<String, String> {
    let file = span["file_name"].as_str().unwrap_or_default();
    let place = |end: &str| usize::try_from(span[end].as_u64().unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    match source.get(place("byte_start")..place("byte_end")) {
        Some(word) if Path::new(ROOT).join(file) == fixture => Ok(word.to_owned()),
        _ => Err(file.to_owned()),
    }
}

fn shown(fixture: &Path) -> String {
    fixture.strip_prefix(ROOT).unwrap_or(fixture).display().to_string()
}

#[test]
fn the_harness_reads_what_fixtures_announce() {
    let source =
        "fn main() {\n    //~ NG-06 \"&gpu\"\n    cluster.node_group(&gpu); //~ SEC-09 \"\"arn\"\"\n}\n// ~ NG-01 \"no\"\n";
    let expected = |rule: &str, word: &str| Expected { rule: rule.to_owned(), word: word.to_owned() };
    assert_eq!(expectations(source), [expected("NG-06", "&gpu"), expected("SEC-09", "\"arn\"")]);
}

/// A fixture whose error is elsewhere, of another rule or in our own words must not pass.
#[test]
fn the_harness_refuses_what_it_should() {
    let fixture = Path::new(ROOT).join("tests/compile_fail/builder/01_NG-06_untainted_in_cluster.rs");
    let source = fs::read_to_string(&fixture).unwrap();
    let word = &expectations(&source)[0].word;
    let start = source.rfind(word.as_str()).unwrap();
    let error = |message: &str, file: &str| {
        let span =
            serde_json::json!({ "is_primary": true, "file_name": file, "byte_start": start, "byte_end": start + word.len() });
        serde_json::json!({ "message": message, "rendered": message, "spans": [span] })
    };
    let own = shown(&fixture);
    assert_eq!(judge(&fixture, &[error("[NG-06] untainted", &own)]), Vec::<String>::new());
    assert_eq!(judge(&fixture, &[]).len(), 1, "a missing error");
    assert_eq!(judge(&fixture, &[error("[NG-07] other rule", &own)]).len(), 2, "another rule's error");
    assert_eq!(
        judge(&fixture, &[error("[NG-06] untainted", "eksml-core/src/builder/cluster.rs")]).len(),
        2,
        "an error in our sources"
    );
    assert_eq!(judge(&fixture, &[error("[NG-06] eksml_core::Cpu", &own)]).len(), 1, "our insides in the text");
}
