//! What is in a cluster's files: every object by kind, name and place, read back from the text that is emitted.

use super::layer::Layer;
use crate::render::ClusterFiles;
use crate::render::eksctl::is_eksctls;
use crate::render::helm::Release;

/// An object of the set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Object {
    /// Its API group; empty for the core group.
    pub(super) group: String,
    /// Its kind.
    pub(super) kind: String,
    /// Its namespace; absent for what the whole cluster has.
    pub(super) namespace: Option<String>,
    /// Its name.
    pub(super) name: String,
}

/// The files of one cluster that GitOps keeps, with their objects.
#[derive(Debug, Clone, Default)]
pub(super) struct Inventory {
    /// The files by layer, in apply order.
    pub(super) files: Vec<(Layer, &'static str)>,
    /// Every object.
    pub(super) objects: Vec<Object>,
    /// The Helm releases that GitOps installs.
    pub(super) releases: Vec<Release>,
}

impl Inventory {
    /// Everything in `files` but what eksctl reads.
    pub(super) fn of(files: &ClusterFiles) -> Self {
        let mut inventory = Self::default();
        for (file, text) in files.object_texts().filter(|(file, _)| !is_eksctls(file)) {
            inventory.files.push((Layer::of(file), file));
            inventory.objects.extend(objects(text));
        }
        inventory
    }

    /// The group and kind of what the whole cluster has (`namespaced` false), or of what lives in namespaces.
    pub(super) fn kinds(&self, namespaced: bool) -> Vec<(&str, &str)> {
        let mut kinds: Vec<_> = self
            .objects
            .iter()
            .filter(|object| object.namespace.is_some() == namespaced)
            .map(|object| (object.group.as_str(), object.kind.as_str()))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// The namespaces that objects live in, and those that are objects themselves.
    pub(super) fn namespaces(&self) -> Vec<&str> {
        let homes = self.objects.iter().filter_map(|object| object.namespace.as_deref());
        let own = self.objects.iter().filter(|object| object.kind == "Namespace").map(|object| object.name.as_str());
        let mut all: Vec<_> = homes.chain(own).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The objects of a file as eksml's own emitter writes it: keys of the object at the margin, those of its metadata one step in.
fn objects(text: &str) -> Vec<Object> {
    let mut objects = Vec::new();
    for document in text.split("\n---\n") {
        let mut object = Object { group: String::new(), kind: String::new(), namespace: None, name: String::new() };
        let mut in_metadata = false;
        for line in document.lines() {
            if let Some(version) = line.strip_prefix("apiVersion: ") {
                object.group = bare(version).split_once('/').map_or_else(String::new, |(group, _)| group.to_owned());
            } else if let Some(kind) = line.strip_prefix("kind: ") {
                bare(kind).clone_into(&mut object.kind);
            }
            if !line.starts_with(' ') {
                in_metadata = line == "metadata:";
            } else if in_metadata {
                if let Some(name) = line.strip_prefix("  name: ") {
                    bare(name).clone_into(&mut object.name);
                } else if let Some(namespace) = line.strip_prefix("  namespace: ") {
                    object.namespace = Some(bare(namespace).to_owned());
                }
            }
        }
        if !object.kind.is_empty() {
            objects.push(object);
        }
    }
    objects
}

fn bare(scalar: &str) -> &str {
    scalar.trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_read_back_by_what_tells_them_apart() {
        let text = "kind: Namespace\napiVersion: v1\nmetadata:\n  labels:\n    name: other\n  name: \"1\"\n---\n\
                    apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: ml\nspec:\n  name: inner\n";
        let shown: Vec<_> = objects(text).into_iter().map(|it| (it.group, it.kind, it.namespace, it.name)).collect();
        let owned = |text: &str| text.to_owned();
        assert_eq!(
            shown,
            [
                (owned(""), owned("Namespace"), None, owned("1")),
                (owned("apps"), owned("Deployment"), Some(owned("ml")), owned("web")),
            ]
        );
    }
}
