//! The Helm releases that Argo CD installs: one ApplicationSet for each, over the clusters that have it. A cluster's label says which
//! version it has, so that a new one can come to one cluster before the others; its settings lie in its own folder.

use super::Target;
use crate::render::helm::{Release, values_file};

/// A release of several clusters: what is the same in all of them.
pub(super) struct Shared<'a> {
    /// What tells it apart from the others.
    pub(super) key: String,
    /// The release as the first of them has it.
    pub(super) like: &'a Release,
}

impl Shared<'_> {
    /// The label of the clusters that have it; its value is the version.
    pub(super) fn label(&self) -> String {
        format!("release.eksml/{}", self.key)
    }

    /// The version of a cluster, as a template over its labels: a label has no `+`, and a version no `_`.
    pub(super) fn version(&self) -> String {
        format!("{{{{ index .metadata.labels \"{}\" | replace \"_\" \"+\" }}}}", self.label())
    }

    /// The file with the settings of a cluster below the set's folder, as a template over its name.
    pub(super) fn values(&self, folder: &str) -> Option<String> {
        self.like.values.as_ref().map(|_| format!("$values/{folder}/{{{{.name}}}}/{}", values_file(&self.like.name)))
    }

    fn is(&self, other: &Release) -> bool {
        let same = |release: &Release| Release { version: String::new(), values: None, ..release.clone() };
        self.like.values.is_some() == other.values.is_some() && same(self.like) == same(other)
    }
}

/// All of them. Releases that share a name and nothing else are counted.
pub(super) fn shared<'a>(targets: &[Target<'a>]) -> Vec<Shared<'a>> {
    let mut all: Vec<Shared<'a>> = Vec::new();
    for release in targets.iter().flat_map(|target| &target.inventory.releases) {
        if all.iter().any(|shared| shared.is(release)) {
            continue;
        }
        let namesakes = all.iter().filter(|shared| shared.like.name == release.name).count();
        let key = if namesakes == 0 { release.name.clone() } else { format!("{}.{}", release.name, namesakes + 1) };
        all.push(Shared { key, like: release });
    }
    all
}

/// The labels of a cluster that has these releases.
pub(super) fn labels(all: &[Shared<'_>], target: &Target<'_>) -> Vec<(String, String)> {
    let version = |shared: &Shared<'_>| {
        let release = target.inventory.releases.iter().find(|release| shared.is(release))?;
        Some((shared.label(), release.version.replace('+', "_")))
    };
    all.iter().filter_map(version).collect()
}
