//! Family FL: what holds between the clusters of one platform; and DR-06 and DR-07, their GitOps and their hub.

mod gitops;
mod hosts;
mod hub;
mod promotion;
mod roles;
mod sent_jobs;
mod tenants;
mod trust;

use std::collections::BTreeMap;

use super::Rule;
use crate::spec::{At, Cluster, Environment, Platform, Store};
use crate::units::Name;

pub(super) const RULES: &[Rule] = &[
    trust::FL_01,
    trust::FL_02,
    trust::FL_03,
    roles::FL_04,
    promotion::FL_05,
    gitops::FL_06,
    gitops::FL_07,
    tenants::FL_08,
    sent_jobs::FL_09,
    hosts::FL_10,
    gitops::CL_19,
    gitops::EM_06,
    gitops::DR_06,
    hub::DR_07,
];

/// The clusters of which it is known that they are of `environment`.
fn known_to_be<'a>(platform: &At<'a, Platform>, environment: &Environment) -> Vec<At<'a, Cluster>> {
    platform.clusters().iter().filter(|cluster| cluster.environment().known() == Some(environment)).collect()
}

/// The buckets that production is known to use, each with the first cluster that does.
fn of_production<'a>(platform: &At<'a, Platform>) -> BTreeMap<&'a Name, &'a Name> {
    let mut used = BTreeMap::new();
    for cluster in known_to_be(platform, &Environment::Production) {
        let Some(name) = cluster.name().known() else { continue };
        for identity in cluster.identities().iter() {
            for store in identity.read().iter().chain(identity.write().iter()) {
                if let Some(Store::Bucket(bucket)) = store.known() {
                    used.entry(bucket).or_insert(name);
                }
            }
        }
    }
    used
}
