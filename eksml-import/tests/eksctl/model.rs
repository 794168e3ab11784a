//! What is read from eksctl's configuration is written back unchanged, and what eksctl would misread is refused by name.

use std::path::Path;

use eksml_core::eksctl::{
    AmiFamily, CapacityReservation, ClusterConfig, ClusterEndpoints, ClusterNat, ClusterVpc, InstanceMarketOptions,
    ManagedNodeGroup, MarketType, NatGateway, NodeGroupNodeRepairConfig, NodeGroupTaint, NodeRepairConfigOverride, RepairAction,
    TaintEffect,
};
use eksml_import::Found;
use serde_json::Value;

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("the fixture is YAML")
}

fn written(config: &ClusterConfig) -> Value {
    serde_json::to_value(config).expect("a ClusterConfig is plain data")
}

#[test]
fn every_fixture_survives_reading_and_writing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/eksctl/files");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the fixtures are there") {
        let path = entry.expect("a fixture").path();
        let name = path.display();
        let text = std::fs::read_to_string(&path).expect("a readable fixture");
        let config = eksml_import::config(&text).unwrap_or_else(|found| panic!("{name}: {found:?}"));
        assert_eq!(written(&config), yaml(&text), "{name}: written differs from read");
        let again = serde_yaml::to_string(&config).expect("a ClusterConfig is plain data");
        assert_eq!(eksml_import::config(&again).as_ref(), Ok(&config), "{name}: read, written, read differs");
        let lenient: ClusterConfig = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(lenient, config, "{name}: another deserializer reads something else");
        seen += 1;
    }
    assert!(seen >= 8, "only {seen} fixtures");
}

#[test]
fn keys_are_written_in_eksctls_order() {
    let text = "
        vpc: {nat: {gateway: Single}, cidr: 10.0.0.0/16}
        managedNodeGroups: [{spot: true, taints: [], labels: {}, name: a, minSize: 1, amiFamily: Bottlerocket}]
        metadata: {region: us-west-2, name: a}
        apiVersion: eksctl.io/v1alpha5
        kind: ClusterConfig";
    let config = eksml_import::config(text).expect("a valid document");
    let json = serde_json::to_string(&config).expect("plain data");
    assert_eq!(
        json,
        r#"{"kind":"ClusterConfig","apiVersion":"eksctl.io/v1alpha5","metadata":{"name":"a","region":"us-west-2"},"#.to_owned()
            + r#""vpc":{"cidr":"10.0.0.0/16","nat":{"gateway":"Single"}},"#
            + r#""managedNodeGroups":[{"name":"a","amiFamily":"Bottlerocket","minSize":1,"spot":true}]}"#
    );
}

/// A document with `body` beside the required head.
fn document(body: &str) -> String {
    format!("apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {{name: a, region: us-west-2}}\n{body}\n")
}

/// What is wrong and what to write.
fn says(found: &Found) -> String {
    format!("{}: {}", found.finding.problem, found.finding.fix)
}

#[test]
fn what_eksctl_would_misread_is_refused_with_its_path() {
    let cases = [
        // (document, place, what the message must say)
        ("managedNodegroups: []", "ClusterConfig", "eksctl drops it without a word: write `managedNodeGroups`"),
        ("nodegroups: []", "ClusterConfig", "write `nodeGroups`"),
        ("managedNodeGroups: [{name: a, privatenetworking: true}]", "managedNodeGroups[0]", "write `privateNetworking`"),
        ("managedNodeGroups: [{name: a, Taints: []}]", "managedNodeGroups[0]", "write `taints`"),
        ("managedNodeGroups: [{name: a, taint: []}]", "managedNodeGroups[0]", "did you mean `taints`?"),
        ("nodeGroups: [{name: a, instanceTypes: [p5.48xlarge]}]", "nodeGroups[0]", "a key of `managedNodeGroups`"),
        ("nodeGroups: [{name: a, spot: true}]", "nodeGroups[0]", "a key of `managedNodeGroups`"),
        ("managedNodeGroups: [{name: a, instancesDistribution: {}}]", "managedNodeGroups[0]", "instancesDistribution"),
        (
            "managedNodeGroups: [{name: a, capacityReservation: {capacityReservationTarget: {capacityReservationId: cr-0}}}]",
            "managedNodeGroups[0].capacityReservation",
            "write `capacityReservationID`",
        ),
        ("iam: {withOidc: true}", "iam", "write `withOIDC`"),
        (
            "managedNodeGroups: [{name: a, taints: [{key: g, value: true, effect: NoSchedule}]}]",
            "managedNodeGroups[0].taints[0].value",
            "write `\"true\"` in quotes",
        ),
        (
            "managedNodeGroups: [{name: a, taints: [{key: g, value: 'true', effect: NO_SCHEDULE}]}]",
            "managedNodeGroups[0].taints[0].effect",
            "did you mean `NoSchedule`?",
        ),
        ("managedNodeGroups: [{name: a, labels: {gpus: 8}}]", "managedNodeGroups[0].labels[\"gpus\"]", "write `\"8\"` in quotes"),
        ("managedNodeGroups: [{name: a, minSize: -1}]", "managedNodeGroups[0].minSize", "-1"),
        ("managedNodeGroups: [{name: a, volumeType: gp4}]", "managedNodeGroups[0].volumeType", "no `gp4` to choose here"),
        ("managedNodeGroups: [{minSize: 1}]", "managedNodeGroups[0]", "`name` is missing"),
        ("managedNodeGroups: [~]", "managedNodeGroups[0]", "found nothing"),
        (
            "managedNodeGroups: [{name: a, updateConfig: {maxUnavailable: 1, maxUnavailablePercentage: 10}}]",
            "managedNodeGroups[0].updateConfig",
            "exclude each other",
        ),
        ("managedNodeGroups: [{name: a, updateConfig: {}}]", "managedNodeGroups[0].updateConfig", "nothing is chosen"),
        ("cloudWatch: {clusterLogging: {logRetentionInDays: 45}}", "cloudWatch.clusterLogging.logRetentionInDays", "45 days"),
        ("vpc: {nat: {gateway: Multi}}", "vpc.nat.gateway", "no `Multi` to choose here"),
        ("true: 1", "ClusterConfig", "no key `true` here"),
    ];
    for (body, place, message) in cases {
        let text = document(body);
        let found = eksml_import::config(&text).expect_err(body);
        assert_eq!(found.place, place, "{body}: {found:?}");
        assert!(says(&found).contains(message), "{body}: {found:?}");
        // Another deserializer has no places in the file, and says the same.
        let error = serde_yaml::from_str::<ClusterConfig>(&text).expect_err(body).to_string();
        let place = if place == "ClusterConfig" { String::new() } else { format!("{place}: ") };
        assert!(error.contains(&(place + &says(&found))), "{body}: {error}");
    }
}

#[test]
fn everything_that_cannot_be_read_is_told_at_once() {
    let error =
        serde_yaml::from_str::<ClusterConfig>(&document("iam: {withOidc: true}\nvpc: {cidr: 10}")).expect_err("two mistakes");
    assert_eq!(error.to_string().lines().count(), 2, "{error}");
}

#[test]
fn an_unquoted_version_is_refused() {
    let text = "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: a, region: us-west-2, version: 1.34}}";
    let error = eksml_import::config(text).expect_err("a number is no version");
    assert_eq!(error.place, "metadata.version");
    assert!(says(&error).contains("write `\"1.34\"` in quotes"), "{error:?}");
}

#[test]
fn head_and_document_must_be_eksctls() {
    for (text, message) in [
        ("{apiVersion: eksctl.io/v1alpha4, kind: ClusterConfig, metadata: {name: a, region: b}}", "eksctl.io/v1alpha5"),
        ("{apiVersion: eksctl.io/v1alpha5, kind: Cluster, metadata: {name: a, region: b}}", "no `Cluster` to choose here"),
        ("{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig}", "`metadata` is missing"),
        ("a: 1\n---\nb: 2\n", "the first document of a file only"),
        ("{kind: ClusterConfig, kind: ClusterConfig}", "`kind` is given twice"),
        ("", "there is nothing in this file"),
        ("[", "this is not YAML"),
    ] {
        let error = eksml_import::config(text).expect_err(text);
        assert!(says(&error).contains(message), "{text:?}: {error:?}");
    }
}

#[test]
fn what_eksctl_reads_in_other_spellings_is_read_too() {
    let config = eksml_import::config(&document("vpc: ~\nnodeGroups:")).expect("an empty value counts as absent");
    assert_eq!(config.vpc, None);

    let config = eksml_import::config(&document(
        "
iam: {withOIDC: yes}
addons: [{name: a, resolveConflicts: OVERWRITE}]
nodeGroups: [{name: a, amiFamily: bottlerocket, taints: {nvidia.com/gpu: 'true:NoSchedule'}}]
managedNodeGroups:
  - {name: a, labels: &labels {tier: a}}
  - {name: b, <<: {privateNetworking: on}, labels: {<<: *labels, team: b}}",
    ))
    .expect("YAML 1.1 booleans, merge keys, foldable words");
    let json = written(&config);
    assert_eq!(json["iam"]["withOIDC"], true);
    assert_eq!(json["addons"][0]["resolveConflicts"], "overwrite");
    assert_eq!(json["nodeGroups"][0]["amiFamily"], "Bottlerocket");
    assert_eq!(json["nodeGroups"][0]["taints"][0]["effect"], "NoSchedule");
    let second = serde_json::json!({"name": "b", "privateNetworking": true, "labels": {"tier": "a", "team": "b"}});
    assert_eq!(json["managedNodeGroups"][1], second);
}

#[test]
fn builders_and_literals_write_what_a_fixture_says() {
    let block = ManagedNodeGroup::builder()
        .name("block")
        .ami_family(AmiFamily::AmazonLinux2023)
        .instance_type("p5.48xlarge")
        .availability_zones(["us-west-2a"])
        .desired_capacity(0)
        .min_size(0)
        .max_size(4)
        .private_networking(true)
        .efa_enabled(true)
        .capacity_reservation(CapacityReservation::id("cr-0f00f00f00f00f00f"))
        .instance_market_options(InstanceMarketOptions { market_type: Some(MarketType::CapacityBlock) })
        .taints([NodeGroupTaint::new("nvidia.com/gpu", "true", TaintEffect::NoSchedule)])
        .node_repair_config(NodeGroupNodeRepairConfig {
            enabled: Some(true),
            max_parallel_nodes_repaired_count: Some(1),
            node_repair_config_overrides: vec![NodeRepairConfigOverride {
                node_monitoring_condition: Some("AcceleratedInstanceNotReady".into()),
                node_unhealthy_reason: Some("NvidiaXID13Error".into()),
                min_repair_wait_time_mins: Some(10),
                repair_action: Some(RepairAction::Replace),
            }],
            ..Default::default()
        })
        .build();
    let vpc = ClusterVpc::builder()
        .cidr("10.0.0.0/16")
        .nat(ClusterNat { gateway: Some(NatGateway::HighlyAvailable) })
        .cluster_endpoints(ClusterEndpoints::public_and_private())
        .public_access_cidrs(["198.51.100.0/24"])
        .build();

    let fixture = eksml_import::config(include_str!("files/spot-and-blocks.yaml")).expect("a valid fixture");
    assert_eq!(fixture.managed_node_groups.last(), Some(&block));
    assert_eq!(fixture.vpc, Some(vpc));
}
