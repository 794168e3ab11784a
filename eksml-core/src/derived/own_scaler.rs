//! An autoscaler that the cluster's owners install by themselves, told by what only it needs.

use crate::eksctl::WellKnownPolicies;
use crate::spec::{At, Cluster, Lens};

/// What a chart, a service account or an identity of an autoscaler has in its name.
const NAMES: [&str; 2] = ["cluster-autoscaler", "karpenter"];

/// Whether something of this name is an autoscaler's.
pub fn names_a_scaler(name: &str) -> bool {
    NAMES.iter().any(|known| name.contains(known))
}

/// Whether the cluster has an autoscaler of its owners: a release of its chart, or an account or identity in the `eksctl` block that is
/// named after it or has the rights of one. Another beside it would fight it over the same groups (NG-31).
pub fn has_own_scaler<'a>(cluster: impl Lens<'a, Cluster>) -> bool {
    let cluster = cluster.into();
    if cluster.helm().iter().any(|release| names_a_scaler(&release.chart())) {
        return true;
    }
    let Some(iam) = cluster.eksctl().iam().get() else { return false };
    let accounts = iam.service_accounts().iter().any(|account| {
        let name = account.metadata().get().and_then(|metadata| metadata.name().get());
        name.is_some_and(|name| names_a_scaler(name.whole())) || scales(account.well_known_policies())
    });
    accounts
        || iam.pod_identity_associations().iter().any(|association| {
            association.service_account_name().get().is_some_and(|name| names_a_scaler(name.whole()))
                || scales(association.well_known_policies())
        })
}

fn scales(policies: At<'_, Option<WellKnownPolicies>>) -> bool {
    policies.get().and_then(|policies| policies.auto_scaler().get()).is_some_and(|on| *on)
}
