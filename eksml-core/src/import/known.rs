//! What a file says that follows from its words anyway: settings and roles that eksml derives, as in a file it has written itself.

use crate::derived;
use crate::eksctl::{Addon, ClusterConfig};
use crate::spec::Platform;

/// The parts of the file that need not be said.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Positions in `addons` with the keys that are derived.
    pub(super) addons: Vec<(usize, Vec<&'static str>)>,
    /// Positions in `iam.podIdentityAssociations`.
    pub(super) associations: Vec<usize>,
    /// Positions in `iam.serviceAccounts`.
    pub(super) accounts: Vec<usize>,
}

impl Known {
    /// Compares the file with what its words become.
    pub(super) fn of(file: &ClusterConfig, platform: &Platform) -> Self {
        let Some(cluster) = platform.clusters.first() else { return Self::default() };
        // Only the words: without the blocks, which repeat the file.
        let mut cluster = cluster.clone();
        cluster.eksctl = crate::eksctl::ClusterBlock::default();
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
        let (own, derived) = (file.iam.clone().unwrap_or_default(), now.iam.unwrap_or_default());
        Self {
            addons: file.addons.iter().enumerate().filter_map(addon).collect(),
            associations: positions(&own.pod_identity_associations, &derived.pod_identity_associations),
            accounts: positions(&own.service_accounts, &derived.service_accounts),
        }
    }

    /// The derived keys of the add-on at this position; `None` where nothing of it is derived.
    pub(super) fn addon(&self, at: usize) -> Option<&[&'static str]> {
        self.addons.iter().find(|(known, _)| *known == at).map(|(_, keys)| keys.as_slice())
    }
}

fn positions<T: PartialEq>(own: &[T], derived: &[T]) -> Vec<usize> {
    own.iter().enumerate().filter(|(_, item)| derived.contains(item)).map(|(at, _)| at).collect()
}
