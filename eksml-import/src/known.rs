//! What a file says that follows from its words anyway: settings, roles and labels that eksml derives, as in a file it has written
//! itself. What a part of the file seems to mean is guessed first, and holds only if the words become exactly that part again.

use indexmap::IndexMap;

use eksml_core::derived;
use eksml_core::eksctl::{Addon, ClusterConfig, NodeGroupBottlerocket};
use eksml_core::spec::Platform;

/// The tags by which the Cluster Autoscaler finds groups and knows their nodes.
const AUTOSCALER_TAG: &str = "k8s.io/cluster-autoscaler/";

/// The parts of the file that need not be said.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Whether every guess is taken, because nothing was compared yet.
    guessing: bool,
    /// Positions in `addons` with the keys that are derived.
    addons: Vec<(usize, Vec<&'static str>)>,
    /// Positions in `iam.podIdentityAssociations`.
    pub(super) associations: Vec<usize>,
    /// Positions in `iam.serviceAccounts`.
    pub(super) accounts: Vec<usize>,
    /// Whether the key of Secrets is the one that the platform creates.
    own_secrets_key: bool,
    /// Whether the role of EKS Auto Mode's nodes is the one that the platform creates.
    node_role: bool,
    /// Node groups by name.
    groups: Vec<KnownGroup>,
}

/// The parts of a node group that need not be said.
#[derive(Debug)]
struct KnownGroup {
    name: String,
    labels: Vec<String>,
    tags: Vec<String>,
    raid: bool,
}

impl Known {
    /// Takes every guess.
    pub(super) fn guesses() -> Self {
        Self { guessing: true, ..Self::default() }
    }

    /// Compares the file with what its words become.
    pub(super) fn of(file: &ClusterConfig, platform: &Platform) -> Self {
        let Some(cluster) = platform.clusters.first() else { return Self::default() };
        // Only the words: without the blocks, which repeat the file.
        let mut cluster = cluster.clone();
        cluster.eksctl = eksml_core::eksctl::ClusterBlock::default();
        for group in &mut cluster.node_groups {
            group.eksctl = eksml_core::eksctl::NodeGroupBlock::default();
            group.labels.clear();
        }
        let now = derived::cluster_config(platform, &cluster);
        let addon = |(at, addon): (usize, &Addon)| {
            let derived = now.addons.iter().find(|derived| derived.name == addon.name)?;
            let mut keys = Vec::new();
            if addon.configuration_values == derived.configuration_values {
                keys.push("configurationValues");
            }
            if addon.pod_identity_associations == derived.pod_identity_associations {
                keys.push("podIdentityAssociations");
            }
            Some((at, keys))
        };
        let (own, derived) = (file.iam.clone().unwrap_or_default(), now.iam.clone().unwrap_or_default());
        let role = |config: &ClusterConfig| config.auto_mode_config.as_ref().and_then(|auto| auto.node_role_arn.clone());
        Self {
            guessing: false,
            addons: file.addons.iter().enumerate().filter_map(addon).collect(),
            associations: positions(&own.pod_identity_associations, &derived.pod_identity_associations),
            accounts: positions(&own.service_accounts, &derived.service_accounts),
            own_secrets_key: file.secrets_encryption == now.secrets_encryption,
            node_role: role(file) == role(&now),
            groups: groups(file, &now),
        }
    }

    /// The derived keys of the add-on at this position; `None` where nothing of it is derived.
    pub(super) fn addon(&self, at: usize) -> Option<&[&'static str]> {
        self.addons.iter().find(|(known, _)| *known == at).map(|(_, keys)| keys.as_slice())
    }

    /// Whether the key of Secrets is the one that the platform creates.
    pub(super) fn is_own_secrets_key(&self) -> bool {
        self.guessing || self.own_secrets_key
    }

    /// Whether the role of EKS Auto Mode's nodes is the one that the platform creates.
    pub(super) fn is_own_node_role(&self) -> bool {
        self.guessing || self.node_role
    }

    /// Whether a label of a node group follows from its words.
    pub(super) fn is_derived_label(&self, group: &str, label: &str) -> bool {
        self.group(group).is_some_and(|known| known.labels.iter().any(|known| known == label))
    }

    /// Whether a tag of a node group's Auto Scaling group follows from its words, with the value that the file has.
    pub(super) fn is_derived_tag(&self, group: &str, tag: &str) -> bool {
        self.guessing && tag.starts_with(AUTOSCALER_TAG)
            || self.group(group).is_some_and(|known| known.tags.iter().any(|known| known == tag))
    }

    /// Whether a label that decides about devices means the way of sharing that it seems to.
    pub(super) fn means_sharing(&self, group: &str, label: &str) -> bool {
        self.guessing || self.is_derived_label(group, label)
    }

    /// Whether what a node group does at boot is to make a RAID of its instance store.
    pub(super) fn is_raid(&self, group: &str) -> bool {
        self.guessing || self.group(group).is_some_and(|known| known.raid)
    }

    fn group(&self, name: &str) -> Option<&KnownGroup> {
        self.groups.iter().find(|group| group.name == name)
    }
}

fn positions<T: PartialEq>(own: &[T], derived: &[T]) -> Vec<usize> {
    own.iter().enumerate().filter(|(_, item)| derived.contains(item)).map(|(at, _)| at).collect()
}

/// What is compared of a group of either kind.
struct Side<'a> {
    name: &'a str,
    labels: &'a IndexMap<String, String>,
    tags: &'a IndexMap<String, String>,
    bootstrap: Option<&'a String>,
    bottlerocket: Option<&'a NodeGroupBottlerocket>,
}

fn sides(config: &ClusterConfig) -> Vec<Side<'_>> {
    macro_rules! side {
        ($group:expr) => {
            Side {
                name: &$group.name,
                labels: &$group.labels,
                tags: &$group.tags,
                bootstrap: $group.override_bootstrap_command.as_ref(),
                bottlerocket: $group.bottlerocket.as_ref(),
            }
        };
    }
    let own = config.self_managed_node_groups.iter().map(|group| side!(group));
    own.chain(config.managed_node_groups.iter().map(|group| side!(group))).collect()
}

fn groups(file: &ClusterConfig, now: &ClusterConfig) -> Vec<KnownGroup> {
    let now = sides(now);
    let known = |own: Side<'_>| {
        let derived = now.iter().find(|derived| derived.name == own.name)?;
        let boots_so = derived.bootstrap.is_some() || derived.bottlerocket.is_some();
        let labels = own.labels.iter().filter(|(key, value)| derived.labels.get(*key) == Some(value));
        let tags =
            own.tags.iter().filter(|(key, value)| key.starts_with(AUTOSCALER_TAG) && derived.tags.get(*key) == Some(value));
        Some(KnownGroup {
            name: own.name.to_owned(),
            labels: labels.map(|(key, _)| key.clone()).collect(),
            tags: tags.map(|(key, _)| key.clone()).collect(),
            raid: boots_so && own.bootstrap == derived.bootstrap && own.bottlerocket == derived.bottlerocket,
        })
    };
    sides(file).into_iter().filter_map(known).collect()
}
