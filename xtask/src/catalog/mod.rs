//! What the catalogue of `eksml-core` includes, written from the tables: a crate's package holds no file from outside its folder.
//!
//! Big tables stay text that a lookup searches; small ones become constants, so that the compiler holds them to their types.
mod apis;
mod dates;
mod devices;
mod instance_types;
mod nodes;
mod pinned;
mod regions;
mod rust;

use std::path::Path;

pub use instance_types::price;
pub use pinned::has_registry;

use crate::facts::{Facts, put};

/// Where the written files are, from the repository's root.
pub const FOLDER: &str = "eksml-core/src/catalog/tables";

/// The tables that the catalogue is made of; prices are apart because they are older than the rest.
pub const OF_THE_CATALOGUE: [&str; 17] = [
    "accelerated_images",
    "addons",
    "charts",
    "gpu_families",
    "images",
    "instance_types",
    "kubernetes",
    "log_retention",
    "manifests",
    "mig_profiles",
    "node_agents",
    "node_images",
    "node_policies",
    "regions",
    "retired_families",
    "served_apis",
    "unverified_types",
];

/// The files, by name, with what they must say.
pub fn files(facts: &Facts) -> Result<Vec<(&'static str, String)>, String> {
    Ok(vec![
        ("addons.rs", pinned::addons(facts)?),
        ("charts.rs", pinned::charts(facts)?),
        ("dates.rs", dates::dates(facts)?),
        ("devices.rs", devices::devices(facts)?),
        ("images.rs", pinned::images(facts)?),
        ("instance_types.tsv", instance_types::compact(facts)?),
        ("kubernetes.rs", apis::kubernetes(facts)?),
        ("nodes.rs", nodes::nodes(facts)?),
        ("regions.rs", regions::regions(facts)?),
        ("served_apis.rs", apis::served(facts)?),
    ])
}

/// Writes them; says which of them are new.
pub fn write(facts: &Facts, repository: &Path) -> Result<Vec<&'static str>, String> {
    let mut changed = Vec::new();
    for (name, text) in files(facts)? {
        if put(&repository.join(FOLDER).join(name), &text)? {
            changed.push(name);
        }
    }
    Ok(changed)
}

/// Those that do not say what the tables say.
pub fn stale(facts: &Facts, repository: &Path) -> Result<Vec<&'static str>, String> {
    let is_stale =
        |name: &str, text: &str| std::fs::read_to_string(repository.join(FOLDER).join(name)).ok().as_deref() != Some(text);
    Ok(files(facts)?.iter().filter(|(name, text)| is_stale(name, text)).map(|(name, _)| *name).collect())
}
