//! What the examples emit, as objects: the folders of the golden sets.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize as _;
use serde_json::Value;

/// The folders of all clusters, in order.
pub(crate) fn clusters() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sets are there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if path.join("00-cluster.eksctl.yaml").is_file() {
                    found.push(path.clone());
                }
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The Kubernetes objects of a cluster.
pub(crate) fn objects(cluster: &Path) -> Vec<Value> {
    let files = fs::read_dir(cluster).expect("a folder").map(|entry| entry.expect("a file").path());
    let yaml = files.filter(|path| path.extension().is_some_and(|it| it == "yaml") && !path.to_string_lossy().contains("eksctl"));
    let mut all = Vec::new();
    for path in yaml {
        let text = fs::read_to_string(path).expect("a readable file");
        all.extend(serde_yaml::Deserializer::from_str(&text).map(|document| Value::deserialize(document).expect("YAML")));
    }
    all.retain(|object| !object.is_null());
    all
}
