//! Whatever a file holds, its import is data: it never panics, and what it prints is one platform without an expression in it.
//! `benches/mutated.rs` tries as many files as one likes.

mod files;
mod mended;

use files::{Dice, Outcome, judge, mutant, seeds};

#[test]
fn mutants_stay_data() {
    let (seeds, mut dice) = (seeds(), Dice::new(2026));
    let mut sources = 0;
    for _ in 0..2_500 {
        let file = mutant(&seeds, &mut dice);
        match judge(&file) {
            Ok(outcome) => sources += usize::from(outcome != Outcome::NoSource),
            Err(why) => panic!("{why}\n--- the file\n{}", String::from_utf8_lossy(&file)),
        }
    }
    assert!(sources > 600, "only {sources} of the files were printed");
}

/// A file whose one value is `value`, as a text of YAML.
fn with(key: &str, value: &str) -> String {
    let quoted: String = value
        .chars()
        .map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            c if c.is_control() => format!("\\x{:02x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    let mut text = include_str!("../../../tests/import/good_smallest.yaml").to_owned();
    for (known, found) in [
        ("nat", "nat: {gateway: HighlyAvailable}"),
        ("name", "name: shared"),
        ("region", "region: us-west-2"),
        ("version", "version: \"1.35\""),
        ("instance", "instanceTypes: [m7i.xlarge]"),
        ("label", "workload-type: system"),
    ] {
        assert!(text.contains(found), "{found} in the smallest file");
        if known == key {
            let head = found.split(':').next().unwrap_or_default();
            let new = match key {
                "nat" => format!("nat: {{gateway: \"{quoted}\"}}"),
                "instance" => format!("instanceTypes: [\"{quoted}\"]"),
                _ => format!("{head}: \"{quoted}\""),
            };
            text = text.replacen(found, &new, 1);
        }
    }
    text
}

#[test]
fn what_would_run_a_command_is_a_text() {
    let command = "std::process::Command::new(\"touch\").arg(\"here\").status()";
    let hostile = [
        format!("PerZone }} node_groups: {{{{ _ = {command}; Vec::<eksml::spec::NodeGroup>::new() }}}}, logs {{ api: true"),
        format!("m7i.xlarge` in the catalogue\n{{{{ _ = {command}; \"m7a.xlarge\".parse().unwrap() }}}}, // "),
        format!("us-west-2\r{{{{ {command} }}}}"),
        format!("a\u{2028}{{{{ {command} }}}}\u{85}"),
        format!("\"}}}} {command} {{{{\""),
    ];
    // With two braces it is taken for a template, and nothing is printed at all.
    let single: Vec<String> = hostile.iter().map(|value| value.replace("{{", "{").replace("}}", "}")).collect();
    for value in hostile.iter().chain(&single) {
        for key in ["nat", "name", "region", "version", "instance", "label"] {
            let file = with(key, value);
            let outcome = judge(file.as_bytes()).unwrap_or_else(|why| panic!("{key}: {why}"));
            assert!(outcome != Outcome::NoSource || value.contains("{{") || value.contains("{ "), "{file}");
            let source = eksml_import::import(file.as_bytes()).source.expect("source");
            // Outside of texts and comments nobody speaks of a command.
            let tokens: proc_macro2::TokenStream = source.parse().expect("tokens");
            assert!(!idents(tokens).iter().any(|word| word == "Command"), "{key}\n{source}");
        }
    }
}

fn idents(tokens: proc_macro2::TokenStream) -> Vec<String> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Group(group) => all.extend(idents(group.stream())),
            proc_macro2::TokenTree::Ident(word) => all.push(word.to_string()),
            _ => {}
        }
    }
    all
}
