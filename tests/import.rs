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
use eksml_core::spec::shape::{self, Shape};
use eksml_import::{self as import, Imported, Kind};

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
    good_addon_permissions,
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
        let is_done = imported.kind == Kind::ClusterConfig && !imported.has_errors() && imported.open == 0;
        assert_eq!(stem(path).starts_with("other_"), imported.kind == Kind::Other, "{}", path.display());
        assert_eq!(is_good, is_done, "{}: {} to decide, {:#?}", path.display(), imported.open, imported.findings);
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
        shape::Kind::Struct { fields, .. } => {
            for field in *fields {
                if all.insert((shape.rust, field.word().into_owned())) {
                    keys(field.shape, all);
                }
            }
        }
        shape::Kind::Choice(variants) => {
            for variant in *variants {
                all.insert((shape.rust, variant.shown().to_owned()));
                variant.payload.into_iter().for_each(|payload| keys(payload, all));
            }
        }
        shape::Kind::List(of) | shape::Kind::Optional(of) | shape::Kind::Map(of) => keys(of, all),
        _ => {}
    }
}

/// The keys of a shape that a value sets.
fn walk(shape: &'static Shape, node: &Node, used: &mut BTreeSet<(&'static str, String)>) {
    match (&shape.kind, &node.value) {
        (shape::Kind::Optional(of), _) => walk(of, node, used),
        (shape::Kind::List(of), Value::List(items)) => items.iter().for_each(|item| walk(of, item, used)),
        (shape::Kind::Map(of), Value::Block(entries)) => entries.iter().for_each(|entry| walk(of, &entry.value, used)),
        (shape::Kind::Struct { .. }, Value::Block(entries)) => {
            for entry in entries {
                if let Some(field) = shape.field_of_key(&entry.key) {
                    used.insert((shape.rust, entry.key.clone()));
                    walk(field.shape, &entry.value, used);
                }
            }
        }
        (shape::Kind::Choice(_), Value::Block(entries)) => {
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
    assert_eq!(code(&["import", "bad_public_nodes.yaml"]), Some(1));
    assert_eq!(
        code(&["import", "bad_eksctl_defaults_are_judged.yaml"]),
        Some(1),
        "the file is fine, and its source has something to decide"
    );
    assert_eq!(code(&["check", "bad_eksctl_defaults_are_judged.yaml"]), Some(0), "limits of eksml are no faults of the file");
    for unreadable in ["bad_not_yaml.yaml", "bad_empty.yaml", "bad_only_comments.yaml", "bad_utf_16.yaml"] {
        assert_eq!(code(&["check", unreadable]), Some(3), "{unreadable}");
        assert_eq!(code(&["import", unreadable]), Some(3), "{unreadable}");
    }
    assert_eq!(code(&["check", "bad_not_yaml.yaml", "bad_public_nodes.yaml"]), Some(3));
    assert_eq!(code(&["check", "other_kind.yaml"]), Some(0), "other kinds are passed over");
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

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The rules of a run's JSON.
fn rules_of(arguments: &[&str]) -> Vec<String> {
    let output = eksml(&[&["check", "--format", "json"], arguments].concat());
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    all.as_array().expect("a list").iter().map(|found| found["rule"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn findings_are_chosen_by_rule_and_severity() {
    let file = "bad_public_nodes.yaml";
    let all = rules_of(&[file]);
    assert!(all.len() > 3 && all.contains(&"NG-03".to_owned()) && all.contains(&"IMP-03".to_owned()), "{all:?}");
    assert!(rules_of(&["--only", "ng-03", file]).iter().all(|rule| rule == "NG-03"));
    assert!(rules_of(&["--only", "NG-03,IMP-03", file]).contains(&"IMP-03".to_owned()));
    assert!(!rules_of(&["--ignore", "NG-03,CL-09", "--ignore", "SCH-04", file]).contains(&"NG-03".to_owned()));
    let errors = rules_of(&["--min-severity", "error", file]);
    assert!(errors.contains(&"NG-03".to_owned()) && !errors.contains(&"IMP-03".to_owned()), "{errors:?}");
    // What is left out does not count.
    assert_eq!(eksml(&["check", "--only", "IMP-03", file]).status.code(), Some(0));
    assert_eq!(eksml(&["check", "--only", "NG-03", "bad_not_yaml.yaml"]).status.code(), Some(3), "unreadable whatever is asked");
}

#[test]
fn an_unknown_rule_is_a_usage_error_with_a_suggestion() {
    for option in ["--only", "--ignore"] {
        let output = eksml(&["check", option, "NG-03,NG-O6", "good_smallest.yaml"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("there is no rule NG-O6; did you mean NG-06?"), "{}", stderr(&output));
    }
    assert_eq!(eksml(&["check", "--min-severity", "grave", "good_smallest.yaml"]).status.code(), Some(2));
}

#[test]
fn the_gravest_stand_first_and_a_summary_last() {
    let text = stderr(&eksml(&["check", "bad_old_gpus.yaml"]));
    let at = |needle: &str| text.find(needle).unwrap_or_else(|| panic!("no {needle} in {text}"));
    assert!(at("error: [EK-100]") < at("error: [CL-09]"));
    assert!(at("error: [CL-09]") < at("warning: [NG-34]"));
    assert!(at("warning: [NG-34]") < at("note: [IMP-03]"));
    let summary = &text[at("note: [IMP-03]")..];
    assert!(summary.contains("   2 warning  NG-34   self-managed groups do not count on node repair\n"), "{summary}");
    assert!(summary.ends_with(" in 1 file\n"), "{summary}");
}

#[test]
fn other_kinds_are_judged_as_objects_and_are_none_of_an_import() {
    let output = eksml(&["check", "other_kind.yaml", "bad_mixed_documents.yaml"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stderr(&output);
    assert!(
        text.contains("3 objects judged against the nodes of cluster `") && text.contains("(bad_mixed_documents.yaml)"),
        "{text}"
    );
    let output = eksml(&["import", "other_kind.yaml"]);
    assert!(output.stdout.is_empty() && stderr(&output).contains("passed over"));
}

/// A Job of 8 GPUs, for nodes with 4.
const TOO_LARGE: &str = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: ddp, namespace: ml}\nspec:\n  template:\n    spec:\n      \
    nodeSelector: {pool: gpu}\n      tolerations: [{key: nvidia.com/gpu, operator: Exists}]\n      restartPolicy: Never\n      \
    containers:\n      - name: ddp\n        image: registry.example.com/ddp:1\n        resources: {limits: {cpu: 4, memory: 16Gi, nvidia.com/gpu: 8}}\n        \
    volumeMounts: [{name: shm, mountPath: /dev/shm}]\n      volumes: [{name: shm, emptyDir: {medium: Memory}}]\n";

const NODE: &str = "apiVersion: v1\nkind: Node\nmetadata: {name: a, labels: {node.kubernetes.io/instance-type: g6.12xlarge, pool: gpu}}\n\
    spec: {taints: [{key: nvidia.com/gpu, value: present, effect: NoSchedule}]}\n";

const POOL: &str = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: gpu}\nspec:\n  template:\n    metadata: {labels: {pool: gpu}}\n    \
    spec:\n      taints: [{key: nvidia.com/gpu, effect: NoSchedule}]\n      \
    requirements: [{key: node.kubernetes.io/instance-type, operator: In, values: [g6.12xlarge]}]\n";

const GROUP: &str = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: NAME, region: us-west-2, version: \"1.35\"}\n\
    managedNodeGroups:\n  - {name: gpu, instanceTypes: [g6.12xlarge], minSize: 0, maxSize: 4, labels: {pool: gpu}, \
    taints: [{key: nvidia.com/gpu, value: \"true\", effect: NoSchedule}]}\n";

#[test]
fn objects_are_judged_by_nodes_wherever_those_come_from() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("objects");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let list = format!("apiVersion: v1\nkind: List\nitems:\n- {}", NODE.trim_end().replace('\n', "\n  "));
    let (one, two) = (GROUP.replace("NAME", "one"), GROUP.replace("NAME", "two"));
    let named = [("job", TOO_LARGE), ("node", NODE), ("nodes", &list), ("pool", POOL), ("one", &one), ("two", &two)];
    let path = |name: &str| folder.join(format!("{name}.yaml")).display().to_string();
    for (name, text) in named {
        fs::write(path(name), text).expect("a file");
    }
    let check = |arguments: &[&str]| {
        let paths: Vec<String> = arguments
            .iter()
            .map(|it| if named.iter().any(|(name, _)| name == it) { path(it) } else { (*it).to_owned() })
            .collect();
        let all: Vec<&str> = ["check", "--only", "ACC-12,SCH-01"].into_iter().chain(paths.iter().map(String::as_str)).collect();
        let output = eksml(&all);
        (output.status.code(), stderr(&output))
    };
    for nodes in [
        &["job", "one"][..],
        &["job", "node"],
        &["job", "pool"],
        &["job", "--nodes", "nodes"],
        &["job", "one", "two", "--cluster=two"],
    ] {
        let (code, text) = check(nodes);
        assert_eq!(code, Some(1), "{nodes:?} {text}");
        assert!(text.contains("error: [ACC-12] Job `ml/ddp` asks for 8 accelerators per Pod; a node of `g"), "{nodes:?} {text}");
        assert!(text.contains(&format!("{}:13:", path("job"))), "under the number itself: {text}");
        assert!(text.contains("write `resources: {limits: {nvidia.com/gpu: 4}}` or less"), "{text}");
    }
    for (nodes, why) in
        [(&["job"][..], "name the cluster's eksctl file as well"), (&["job", "one", "two"], "`--cluster one` or `--cluster two`")]
    {
        let (code, text) = check(nodes);
        assert_eq!((code, text.contains("judged without nodes") && text.contains(why)), (Some(0), true), "{nodes:?} {text}");
    }
    fs::remove_dir_all(&folder).expect("it goes");
}

#[test]
fn a_folder_is_every_yaml_file_in_it() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clusters");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("more")).expect("a folder");
    let good = fs::read(self::folder().join("good_smallest.yaml")).expect("a file");
    for name in ["a.yaml", "more/b.yml", "more/.hidden.yaml", "README.md"] {
        fs::write(folder.join(name), &good).expect("a file");
    }
    fs::write(folder.join("c.yaml"), "apiVersion: v1\nkind: Service\n").expect("a file");
    let shown = folder.to_str().expect("a name");
    let output = eksml(&["check", shown]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("in 3 files\n") && stderr(&output).contains("1 object judged against the nodes of"),
        "{}",
        stderr(&output)
    );
    // Neither are values of a chart and templates, which a folder has beside them.
    fs::write(folder.join("values.yaml"), "image: {tag: \"1\"}\n").expect("a file");
    fs::write(
        folder.join("more/deployment.yaml"),
        "apiVersion: apps/v1\nkind: Deployment\n{{- if .Values.gpu }}\nspec: {}\n{{- end }}\n",
    )
    .expect("a file");
    assert_eq!(stderr(&eksml(&["check", shown])), stderr(&output));
    fs::create_dir_all(folder.join("none")).expect("a folder");
    assert_eq!(eksml(&["check", folder.join("none").to_str().expect("a name")]).status.code(), Some(3));
    fs::remove_dir_all(&folder).expect("it goes");
}

#[test]
fn nothing_is_counted_above_what_could_not_be_read() {
    let text = stderr(&eksml(&["check", "no-such-file.yaml"]));
    assert!(!text.contains("0 errors") && text.ends_with("1 file could not be read\n"), "{text}");
    assert!(stderr(&eksml(&["check", "bad_utf_16.yaml"])).contains("this is UTF-16 text"));
}

#[test]
fn an_import_says_each_finding_once() {
    let output = eksml(&["import", "bad_public_nodes.yaml"]);
    let (source, line) = (String::from_utf8_lossy(&output.stdout).into_owned(), stderr(&output));
    assert_eq!(source.matches("[SEC-18]").count(), 1, "{source}");
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(
        line.starts_with("bad_public_nodes.yaml: ") && line.ends_with("to decide, see the comments in the source\n"),
        "{line}"
    );
    // Where there is no source there are no comments either.
    let output = eksml(&["import", "bad_template_of_variables.yaml"]);
    assert!(output.stdout.is_empty() && stderr(&output).contains("[IMP-05]"), "{}", stderr(&output));
}

#[test]
fn notes_are_notes_in_every_format() {
    let file = "bad_eksctl_defaults_are_judged.yaml";
    let output = eksml(&["check", "--format", "json", file]);
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(all.as_array().expect("a list").iter().all(|found| found["severity"] == "note"), "{all}");
    let output = eksml(&["check", "--format", "sarif", file]);
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("a list");
    assert!(!results.is_empty() && results.iter().all(|result| result["level"] == "note"), "{log}");
    assert_eq!(output.status.code(), Some(0));
}

/// What a source takes for granted and its file does not say, a comment says.
#[test]
fn nobody_is_called_production_silently() {
    let imported = imported(&folder().join("bad_public_nodes.yaml"));
    let at = imported.source.as_ref().expect("source").find("environment: Production").expect("it is said");
    let before = imported.source.as_ref().expect("source")[..at].lines().rev().nth(1).expect("a line before it");
    assert!(before.contains("the file does not say how much depends on this cluster"), "{before}");
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
