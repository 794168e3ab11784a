//! Every file of `tests/import` is judged as it was reviewed, and what has no errors becomes source that compiles and says the same.
//!
//! Beside each file `NAME.yaml` stands `NAME.findings`, one line per finding; beside each without errors, `NAME.rs`, its source, which
//! is compiled here. `EKSML_BLESS=1` writes both; read them before they are committed.

#![allow(clippy::unreadable_literal, reason = "an imported source says numbers as its file does")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use eksml::Platform;
use eksml::render::Gate as _;
use eksml_core::eksctl::ClusterConfig;
use eksml_core::source::{Node, Value};
use eksml_core::spec::Spec;
use eksml_core::spec::shape::{Kind, Shape};
use eksml_import::{self as import, Imported};

/// The sources that are compiled: one module for each file without errors.
macro_rules! compiled {
    ($($name:ident),* $(,)?) => {
        $(#[allow(unreachable_pub)]
        mod $name {
            include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/", stringify!($name), ".rs"));
        })*

        /// What each compiled source says.
        fn compiled() -> Vec<(&'static str, Platform)> {
            vec![$((stringify!($name), $name::platform())),*]
        }
    };
}

compiled! {
    good_access_entries,
    good_anchors,
    good_bom,
    good_bottlerocket,
    good_capabilities,
    good_capacity_block,
    good_capacity_block_with_efa,
    good_crlf,
    good_eksctl_keys,
    good_existing_vpc,
    good_fargate,
    good_fully_private,
    good_gpu_groups,
    good_group_subnets,
    good_identities,
    good_json,
    good_logins,
    good_logs_all,
    good_metadata,
    good_null_lists,
    good_public_endpoint,
    good_self_managed,
    good_smallest,
    good_spot_mixes,
    good_two_documents,
    good_updates,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the files are there");
    let mut all: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    all.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    all.sort();
    all
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

fn imported(path: &Path) -> Imported {
    import::import(&fs::read(path).expect("a readable file"))
}

/// Compares with what was reviewed, or writes it.
fn hold(path: &Path, text: &str) -> Option<String> {
    if std::env::var_os("EKSML_BLESS").is_some() {
        fs::write(path, text).expect("a writable folder");
        return None;
    }
    let reviewed = fs::read_to_string(path).unwrap_or_default();
    (reviewed != text).then(|| format!("{}\n--- reviewed\n{reviewed}\n--- now\n{text}", path.display()))
}

#[test]
fn every_file_is_judged_as_it_was_reviewed() {
    let files = files();
    assert!(files.len() >= 40, "only {} files", files.len());
    let mut changed = Vec::new();
    for path in &files {
        let imported = imported(path);
        let mut text = String::new();
        for found in &imported.findings {
            let (line, column) = imported.text.position(found.mark);
            let word = imported.text.text.get(imported.text.stretch(found.mark)).unwrap_or_default();
            text.push_str(&format!("{line}:{column} {:?} {} {word:?}\n", found.finding.severity, found.finding.rule));
        }
        changed.extend(hold(&path.with_extension("findings"), &text));
        let is_good = stem(path).starts_with("good_");
        assert_eq!(is_good, !imported.has_errors(), "{}: {:#?}", path.display(), imported.findings);
        if is_good {
            changed.extend(hold(&path.with_extension("rs"), imported.source.as_ref().expect("source")));
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n\n"));
}

#[test]
fn the_compiled_source_says_what_the_file_says() {
    let compiled = compiled();
    let good: BTreeSet<String> = files().iter().map(|path| stem(path)).filter(|name| name.starts_with("good_")).collect();
    let listed: BTreeSet<String> = compiled.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(good, listed, "every file without errors is compiled");
    for (name, platform) in compiled {
        let imported = imported(&folder().join(format!("{name}.yaml")));
        assert_eq!(platform, imported.platform, "{name}: the macro reads another platform than the import did");
        let report = platform.check();
        assert!(report.is_sound(), "{name}: {report}");
        let config = eksml::derived::cluster_config(&platform, &platform.clusters[0]);
        let (file, now) = (json(&imported.config), json(&config));
        let mut lost = Vec::new();
        within(&file, &now, "", &mut lost);
        // Of these the file says what follows from the platform anyway.
        lost.retain(|path| !LEFT_OUT.iter().any(|known| path.ends_with(known)));
        assert!(lost.is_empty(), "{name}: the source loses {lost:?} of the file");
    }
}

/// What the source says beyond the file is what eksctl does anyway, or the import says that it is another choice.
#[test]
fn nothing_is_made_better_silently() {
    let mut silent = Vec::new();
    for (name, platform) in compiled() {
        let imported = imported(&folder().join(format!("{name}.yaml")));
        let config = eksml::derived::cluster_config(&platform, &platform.clusters[0]);
        let mut more = Vec::new();
        beyond(&json(&imported.config), &json(&config), "", &mut more);
        let left = imported.findings.iter().filter(|found| found.finding.rule == "IMP-03");
        let told: Vec<String> = left.map(|found| format!("{} {}", found.finding.problem, found.finding.fix)).collect();
        let told = told.join("\n");
        more.retain(|path| {
            let key = path.rsplit(['.', '/']).next().unwrap_or_default();
            !told.contains(key)
                && !path.contains(".labels.")
                && !path.contains(".tags.")
                && !ANYWAY.iter().any(|known| path.ends_with(known))
        });
        silent.extend(more.into_iter().map(|path| format!("{name}{path}")));
    }
    assert!(silent.is_empty(), "the sources say what their files do not, and nobody is told: {silent:#?}");
}

/// What eksctl does anyway where a file is silent: its own defaults, and labels and tags of eksml's.
const ANYWAY: [&str; 28] = [
    ".metadata.tags",
    ".labels",
    ".kubernetesNetworkConfig",
    ".serviceIPv4CIDR",
    ".ipFamily",
    ".iam",
    ".withOIDC",
    ".cidr",
    ".nat",
    ".availabilityZones",
    ".amiFamily",
    ".instanceTypes",
    ".instanceType",
    ".instancesDistribution",
    ".minSize",
    ".maxSize",
    ".desiredCapacity",
    ".volumeType",
    ".volumeSize",
    ".disableIMDSv1",
    ".updateConfig",
    ".tags",
    "/vpc-cni",
    "/kube-proxy",
    "/coredns",
    "/metrics-server",
    ".podIdentityAssociations",
    ".placement",
];

/// Notes every part of `now` that `file` does not say.
fn beyond(file: &serde_json::Value, now: &serde_json::Value, path: &str, more: &mut Vec<String>) {
    use serde_json::Value;
    match (file, now) {
        (Value::Object(file), Value::Object(now)) => {
            for (key, value) in now {
                let path = format!("{path}.{key}");
                match file.get(key) {
                    Some(file) => beyond(file, value, &path, more),
                    None => more.push(path),
                }
            }
        }
        (Value::Array(file), Value::Array(now)) => {
            for item in now {
                let name = item.get("name").and_then(Value::as_str);
                let own = file.iter().find(|own| name.is_some() && own.get("name").and_then(Value::as_str) == name);
                match (own, name) {
                    (Some(own), Some(name)) => beyond(own, item, &format!("{path}/{name}"), more),
                    (None, Some(name)) => more.push(format!("{path}/{name}")),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// Where what is emitted differs from the file on purpose: one type is a list, `latest` is an add-on without a version, `*` every log.
const LEFT_OUT: [&str; 3] = [".instanceType", "vpc-cni", ".enableTypes/?"];

fn json(config: &ClusterConfig) -> serde_json::Value {
    serde_json::to_value(config).expect("plain data")
}

/// Notes every part of `file` that `now` does not say.
fn within(file: &serde_json::Value, now: &serde_json::Value, path: &str, lost: &mut Vec<String>) {
    use serde_json::Value;
    match (file, now) {
        (Value::Object(file), Value::Object(now)) => {
            for (key, value) in file {
                let path = format!("{path}.{key}");
                match now.get(key) {
                    Some(now) => within(value, now, &path, lost),
                    None => lost.push(path),
                }
            }
        }
        (Value::Array(file), Value::Array(now)) => {
            for item in file {
                let found = now.iter().any(|now| {
                    let mut lost = Vec::new();
                    within(item, now, path, &mut lost);
                    lost.retain(|path| !LEFT_OUT.iter().any(|known| path.ends_with(known)));
                    lost.is_empty()
                });
                if !found {
                    let name = item.get("name").and_then(Value::as_str).unwrap_or("?");
                    lost.push(format!("{path}/{name}"));
                }
            }
        }
        _ if file == now => {}
        _ => lost.push(path.to_owned()),
    }
}

/// Every key of eksctl's stands somewhere in the files.
#[test]
fn the_files_use_every_key_of_eksctl() {
    let mut used = BTreeSet::new();
    for path in files() {
        let yaml = import::read(&fs::read(&path).expect("a readable file"));
        walk(ClusterConfig::SHAPE, &yaml.node, &mut used);
    }
    let mut all = BTreeSet::new();
    keys(ClusterConfig::SHAPE, &mut all);
    let missing: Vec<_> = all.difference(&used).collect();
    assert!(missing.is_empty(), "{} of {} keys are in no file: {missing:?}", missing.len(), all.len());
}

/// Every key of a shape and of what it is made of, by the type it belongs to.
fn keys(shape: &'static Shape, all: &mut BTreeSet<(&'static str, String)>) {
    match &shape.kind {
        Kind::Struct { fields, .. } => {
            for field in *fields {
                if all.insert((shape.rust, field.word().into_owned())) {
                    keys(field.shape, all);
                }
            }
        }
        Kind::Choice(variants) => {
            for variant in *variants {
                all.insert((shape.rust, variant.shown().to_owned()));
                variant.payload.into_iter().for_each(|payload| keys(payload, all));
            }
        }
        Kind::List(of) | Kind::Optional(of) | Kind::Map(of) => keys(of, all),
        _ => {}
    }
}

/// The keys of a shape that a value sets.
fn walk(shape: &'static Shape, node: &Node, used: &mut BTreeSet<(&'static str, String)>) {
    match (&shape.kind, &node.value) {
        (Kind::Optional(of), _) => walk(of, node, used),
        (Kind::List(of), Value::List(items)) => items.iter().for_each(|item| walk(of, item, used)),
        (Kind::Map(of), Value::Block(entries)) => entries.iter().for_each(|entry| walk(of, &entry.value, used)),
        (Kind::Struct { .. }, Value::Block(entries)) => {
            for entry in entries {
                if let Some(field) = shape.field_of_key(&entry.key) {
                    used.insert((shape.rust, entry.key.clone()));
                    walk(field.shape, &entry.value, used);
                }
            }
        }
        (Kind::Choice(_), Value::Block(entries)) => {
            for entry in entries {
                if let Some(variant) = shape.variant_of_word(&entry.key) {
                    used.insert((shape.rust, entry.key.clone()));
                    variant.payload.into_iter().for_each(|payload| walk(payload, &entry.value, used));
                }
            }
        }
        _ => {}
    }
}

fn eksml(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_eksml")).args(arguments).current_dir(folder()).output().expect("the program runs")
}

#[test]
fn exit_codes_say_how_it_ended() {
    let code = |arguments: &[&str]| eksml(arguments).status.code();
    assert_eq!(code(&["check", "good_smallest.yaml", "good_json.yaml"]), Some(0));
    assert_eq!(code(&["check", "good_gpu_groups.yaml"]), Some(0), "warnings are no errors");
    assert_eq!(code(&["check", "good_smallest.yaml", "bad_defaults_of_eksctl.yaml"]), Some(1));
    assert_eq!(code(&["import", "bad_not_yaml.yaml"]), Some(1));
    assert_eq!(code(&["import", "good_smallest.yaml"]), Some(0));
    assert_eq!(code(&["check"]), Some(2));
    assert_eq!(code(&["check", "--format", "xml", "good_smallest.yaml"]), Some(2));
    assert_eq!(code(&["check", "no-such-file.yaml", "good_smallest.yaml"]), Some(3));
    assert_eq!(code(&["explain", "NG-06"]), Some(0));
}

#[test]
fn a_file_that_cannot_be_read_stops_no_other() {
    let output = eksml(&["check", "no-such-file.yaml", "bad_not_yaml.yaml", "bad_public_nodes.yaml"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("could not read no-such-file.yaml"), "{text}");
    assert!(text.contains("bad_not_yaml.yaml:4"), "{text}");
    assert!(text.contains("[NG-03]") && text.contains("bad_public_nodes.yaml:"), "{text}");
}

#[test]
fn findings_stand_at_line_and_column_in_every_format() {
    let text = String::from_utf8_lossy(&eksml(&["check", "bad_unquoted_taint.yaml"]).stderr).into_owned();
    assert!(text.contains("--> bad_unquoted_taint.yaml:33:43"), "{text}");
    let output = eksml(&["check", "--format", "json", "bad_unquoted_taint.yaml"]);
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let found = all.as_array().expect("a list").iter().find(|found| found["rule"] == "DSL-02").expect("the unquoted value");
    assert_eq!((&found["line"], &found["column"], &found["endColumn"]), (&33.into(), &43.into(), &47.into()));
    assert_eq!(found["place"], "managedNodeGroups[1].taints[0].value");
    let output = eksml(&["check", "--format", "sarif", "bad_unquoted_taint.yaml"]);
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = run["results"].as_array().expect("a list").iter().find(|result| result["ruleId"] == "DSL-02").expect("it");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 33);
    let rules: Vec<_> = run["tool"]["driver"]["rules"].as_array().expect("a list").iter().map(|rule| &rule["id"]).collect();
    assert!(rules.contains(&&"DSL-02".into()), "{rules:?}");
}

#[test]
fn the_source_of_a_broken_file_says_at_the_place_what_to_decide() {
    let imported = imported(&folder().join("bad_three_groups.yaml"));
    let lines: Vec<&str> = imported.source.as_ref().expect("source").lines().map(str::trim).collect();
    let at = |needle: &str| lines.iter().position(|line| line.contains(needle)).unwrap_or_else(|| panic!("no {needle}"));
    assert!(at("[NG-10] instance type `p3.2xlarge` is retired") < at("\"p3.2xlarge\""));
    assert!(lines.iter().any(|line| line.starts_with("// region: …") && line.contains("decide")));
    assert!(at("[NG-04] node group `inference-gpu`") > at("node_group inference_gpu"));
}

/// The two snippets that this began with: all that is wrong with them has a name.
#[test]
fn the_first_two_snippets_are_told_all_their_faults() {
    let rules = |name: &str| -> BTreeSet<&'static str> {
        imported(&folder().join(name)).findings.iter().map(|found| found.finding.rule).collect()
    };
    let three = rules("bad_three_groups.yaml");
    // No metadata; keys of managed groups; public subnets; mixed shapes; retired types; nowhere for the system to run.
    for rule in ["DSL-05", "NG-01", "NG-03", "NG-04", "NG-10", "SCH-04"] {
        assert!(three.contains(rule), "{rule} is not among {three:?}");
    }
    let recovery = rules("bad_recovery_group.yaml");
    for rule in ["DSL-05", "NG-01", "NG-03", "NG-06", "SCH-04"] {
        assert!(recovery.contains(rule), "{rule} is not among {recovery:?}");
    }
}
