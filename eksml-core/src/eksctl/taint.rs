//! Taints of a node group.

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
    pub enum TaintEffect {
        /// New pods stay away.
        NoSchedule = "NoSchedule",
        /// New pods stay away if they can.
        PreferNoSchedule = "PreferNoSchedule",
        /// New pods stay away and running pods are evicted.
        NoExecute = "NoExecute",
    }
}
