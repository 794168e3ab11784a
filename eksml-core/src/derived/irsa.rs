//! Roles of service accounts that get their credentials by IRSA, where their ARN can be known before they exist.

use super::{LONGEST_ROLE_NAME, identity_policy, region, role_arn};
use crate::spec::{Cluster, Identity, Mechanism, Platform};

/// The role of an identity that uses IRSA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IrsaRole {
    /// Its name in IAM.
    pub name: String,
    /// Its ARN.
    pub arn: String,
}

/// The role of an identity, if it uses IRSA and its ARN can be known: the platform names its account, and the role's name fits.
/// Otherwise only eksctl, which creates the role, can tell the service account about it.
pub fn irsa_role(platform: &Platform, cluster: &Cluster, identity: &Identity) -> Option<IrsaRole> {
    if !makes_irsa_role(platform, cluster, identity) {
        return None;
    }
    platform.account.as_ref()?;
    let region = region(platform, cluster);
    // Role names are global in an account: cluster and region keep two clusters' roles apart.
    let name = format!("{}-{region}-{}-{}", cluster.name, identity.namespace, identity.name);
    let arn = role_arn(platform, cluster, &name);
    (name.len() <= LONGEST_ROLE_NAME).then_some(IrsaRole { name, arn })
}

/// Whether eksctl makes an IRSA role for an identity: it refuses to make one without permissions.
pub fn makes_irsa_role(platform: &Platform, cluster: &Cluster, identity: &Identity) -> bool {
    matches!(identity.via, Mechanism::Irsa) && !identity_policy(platform, cluster, identity).is_empty()
}

/// Whether any identity of the cluster uses IRSA, which needs the cluster's OIDC provider (SEC-05).
pub fn needs_oidc(cluster: &Cluster) -> bool {
    cluster.identities.iter().any(|identity| matches!(identity.via, Mechanism::Irsa))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Bucket, Store};

    #[test]
    fn a_role_is_known_by_account_and_a_name_that_fits() {
        let bucket = Bucket { name: "data".parse().expect("a name"), ..Bucket::default() };
        let mut platform =
            Platform { region: "us-gov-west-1".parse().expect("a region"), buckets: vec![bucket], ..Platform::default() };
        let cluster = Cluster { name: "shared".parse().expect("a name"), ..Cluster::default() };
        let mut identity = Identity {
            name: "trainer".parse().expect("a name"),
            namespace: "ml".parse().expect("a name"),
            read: vec![Store::Bucket("data".parse().expect("a name"))],
            via: Mechanism::Irsa,
            ..Identity::default()
        };
        assert_eq!(irsa_role(&platform, &cluster, &identity), None, "no account");
        platform.account = Some("111122223333".parse().expect("an account"));
        let role = irsa_role(&platform, &cluster, &identity).expect("known");
        assert_eq!(role.arn, "arn:aws-us-gov:iam::111122223333:role/shared-us-gov-west-1-ml-trainer");
        identity.read.clear();
        assert_eq!(irsa_role(&platform, &cluster, &identity), None, "no permissions");
        identity.write.push(Store::Bucket("data".parse().expect("a name")));
        identity.namespace = "a-namespace-whose-name-is-as-long-as-namespaces-may-well-become".parse().expect("a name");
        assert_eq!(irsa_role(&platform, &cluster, &identity), None, "too long");
        identity.via = Mechanism::PodIdentity;
        assert_eq!(irsa_role(&platform, &cluster, &identity), None, "not IRSA");
    }
}
