//! Custom resources, out of CustomResourceDefinitions (YAML or JSON), or of schemas named `GROUP_KIND_VERSION.json`.
//!
//! `facts/custom_kinds.tsv` says which kinds are wanted. All of them must be there at once: objects that kinds share stand once.
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::eksctl::replace;
use crate::facts::Facts;
use crate::keys::{Objects, custom_resource};

pub(super) fn take(facts: &mut Facts, folder: &Path) -> Result<Vec<String>, String> {
    let schemas = schemas(folder)?;
    let mut objects = Objects::default();
    let mut missing = Vec::new();
    for row in facts.table("custom_kinds")?.rows() {
        if row.cell("table")? != "custom_resources" {
            continue;
        }
        let (api_version, kind) = (row.cell("api_version")?, row.cell("kind")?);
        match schemas.get(&(api_version.to_owned(), kind.to_lowercase())) {
            Some(schema) => custom_resource(kind, schema, &mut objects)?,
            None => missing.push(format!("{api_version} {kind}")),
        }
    }
    if !missing.is_empty() {
        return Err(format!("{}: there is no definition of {}", folder.display(), missing.join(", ")));
    }
    replace(facts, "custom_resources", objects.rows())
}

/// Every schema of a folder, by group and version, and kind in lowercase.
fn schemas(folder: &Path) -> Result<BTreeMap<(String, String), Value>, String> {
    let mut schemas = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry.map_err(|error| format!("{}: {error}", folder.display()))?.path();
        let text = super::text(&path)?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // JSON is YAML; a file may hold several definitions.
        for document in serde_yaml::Deserializer::from_str(&text) {
            let document: Value =
                serde::Deserialize::deserialize(document).map_err(|error| format!("{}: {error}", path.display()))?;
            if document["kind"] == "CustomResourceDefinition" {
                definition(&document, &mut schemas)
                    .ok_or_else(|| format!("{}: a definition lacks its schema", path.display()))?;
            } else if let [group, kind, version] = stem.split('_').collect::<Vec<_>>()[..] {
                schemas.insert((format!("{group}/{version}"), kind.to_lowercase()), document);
            }
        }
    }
    Ok(schemas)
}

fn definition(document: &Value, into: &mut BTreeMap<(String, String), Value>) -> Option<()> {
    let spec = &document["spec"];
    let (group, kind) = (spec["group"].as_str()?, spec["names"]["kind"].as_str()?);
    for version in spec["versions"].as_array()? {
        let schema = version.pointer("/schema/openAPIV3Schema")?;
        into.insert((format!("{group}/{}", version["name"].as_str()?), kind.to_lowercase()), schema.clone());
    }
    Some(())
}
