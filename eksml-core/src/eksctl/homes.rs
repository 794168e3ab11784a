//! Where in a ClusterConfig a key belongs that stands somewhere else.

use super::ClusterConfig;
use crate::spec::Spec;
use crate::spec::shape::{Kind, Shape};

/// How many homes are told; a key that more have, such as `name` or `tags`, is at home nowhere in particular.
const MOST: usize = 2;

/// The objects that have exactly this key, as near to the top as it comes: `iam` for `withOIDC`. None where they are many, but
/// `metadata` for what stands in the ClusterConfig itself.
pub(crate) fn homes_of_key(key: &str, at_top: bool) -> Vec<String> {
    let mut level = vec![(String::new(), ClusterConfig::SHAPE)];
    let mut seen: Vec<&str> = Vec::new();
    while !level.is_empty() {
        let (mut homes, mut below) = (Vec::new(), Vec::new());
        for (at, shape) in &level {
            let Kind::Struct { fields, .. } = &shape.kind else { continue };
            if seen.contains(&shape.rust) {
                continue;
            }
            seen.push(shape.rust);
            for field in *fields {
                let word = field.word();
                if word == key {
                    homes.push(if at.is_empty() { "the ClusterConfig itself".to_owned() } else { format!("`{at}`") });
                }
                let at = if at.is_empty() { word.into_owned() } else { format!("{at}.{word}") };
                below.extend(object(field.shape).map(|object| (at, object)));
            }
        }
        if !homes.is_empty() {
            if homes.len() > MOST {
                homes.retain(|home| at_top && home == "`metadata`");
            }
            return homes;
        }
        level = below;
    }
    Vec::new()
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

    #[test]
    fn a_key_is_at_home_where_eksctl_has_it() {
        assert_eq!(homes_of_key("version", true), ["`metadata`"]);
        assert_eq!(homes_of_key("clusterEndpoints", false), ["`vpc`"]);
        assert_eq!(homes_of_key("managedNodeGroups", false), ["the ClusterConfig itself"]);
        assert_eq!(homes_of_key("withOIDC", true), ["`iam`"]);
        assert_eq!(homes_of_key("taints", true), ["`nodeGroups`", "`managedNodeGroups`"]);
        for nowhere in ["", "version", "name", "no_such_key"] {
            assert!(homes_of_key(nowhere, false).is_empty(), "{nowhere}");
        }
    }
}
