//! Roles of service accounts that get their credentials by IRSA, where their ARN can be known before they exist.

use super::{LONGEST_ROLE_NAME, identity_policy, region, role_arn};
use crate::spec::{Cluster, Identity, Lens, Mechanism, Platform};

/// The role of an identity that uses IRSA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IrsaRole {
    /// Its name in IAM.
    pub name: String,
    /// Its ARN.
    pub arn: String,
}

/// The role of an identity, if it uses IRSA and its ARN can be known: the platform names its account. Otherwise only eksctl, which creates the role, can tell the service account about it.
pub fn irsa_role<'a>(
    platform: impl Lens<'a, Platform>,
    cluster: impl Lens<'a, Cluster>,
    identity: impl Lens<'a, Identity>,
) -> Option<IrsaRole> {
    let platform = platform.into();
    let cluster = cluster.into();
    let identity = identity.into();
    if !makes_irsa_role(platform, cluster, identity) {
        return None;
    }
    platform.account().get()?;
    let region = region(platform, cluster);
    // Role names are global in an account: cluster and region keep two clusters' roles apart.
    let name = fitting(format!("{}-{region}-{}-{}", cluster.name(), identity.namespace(), identity.name()));
    let arn = role_arn(platform, cluster, &name);
    Some(IrsaRole { name, arn })
}

/// A name that IAM takes: one that is too long ends in a mark of all of it, so that two of them stay apart.
fn fitting(name: String) -> String {
    if name.len() <= LONGEST_ROLE_NAME {
        return name;
    }
    // FNV-1a, which is the same in every build and on every machine.
    let mark = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |mark, byte| (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let start: String = name.chars().take(LONGEST_ROLE_NAME - 17).collect();
    format!("{start}-{mark:016x}")
}

/// Whether eksctl makes an IRSA role for an identity: it refuses to make one without permissions.
pub fn makes_irsa_role<'a>(
    platform: impl Lens<'a, Platform>,
    cluster: impl Lens<'a, Cluster>,
    identity: impl Lens<'a, Identity>,
) -> bool {
    let platform = platform.into();
    let cluster = cluster.into();
    let identity = identity.into();
    identity.via().is(|it| matches!(it, Mechanism::Irsa)) && !identity_policy(platform, cluster, identity).is_empty()
}

/// Whether any identity of the cluster uses IRSA, which needs the cluster's OIDC provider (SEC-05).
pub fn needs_oidc<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    let cluster = cluster.into();
    cluster.identities().iter().any(|identity| identity.via().is(|it| matches!(it, Mechanism::Irsa)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Bucket, Store};

    #[test]
    fn a_role_is_known_by_its_account() {
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
        let long = irsa_role(&platform, &cluster, &identity).expect("shortened").name;
        identity.name = "trainer-2".parse().expect("a name");
        let other = irsa_role(&platform, &cluster, &identity).expect("shortened").name;
        assert_eq!((long.len(), other.len()), (64, 64));
        assert!(long != other && long.starts_with("shared-us-gov-west-1-a-namespace-whose-name-is-"), "{long}");
        identity.via = Mechanism::PodIdentity;
        assert_eq!(irsa_role(&platform, &cluster, &identity), None, "not IRSA");
    }
}
