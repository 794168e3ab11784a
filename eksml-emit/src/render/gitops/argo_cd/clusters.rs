//! The clusters the EKS capability for Argo CD knows: it takes their ARNs, so that they can be registered before they exist. An Argo
//! CD of one's own takes the address of the API server, which only EKS knows; `readme.rs` has the commands for that.

use indexmap::IndexMap;
use serde::Serialize;

use super::releases::{self, Shared};
use super::{NAMESPACE, Target};
use crate::derived;
use crate::render::gitops::Metadata;
use crate::spec::{ArgoCd, Environment, Platform};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Registration {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    #[serde(rename = "type")]
    type_: &'static str,
    string_data: IndexMap<&'static str, String>,
}

/// A Secret for each cluster; it holds no credentials.
pub(super) fn registrations(
    platform: &Platform,
    argo: &ArgoCd,
    targets: &[Target<'_>],
    shared: &[Shared<'_>],
) -> Vec<Registration> {
    targets
        .iter()
        .map(|target| {
            let region = derived::region(platform, target.cluster);
            let account = platform.account.as_ref().or_else(|| argo.role.as_ref().map(crate::units::RoleArn::account));
            let account = account.map_or_else(String::new, ToString::to_string);
            let name = target.cluster.name.to_string();
            let server = format!("arn:{}:eks:{region}:{account}:cluster/{name}", region.partition());
            let mut labels = vec![("argocd.argoproj.io/secret-type".to_owned(), "cluster".to_owned())];
            labels.extend(self::labels(platform, target, shared));
            Registration {
                api_version: "v1",
                kind: "Secret",
                metadata: Metadata::new(format!("cluster-{name}"), NAMESPACE).with(labels),
                type_: "Opaque",
                string_data: IndexMap::from([("name", name), ("server", server)]),
            }
        })
        .collect()
}

/// The labels by which ApplicationSets choose clusters.
pub(super) fn labels(platform: &Platform, target: &Target<'_>, shared: &[Shared<'_>]) -> Vec<(String, String)> {
    let environment = match target.cluster.environment {
        Environment::Production => "production",
        Environment::Staging => "staging",
        Environment::Development => "development",
    };
    let mut labels =
        vec![("eksml/platform".to_owned(), platform.name.to_string()), ("eksml/environment".to_owned(), environment.to_owned())];
    labels.extend(releases::labels(shared, target));
    labels
}
