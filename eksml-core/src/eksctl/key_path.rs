//! A path of a finding in eksctl's own keys.

use super::ClusterConfig;
use crate::source::{Path, Step};
use crate::spec::Spec;
use crate::spec::shape::{Kind, Shape};

/// `path`, which begins at a ClusterConfig, as one writes it about the file: `managedNodeGroups[0].privateNetworking`. The
/// ClusterConfig itself is `ClusterConfig`.
pub fn key_path(path: &Path) -> String {
    let shown = key_path_in(ClusterConfig::SHAPE, path);
    if shown.is_empty() { "ClusterConfig".to_owned() } else { shown }
}

/// `path`, which begins at an object of this shape, in eksctl's keys; empty for the object itself.
pub(crate) fn key_path_in(shape: &'static Shape, path: &Path) -> String {
    let mut shown = String::new();
    let mut shape = Some(shape);
    for step in path.steps() {
        let here = shape.map(inner);
        match step {
            Step::Field(name) => {
                let field = here.and_then(|here| match here.kind {
                    Kind::Struct { fields, .. } => fields.iter().find(|field| field.name == *name),
                    _ => None,
                });
                // The step into a choice or to the key of a map has no word of its own.
                if let Some(field) = field {
                    if !shown.is_empty() {
                        shown.push('.');
                    }
                    shown.push_str(&field.word());
                }
                shape = field.map(|field| field.shape);
            }
            Step::Index(index) => {
                shown.push_str(&format!("[{index}]"));
                shape = here.and_then(element);
            }
            Step::Key(key) => {
                shown.push_str(&format!("[{key:?}]"));
                shape = here.and_then(element);
            }
        }
    }
    shown
}

/// A path of the ClusterConfig as a file spells it: keys and positions alone. None for what has no key of its own.
pub fn file_path(path: &Path) -> Option<Path> {
    spelt_path(ClusterConfig::SHAPE, path)
}

/// The same for a path that begins at an object of this shape.
pub(crate) fn spelt_path(shape: &'static Shape, path: &Path) -> Option<Path> {
    let mut spelt = Path::root();
    let mut shape = Some(shape);
    for step in path.steps() {
        let here = shape.map(inner);
        match step {
            Step::Field(name) => {
                let Kind::Struct { fields, .. } = here?.kind else { return None };
                let field = fields.iter().find(|field| field.name == *name)?;
                spelt = spelt.key(&field.word());
                shape = Some(field.shape);
            }
            Step::Index(index) => {
                spelt = spelt.index(*index);
                shape = here.and_then(element);
            }
            Step::Key(key) => {
                spelt = spelt.key(key);
                shape = here.and_then(element);
            }
        }
    }
    Some(spelt)
}

/// The shape behind an option.
fn inner(shape: &'static Shape) -> &'static Shape {
    match shape.kind {
        Kind::Optional(of) => inner(of),
        _ => shape,
    }
}

/// The shape of an element of a list or a map.
fn element(shape: &'static Shape) -> Option<&'static Shape> {
    match shape.kind {
        Kind::List(of) | Kind::Map(of) => Some(of),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_keys_that_stand_in_the_file() {
        let group = Path::root().field("managed_node_groups").index(1);
        assert_eq!(key_path(&group.field("disable_imds_v1")), "managedNodeGroups[1].disableIMDSv1");
        assert_eq!(key_path(&group.field("labels").key("team")), "managedNodeGroups[1].labels[\"team\"]");
        assert_eq!(key_path(&group.field("update_config").field("0")), "managedNodeGroups[1].updateConfig");
        assert_eq!(key_path(&Path::root()), "ClusterConfig");
    }
}
