//! Taints of a node group, in both spellings that eksctl reads.

#[cfg(feature = "k8s")]
use indexmap::IndexMap;
#[cfg(feature = "k8s")]
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// One taint on every node of a group.
    pub struct NodeGroupTaint {
        /// Key: a qualified name such as `nvidia.com/gpu`.
        pub key: String,
        /// Value; in YAML it must be a quoted string.
        pub value: Option<String>,
        /// What happens to pods that do not tolerate the taint.
        pub effect: TaintEffect,
    }
}

impl NodeGroupTaint {
    /// The taint `key=value:effect`; an empty value is no value.
    pub fn new(key: impl Into<String>, value: impl Into<String>, effect: TaintEffect) -> Self {
        let value = Some(value.into()).filter(|value| !value.is_empty());
        Self { key: key.into(), value, effect }
    }
}

keyword! {
    /// What a taint does to pods that do not tolerate it; the EKS API's `NO_SCHEDULE` is not eksctl's spelling.
    pub enum TaintEffect, "taint effect" {
        /// New pods stay away.
        NoSchedule = "NoSchedule",
        /// New pods stay away if they can.
        PreferNoSchedule = "PreferNoSchedule",
        /// New pods stay away and running pods are evicted.
        NoExecute = "NoExecute",
    }
}

/// Reads the taints of a self-managed group: a list, or the older map of key to `value:effect`.
#[cfg(feature = "k8s")]
pub(super) fn list_or_map<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<NodeGroupTaint>, D::Error> {
    struct Taints;

    impl<'de> Visitor<'de> for Taints {
        type Value = Vec<NodeGroupTaint>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list of {key, value, effect} or a map of key to \"value:effect\"")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
            Vec::deserialize(de::value::SeqAccessDeserializer::new(items))
        }

        fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Self::Value, A::Error> {
            let map = IndexMap::<String, String>::deserialize(de::value::MapAccessDeserializer::new(entries))?;
            map.into_iter().map(|(key, text)| from_pair(key, &text).map_err(de::Error::custom)).collect()
        }
    }

    source.deserialize_any(Taints)
}

/// A taint from the map spelling: `value:effect`, `:effect` for an empty value, or the effect alone.
#[cfg(any(feature = "k8s", test))]
fn from_pair(key: String, text: &str) -> Result<NodeGroupTaint, String> {
    let (value, effect) = text.rsplit_once(':').unwrap_or(("", text));
    let effect = effect.parse().map_err(|error| format!("taint {key}: {error}"))?;
    Ok(NodeGroupTaint::new(key, value, effect))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_map_spelling() {
        for (text, value, effect) in [
            ("true:NoSchedule", Some("true"), TaintEffect::NoSchedule),
            (":NoExecute", None, TaintEffect::NoExecute),
            ("PreferNoSchedule", None, TaintEffect::PreferNoSchedule),
        ] {
            let taint = from_pair("nvidia.com/gpu".to_owned(), text).expect(text);
            assert_eq!((taint.value.as_deref(), taint.effect), (value, effect), "{text}");
        }
        assert!(from_pair("gpu".to_owned(), "true:NO_SCHEDULE").expect_err("not an effect").contains("NO_SCHEDULE"));
    }
}
