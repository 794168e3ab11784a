//! Whoever has an eksctl file is told keys of eksctl's: no cure that an import shows is in the words of `platform!`.

use std::collections::BTreeSet;
use std::path::Path;

use eksml_core::eksctl::{ClusterBlock, ClusterConfig, NodeGroupBlock};
use eksml_core::spec::Spec;
use eksml_core::spec::shape::{Kind, Shape};

/// Every key of a shape and of what it is made of.
fn keys(shape: &'static Shape, all: &mut BTreeSet<String>, seen: &mut BTreeSet<&'static str>) {
    match &shape.kind {
        Kind::Struct { fields, .. } if seen.insert(shape.rust) => {
            for field in *fields {
                all.insert(field.word().into_owned());
                keys(field.shape, all, seen);
            }
        }
        Kind::Choice(variants) => {
            for variant in *variants {
                all.insert(variant.shown().to_owned());
                variant.payload.into_iter().for_each(|payload| keys(payload, all, seen));
            }
        }
        Kind::List(of) | Kind::Optional(of) | Kind::Map(of) => keys(of, all, seen),
        _ => {}
    }
}

/// What stands before a colon or a brace in the backquoted parts of a cure.
fn spoken(cure: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in cure.split('`').skip(1).step_by(2) {
        let mut word = String::new();
        let mut quoted = false;
        let mut chars = part.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' | '\'' => quoted = !quoted,
                _ if quoted => {}
                c if c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.') => word.push(c),
                // `aws:kms` is no key.
                ':' if chars.peek().is_some_and(|next| *next != ' ') => word.clear(),
                ':' | '{' if !word.is_empty() => words.push(std::mem::take(&mut word)),
                // `word {`
                ' ' if part.contains('{') => {}
                _ => word.clear(),
            }
        }
    }
    words
}

/// Words that are neither keys nor words of `platform!`: labels, NodeConfig, Kubernetes and IAM.
fn is_free(word: &str) -> bool {
    word.contains('/')
        || word.contains('.')
        || ["api", "arn", "NodeConfig", "workload-type"].contains(&word)
        || word.chars().all(|c| c.is_ascii_digit())
}

fn files() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/import");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the files are there").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

/// A file with something else in one line: a key gone, or another value.
fn changed(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let with = |at: usize, line: Option<String>| {
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        match line {
            Some(line) => lines[at] = line,
            None => drop(lines.remove(at)),
        }
        lines.join("\n")
    };
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        // Two lines of three stay: the files have much in common.
        if (at + text.len()).is_multiple_of(3) {
            all.push(with(at, None));
        }
        for (was, is) in OTHERWISE {
            if line.contains(was) {
                all.push(with(at, Some(line.replacen(was, is, 1))));
            }
        }
    }
    all
}

/// Slips that people make, each in one word of a file.
const OTHERWISE: [(&str, &str); 30] = [
    ("minSize: ", "minSize: 9"),
    ("maxSize: ", "maxSize: 0 # "),
    ("desiredCapacity: ", "desiredCapacity: 90"),
    ("m7i.xlarge", "m7i.xlarge, g6e.2xlarge"),
    ("m7i.xlarge", "m7i.xlarge, c7i.large"),
    ("m7i.xlarge", "m4.xlarge"),
    ("m7i.xlarge", "m7x.xlarge"),
    ("m7i.xlarge", "g4dn.metal"),
    ("m7i.xlarge", "g7.2xlarge"),
    ("m7i.xlarge", "p6-b300.48xlarge], efaEnabled: true, availabilityZones: [us-west-2a"),
    ("m7i.xlarge", "m7i.large], efaEnabled: true, availabilityZones: [us-west-2a"),
    ("g6e.12xlarge", "trn1.32xlarge"),
    ("g6e.12xlarge", "p4d.24xlarge"),
    ("10.0.0.0/16", "10.0.0.0/27"),
    ("10.0.0.0/16", "10.0.0.0/8"),
    ("10.0.0.0/16", "203.0.113.0/24"),
    ("10.0.0.0/16", "10.0.0.0/24"),
    ("us-west-2a, us-west-2b, us-west-2c", "us-west-2a"),
    ("us-west-2a, us-west-2b, us-west-2c", "us-west-2a, us-west-2z"),
    ("\"1.35\"", "\"1.31\""),
    ("\"1.35\"", "\"1.33\""),
    ("\"1.35\"", "\"1.29\""),
    ("HighlyAvailable", "Single"),
    ("privateAccess: true", "privateAccess: false"),
    ("us-west-2:", "us-east-1:"),
    ("role/platform-admin", "user/me"),
    ("key/11111111", "alias/x"),
    ("privateNetworking: true", "privateNetworking: true, spot: true, maxPodsPerNode: 900"),
    ("privateNetworking: true", "privateNetworking: true, volumeSize: 8, volumeIOPS: 99000, volumeThroughput: 5000"),
    (
        "privateNetworking: true",
        "privateNetworking: true, tags: {k8s.io/cluster-autoscaler/node-template/taint/a: b}, labels: {kubernetes.io/x: y}",
    ),
];

#[test]
fn cures_for_files_are_in_keys() {
    let mut known = BTreeSet::new();
    for shape in [ClusterConfig::SHAPE, ClusterBlock::SHAPE, NodeGroupBlock::SHAPE] {
        keys(shape, &mut known, &mut BTreeSet::new());
    }
    let files = files();
    let changed: Vec<String> = files.iter().filter(|text| text.len() < 5_000).flat_map(|text| changed(text)).collect();
    let mut wrong = BTreeSet::new();
    let mut rules = BTreeSet::new();
    for text in files.iter().chain(&changed) {
        for found in eksml_import::import(text.as_bytes()).findings {
            let finding = found.finding;
            rules.insert(finding.rule);
            let said = spoken(&finding.fix).into_iter().chain(spoken(&finding.problem));
            let foreign: Vec<String> = said.filter(|word| !known.contains(word) && !is_free(word)).collect();
            if !foreign.is_empty() || finding.fix.contains("in the source that") || finding.fix.contains("the word") {
                wrong.insert(format!("{} {foreign:?} {}\n    {}", finding.rule, finding.fix, finding.problem));
            }
        }
    }
    let wrong: Vec<String> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rules.len() > 60, "only {} rules spoke: {rules:?}", rules.len());
}
