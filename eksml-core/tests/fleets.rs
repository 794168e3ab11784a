//! Fleets: the patterns break no rule, not even one that only warns, and rules between clusters judge what they know.

use eksml_core::catalog::Region;
use eksml_core::findings::Severity;
use eksml_core::patterns::{Base, Ground, Site, Sites, Team, hub_and_spoke, hybrid, parts, per_workload, shared};
use eksml_core::rules;
use eksml_core::spec::{Receiver, *};

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect(text)
}

fn ground(region: &str) -> Ground {
    Ground::new(
        parsed("acme"),
        parsed(region),
        parsed("111122223333"),
        parsed("arn:aws:iam::111122223333:role/platform-admin"),
        parsed(&format!("arn:aws:kms:{region}:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6")),
    )
    .alerting(Receiver::Webhook(parsed("alert-webhook")))
}

fn site(name: &str, vpc: &str) -> Site {
    Site::new(parsed(name), parsed(vpc))
}

fn sites() -> Sites {
    Sites {
        training: site("train", "10.1.0.0/16"),
        inference: site("serve", "10.2.0.0/16"),
        development: site("dev", "10.3.0.0/16"),
    }
}

fn spokes(count: u8) -> Vec<(Team, Site)> {
    let spoke = |number: u8| {
        let role = format!("arn:aws:iam::111122223333:role/team-{number}");
        let team = Team::new(parsed(&format!("team-{number}")), parsed(&role));
        (team, site(&format!("team-{number}"), &format!("10.{}.0.0/16", 100 + number)))
    };
    (0..count).map(spoke).collect()
}

/// The ids of what rules find.
fn found(platform: &Platform) -> Vec<&'static str> {
    rules::check(platform, None).findings().iter().map(|finding| finding.rule).collect()
}

#[test]
fn the_patterns_break_no_rule_in_any_large_region() {
    for region in ["us-west-2", "us-east-2", "eu-west-1", "eu-central-1", "ap-northeast-1", "ap-southeast-2"] {
        let ground = ground(region);
        let platforms = [
            shared(&ground, &site("all", "10.0.0.0/16")),
            per_workload(&ground, &sites()),
            hybrid(&ground, &sites()),
            hub_and_spoke(&ground, &site("hub", "10.99.0.0/16"), spokes(3)),
        ];
        for platform in platforms {
            let found = found(&platform);
            assert!(found.is_empty(), "{region}: {found:?}");
        }
    }
}

#[test]
fn every_name_and_quantity_of_the_parts_is_what_it_says() {
    let groups = [
        parts::system_nodes(),
        parts::training_nodes(),
        parts::inference_nodes(),
        parts::development_nodes(),
        parts::cpu_nodes(),
    ];
    let names: Vec<_> = groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["system", "training-gpu", "inference-gpu", "development-gpu", "cpu-workloads"]);
    let types: Vec<_> = groups.iter().map(|group| group.instances[0].as_str()).collect();
    assert_eq!(types, ["m7i.xlarge", "g6e.12xlarge", "g6.2xlarge", "g6.2xlarge", "m7i.2xlarge"]);
    let quota = parts::training_namespace(parsed("ml")).quota.expect("a quota");
    let shown = |quantity: Option<eksml_core::units::Quantity>| quantity.map(|quantity| quantity.to_string());
    assert_eq!((shown(quota.cpu), shown(quota.memory)), (Some("768".to_owned()), Some("6Ti".to_owned())));
}

#[test]
fn staging_rehearses_with_the_data_of_production_but_changes_nothing_of_it() {
    let mut platform = per_workload(&ground("us-west-2"), &sites());
    let dev = &mut platform.clusters[2];
    dev.environment = Environment::Staging;
    dev.vpc.nat = Nat::PerZone;
    dev.identities[0].read = vec![Store::Bucket(parsed("models"))];
    assert_eq!(found(&platform), [""; 0]);
    platform.clusters[2].identities[0].write = vec![Store::Bucket(parsed("models"))];
    assert_eq!(found(&platform), ["FL-01"]);
    platform.clusters[2].environment = Environment::Development;
    assert_eq!(found(&platform), ["FL-01", "FL-01"]);
}

#[test]
fn a_bucket_is_production_s_only_where_production_uses_it() {
    let mut platform = per_workload(&ground("us-west-2"), &sites());
    platform.clusters[2].identities[0].read = vec![Store::Bucket(parsed("models"))];
    assert_eq!(found(&platform), ["FL-01"]);
    for cluster in &mut platform.clusters {
        cluster.environment = Environment::Development;
    }
    assert_eq!(found(&platform), [""; 0]);
}

#[test]
fn one_of_a_hundred_overlapping_networks_is_found_and_only_once() {
    let ground = ground("us-west-2");
    let base = Base::new(parsed("standard"), ground.cluster(&site("standard", "10.0.0.0/16"), Environment::Production));
    let mut platform = ground.platform();
    let block: eksml_core::units::Cidr = parsed("10.0.0.0/8");
    for (number, vpc) in block.subnets(16).take(100).enumerate() {
        platform.clusters.push(base.inherit(&Site::new(parsed(&format!("c-{number}")), vpc), |_| ()));
    }
    assert_eq!(found(&platform), [""; 0]);
    platform.clusters[70].vpc.cidr = parsed("10.30.128.0/17");
    let report = rules::check(&platform, None);
    let problems: Vec<_> = report.findings().iter().map(|finding| (finding.rule, finding.problem.as_str())).collect();
    assert_eq!(problems, [("NET-14", "VPC `10.30.128.0/17` of cluster `c-70` overlaps VPC `10.30.0.0/16` of cluster `c-30`")]);
}

#[test]
fn a_base_s_clusters_keep_what_their_site_says_of_the_region() {
    let ground = ground("us-west-2");
    let base = Base::new(parsed("standard"), ground.cluster(&site("standard", "10.0.0.0/16"), Environment::Production));
    let key = "arn:aws:kms:eu-west-1:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6";
    let cluster = base.inherit(&site("europe", "10.1.0.0/16").in_region(parsed::<Region>("eu-west-1"), parsed(key)), |_| ());
    assert_eq!(cluster.region.as_ref().map(|region| region.as_str()), Some("eu-west-1"));
    assert_eq!(cluster.secrets_key.as_ref().map(ToString::to_string).as_deref(), Some(key));
    let inherits = cluster.inherits.expect("made from a base");
    assert_eq!((inherits.base.as_str(), inherits.cluster.region == cluster.region), ("standard", true));
}

#[test]
fn many_people_on_one_cluster_are_a_warning_not_an_error() {
    let mut platform = shared(&ground("us-west-2"), &site("all", "10.0.0.0/16"));
    platform.people = Some(51);
    let report = rules::check(&platform, None);
    assert!(report.is_sound());
    assert_eq!(
        report.findings().iter().map(|finding| (finding.rule, finding.severity)).collect::<Vec<_>>(),
        [("CL-12", Severity::Warning)]
    );
    platform.people = Some(50);
    assert_eq!(found(&platform), [""; 0]);
}
