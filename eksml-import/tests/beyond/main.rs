//! An import loses nothing: wherever its ClusterConfig differs from the file, the head of the source names the key.

#[path = "../mutated/files.rs"]
#[allow(dead_code, reason = "the other test uses the rest")]
mod files;

use std::collections::BTreeMap;
use std::path::Path as File;

use eksml_core::derived;
use eksml_core::source::Path;
use eksml_core::spec::{Platform, Reader, Spec};
use eksml_import::{Baseline, Imported, import, import_with};
use serde_json::Value;

/// Every value of a ClusterConfig by its key, lists by the names of their elements.
fn values(value: &Value, key: &str, all: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            for (name, value) in entries {
                let inner = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                values(value, &inner, all);
            }
        }
        Value::Array(items) if !items.is_empty() && items.iter().all(|item| name(item).is_some()) => {
            for item in items {
                values(item, &format!("{key}[{}]", name(item).unwrap_or_default()), all);
            }
        }
        Value::Null => {}
        // What is empty says nothing.
        Value::Object(entries) if entries.is_empty() => {}
        Value::Array(items) if items.is_empty() => {}
        value => {
            all.insert(key.to_owned(), value.to_string());
        }
    }
}

fn name(item: &Value) -> Option<&str> {
    let of = |pointer| item.pointer(pointer).and_then(Value::as_str);
    of("/name").or_else(|| of("/metadata/name")).or_else(|| of("/principalARN")).or_else(|| of("/serviceAccountName"))
}

fn all_values(config: &impl serde::Serialize) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    values(&serde_json::to_value(config).expect("plain data"), "", &mut all);
    all
}

/// What a file and its source say differently and the head of the source does not name.
fn unnamed(imported: &Imported) -> Vec<String> {
    let source = imported.source.as_ref().expect("source");
    let node = eksml_syntax::printed_platform(source).expect("a platform");
    let platform = Platform::read(&node, &Path::root(), &mut Reader::default());
    let Some(cluster) = platform.clusters.first() else { return Vec::new() };
    let (file, now) = (all_values(&imported.config), all_values(&derived::cluster_config(&platform, cluster)));
    // `+ addons[vpc-cni]: …` names all of that add-on.
    let named: Vec<&str> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("//   "))
        .filter_map(|line| line.strip_prefix("+ ").or_else(|| line.strip_prefix("~ ")).or_else(|| line.strip_prefix("- ")))
        .collect();
    let is_named = |key: &str| {
        named.iter().any(|line| {
            line.strip_prefix(key).is_some_and(|rest| rest.starts_with(": "))
                || line.split(": ").next().is_some_and(|head| key.starts_with(head) && key[head.len()..].starts_with(['.', '[']))
        })
    };
    let keys = file.keys().chain(now.keys().filter(|key| !file.contains_key(*key)));
    keys.filter(|key| file.get(*key) != now.get(*key) && !is_named(key)).cloned().collect()
}

/// Whether the file was read whole: of what cannot be read nothing can be compared.
fn is_whole(imported: &Imported) -> bool {
    let unread =
        imported.findings.iter().any(|found| found.finding.rule.starts_with("DSL-") || found.finding.rule.starts_with("IMP-01"));
    imported.source.as_ref().is_ok_and(|source| !source.is_empty()) && !unread
}

fn yaml() -> Vec<(String, Vec<u8>)> {
    let folder = File::new(env!("CARGO_MANIFEST_DIR")).join("../tests/import");
    let paths = std::fs::read_dir(folder).expect("the files are there").map(|entry| entry.expect("a file").path());
    let yaml = paths.filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    yaml.map(|path| (path.display().to_string(), std::fs::read(&path).expect("a readable file"))).collect()
}

#[test]
fn every_difference_is_named() {
    let mut compared = 0;
    for (name, bytes) in yaml() {
        let imported = import(&bytes);
        if is_whole(&imported) && imported.open == 0 {
            compared += 1;
            assert_eq!(unnamed(&imported), [""; 0], "{name}");
        }
    }
    assert!(compared >= 20, "only {compared} files");
}

#[test]
fn every_difference_of_mutants_is_named() {
    let (seeds, mut dice) = (files::seeds(), files::Dice::new(7));
    let mut compared = 0;
    for _ in 0..2_000 {
        let file = files::mutant(&seeds, &mut dice);
        let imported = import_with(&file, Some(baseline()));
        if is_whole(&imported) && imported.open == 0 {
            compared += 1;
            assert_eq!(unnamed(&imported), [""; 0], "{}", String::from_utf8_lossy(&file));
        }
    }
    assert!(compared > 30, "only {compared} mutants");
}

const HEAD: &str =
    "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: demo, region: us-west-2, version: \"1.35\"}\n";

/// Whether a source has a scaler, not only a comment about one.
fn has_scaler(source: &str) -> bool {
    source.lines().any(|line| line.trim().starts_with("scaler:"))
}

#[test]
fn tags_and_versions_stay() {
    let file = format!(
        "{HEAD}iam:\n  withOIDC: true\n  serviceAccounts:\n  - metadata: {{name: cluster-autoscaler, namespace: kube-system}}\n    \
         wellKnownPolicies: {{autoScaler: true}}\nnodeGroups:\n- name: workers\n  instanceType: m7i.xlarge\n  minSize: 3\n  maxSize: 9\n  \
         privateNetworking: true\n  tags:\n    k8s.io/cluster-autoscaler/enabled: \"true\"\n    k8s.io/cluster-autoscaler/demo: owned\n    \
         k8s.io/cluster-autoscaler/node-template/resources/hugepages-2Mi: 21000Mi\naddons:\n- {{name: coredns, version: latest}}\n"
    );
    let imported = import(file.as_bytes());
    let source = imported.source.expect("source");
    for kept in ["k8s.io/cluster-autoscaler/enabled", "k8s.io/cluster-autoscaler/demo", "hugepages-2Mi", "version: \"latest\""] {
        assert!(source.contains(kept), "{kept}\n{source}");
    }
    assert!(!has_scaler(&source), "the file has one of its own\n{source}");
}

#[test]
fn no_autoscaler_comes_beside_one() {
    let group = "managedNodeGroups:\n- {name: a, instanceType: m7i.large, minSize: 1, maxSize: 4, privateNetworking: true}\n";
    let grown = import(format!("{HEAD}{group}").as_bytes()).source.expect("source");
    assert!(grown.contains("+ `scaler: ClusterAutoscaler`, because"), "{grown}");
    for own in [
        "iam: {withOIDC: true, serviceAccounts: [{metadata: {name: cluster-autoscaler, namespace: kube-system}}]}\n",
        "iam: {withOIDC: true, serviceAccounts: [{metadata: {name: x, namespace: y}, wellKnownPolicies: {autoScaler: true}}]}\n",
        "iam: {podIdentityAssociations: [{namespace: kube-system, serviceAccountName: karpenter, roleARN: 'arn:aws:iam::111122223333:role/k'}]}\n",
        "karpenter: {version: 1.6.0}\n",
    ] {
        let source = import(format!("{HEAD}{own}{group}").as_bytes()).source.expect("source");
        assert!(!has_scaler(&source), "{own}\n{source}");
    }
    let by_node = "managedNodeGroups:\n- {name: a, instanceType: m7i.large, minSize: 1, maxSize: 4, privateNetworking: true, iam: {withAddonPolicies: {autoScaler: true}}}\n";
    let source = import(format!("{HEAD}{by_node}").as_bytes()).source.expect("source");
    assert!(!has_scaler(&source), "{source}");
}

fn baseline() -> Baseline {
    Baseline { until: "2099-06-30".parse().expect("a day"), on: "2098-06-30".parse().expect("a day") }
}

/// What `platform!` would say of a source.
fn errors(source: &str) -> Vec<String> {
    let node = eksml_syntax::printed_platform(source).expect("a platform");
    let mut reader = Reader::default();
    reader.place(&Path::root(), None, &node);
    let platform = Platform::read(&node, &Path::root(), &mut reader);
    let mut all: Vec<String> = reader.faults.iter().map(|(finding, _)| finding.headline()).collect();
    let knowledge = eksml_core::spec::Knowledge::without(reader.unknown);
    let found = eksml_core::rules::check_with(&platform, &knowledge, None);
    all.extend(
        found
            .iter()
            .filter(|finding| finding.severity == eksml_core::findings::Severity::Error)
            .map(eksml_core::findings::Finding::headline),
    );
    all
}

#[test]
fn a_baseline_compiles_at_once_and_lists_its_debts() {
    let mut compiled = 0;
    for (name, bytes) in yaml() {
        let plain = import(&bytes);
        let imported = import_with(&bytes, Some(baseline()));
        let Ok(source) = &imported.source else { panic!("{name}") };
        if source.is_empty() {
            continue;
        }
        let left = errors(source);
        assert!(imported.open > 0 || left.is_empty(), "{name}: {left:#?} {:#?}", imported.undecided);
        if left.is_empty() && imported.open == 0 {
            compiled += 1;
            if is_whole(&imported) {
                assert_eq!(unnamed(&imported), [""; 0], "{name}");
            }
            assert_eq!(
                plain.open > 0 && source.contains(" debts, set aside until"),
                source.contains("waive("),
                "{name}\n{source}"
            );
        } else {
            assert!(imported.open > 0, "{name}: something is left to decide");
        }
    }
    assert!(compiled >= 30, "only {compiled} files");
}

#[test]
fn what_breaks_later_is_still_an_error() {
    let file = format!("{HEAD}managedNodeGroups:\n- {{name: a, instanceType: m7i.large, minSize: 1, maxSize: 4}}\n");
    let source = import_with(file.as_bytes(), Some(baseline())).source.expect("source");
    assert!(source.contains("waive(NG-03, \"as imported on 2098-06-30\", until: \"2099-06-30\")"), "{source}");
    assert_eq!(errors(&source), [""; 0], "{source}");
    let later = source.replace("scale: 1..=4", "scale: 1..=4, efa: true");
    assert_ne!(later, source);
    assert!(!errors(&later).is_empty(), "EFA on a type without it");
}
