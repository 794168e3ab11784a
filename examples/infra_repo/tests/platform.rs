//! What this team promises of its platform, beside eksml's own rules.

use eksml::prelude::*;
use infra_repo::platform::platform;

#[test]
fn no_rule_is_broken() {
    platform().assert_sound();
}

#[test]
fn the_committed_manifests_are_current() {
    platform().assert_emitted("manifests");
}

#[test]
fn no_group_can_cost_more_than_ten_dollars_an_hour() {
    for (cluster, group) in platform().node_groups() {
        let dearest = group.instances.iter().filter_map(|instance| instance.facts().micro_usd_per_hour).max().unwrap_or_default();
        let most = dearest * u64::from(group.scale.max);
        assert!(most <= 10_000_000, "{}/{} may cost {} USD/h", cluster.name, group.name, most / 1_000_000);
    }
}

#[test]
fn the_build_generates_the_same_set() {
    let built = eksml::output::check(&platform().manifests().expect("sound"), infra_repo::MANIFESTS.as_ref()).expect("readable");
    assert!(built.is_current(), "{built}");
}
