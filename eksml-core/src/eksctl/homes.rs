//! Where in a ClusterConfig a key belongs that stands somewhere else.

use super::{ClusterConfig, key_path};
use crate::source::Path;
use crate::spec::Spec;
use crate::spec::shape::{Kind, Shape};

/// How many homes are told; a key that more have, such as `name` or `tags`, is at home nowhere in particular.
const MOST: usize = 2;

/// How deep the objects of a ClusterConfig are looked into.
const DEPTH: usize = 4;

/// The objects that have exactly this key, as near to the top as it comes and, if they can be, in the part that `path` is in: `iam` for
/// `withOIDC`. None where they are many, but `metadata` for what stands in the ClusterConfig itself.
pub(crate) fn homes_of_key(key: &str, path: &Path) -> Vec<String> {
    let at = key_path(path);
    let part = at.split(['.', '[']).next().unwrap_or_default();
    let mut level = vec![(String::new(), ClusterConfig::SHAPE)];
    for _ in 0..DEPTH {
        let (mut homes, mut below) = (Vec::new(), Vec::new());
        for (at, shape) in &level {
            let Kind::Struct { fields, .. } = &shape.kind else { continue };
            for field in *fields {
                let word = field.word();
                if word == key {
                    homes.push(at.clone());
                }
                let at = if at.is_empty() { word.into_owned() } else { format!("{at}.{word}") };
                below.extend(object(field.shape).map(|object| (at, object)));
            }
        }
        let is_found = !homes.is_empty();
        if homes.iter().any(|home| is_in(home, part)) {
            homes.retain(|home| is_in(home, part));
        } else if homes.len() > MOST {
            homes.retain(|home| path.steps().is_empty() && home == "metadata");
        }
        if is_found {
            let shown = |home: String| if home.is_empty() { "the ClusterConfig itself".to_owned() } else { format!("`{home}`") };
            return homes.into_iter().map(shown).take(MOST).collect();
        }
        level = below;
    }
    Vec::new()
}

/// Whether an object is in the part of the ClusterConfig that begins with this key.
fn is_in(home: &str, part: &str) -> bool {
    !part.is_empty() && home.split('.').next() == Some(part)
}

/// The object that a value of this shape is, or is a list of.
fn object(shape: &'static Shape) -> Option<&'static Shape> {
    match &shape.kind {
        Kind::Struct { .. } => Some(shape),
        Kind::List(of) | Kind::Optional(of) => object(of),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::homes_of_key;
    use crate::source::Path;

    #[test]
    fn a_key_is_at_home_where_eksctl_has_it() {
        let top = Path::root();
        let group = top.field("managed_node_groups").index(0);
        assert_eq!(homes_of_key("version", &top), ["`metadata`"]);
        assert_eq!(homes_of_key("clusterEndpoints", &group), ["`vpc`"]);
        assert_eq!(homes_of_key("managedNodeGroups", &top.field("metadata")), ["the ClusterConfig itself"]);
        assert_eq!(homes_of_key("withOIDC", &top), ["`iam`"]);
        assert_eq!(homes_of_key("taints", &top), ["`nodeGroups`", "`managedNodeGroups`"]);
        assert_eq!(homes_of_key("withAddonPolicies", &group), ["`managedNodeGroups.iam`"]);
        for nowhere in ["", "version", "name", "no_such_key"] {
            assert!(homes_of_key(nowhere, &top.field("vpc")).is_empty(), "{nowhere}");
        }
    }
}
