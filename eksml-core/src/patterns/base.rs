//! One cluster as the base of many: they inherit it, and nothing they have otherwise is hidden.

use super::Site;
use crate::spec::{Cluster, Inherits};
use crate::units::Name;

/// A cluster that others are made from.
///
/// ```
/// use eksml_core::catalog::KubernetesVersion;
/// use eksml_core::patterns::{Base, Ground, Site, parts};
/// use eksml_core::spec::Environment;
///
/// # fn main() -> Result<(), eksml_core::units::Invalid> {
/// # let ground = Ground::new(
/// #     "acme-ml".parse()?,
/// #     "us-west-2".parse()?,
/// #     "111122223333".parse()?,
/// #     "arn:aws:iam::111122223333:role/platform-admin".parse()?,
/// #     "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6".parse()?,
/// # );
/// let site = Site::new("standard".parse()?, "10.0.0.0/16".parse()?);
/// let standard = Base::new("standard".parse()?, ground.cluster(&site, Environment::Production));
///
/// let cluster = standard.inherit(&Site::new("canary".parse()?, "10.1.0.0/16".parse()?), |canary| {
///     canary.version = KubernetesVersion::V1_34; // the emitted README says so
///     canary.node_groups.push(parts::cpu_nodes());
/// });
/// assert_eq!(cluster.name.as_str(), "canary");
/// assert_eq!(cluster.node_groups.len(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Base {
    name: Name,
    cluster: Cluster,
}

impl Base {
    /// The base `name`: everything that `cluster` has, save its name, addresses and place.
    pub fn new(name: Name, cluster: Cluster) -> Self {
        Self { name, cluster }
    }

    /// A base that has what this one has, but for what `otherwise` changes; the README of a cluster that inherits it lists both.
    pub fn base(&self, name: Name, otherwise: impl FnOnce(&mut Cluster)) -> Self {
        let mut cluster = self.cluster.clone();
        otherwise(&mut cluster);
        cluster.inherits = Some(Inherits { base: self.name.clone(), cluster: Box::new(self.cluster.clone()) });
        Self { name, cluster }
    }

    /// A cluster at `site` that has what the base has, but for what `otherwise` changes. Its README lists every change.
    pub fn inherit(&self, site: &Site, otherwise: impl FnOnce(&mut Cluster)) -> Cluster {
        let mut cluster = self.cluster.clone();
        settle(&mut cluster, site);
        let base = Box::new(cluster.clone());
        otherwise(&mut cluster);
        cluster.inherits = Some(Inherits { base: self.name.clone(), cluster: base });
        cluster
    }
}

/// Gives a cluster its place. What it was made from gets the same one: a place is no override.
fn settle(cluster: &mut Cluster, site: &Site) {
    cluster.name = site.name.clone();
    cluster.vpc.cidr = site.vpc;
    if let Some(region) = site.region {
        cluster.region = Some(region);
    }
    if let Some(key) = &site.secrets_key {
        cluster.secrets_key = Some(key.clone());
    }
    if let Some(inherits) = &mut cluster.inherits {
        settle(&mut inherits.cluster, site);
    }
}
