//! One mistake gives one error: each case names the rules that speak, and no other may.

use eksml_core::rules::Example;

/// Entries of an otherwise sound cluster, and the rules that refuse them, in the order of the text.
const CASES: &[(&str, &[&str])] = &[
    // Sizes.
    ("node_group a { instances: [\"m7i.large\"], scale: 0..=0, desired: 4 }", &["NG-02"]),
    ("node_group a { instances: [\"m7i.large\"], scale: 1..=3, desired: 4 }", &["NG-02"]),
    ("node_group a { instances: [\"m7i.large\"], scale: 3..=9, zone: \"us-west-2a\", zone_failure: Survived }", &["NG-23"]),
    ("scaler: Fixed,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3, serves: System }", &[]),
    ("scaler: ClusterAutoscaler, scaler: Fixed,", &["NG-31"]),
    // What groups are made of: the cause nearest to the mistake speaks alone.
    ("node_group a { instances: [\"g6.xlarge\", \"m7i.large\"], scale: 0..=4, taint: nvidia_gpu }", &["NG-05"]),
    (
        "node_group a { instances: [\"trn1.2xlarge\", \"g6.xlarge\"], scale: 0..=4, taint: nvidia_gpu, taint: aws_neuron }",
        &["NG-05"],
    ),
    ("node_group a { instances: [\"m7i.large\", \"m7a.large\"], scale: 0..=4 }", &[]),
    ("node_group a { instances: [\"m7i.large\", \"r7i.large\"], scale: 0..=4 }", &["NG-04"]),
    ("scaler: Fixed,\nnode_group system { instances: [\"m7i.large\", \"r7i.large\"], scale: 3, serves: System }", &[]),
    ("node_group a { instances: [\"g4ad.xlarge\"], scale: 0..=4 }", &["NG-05"]),
    ("node_group a { instances: [\"g6.xlarge\"], scale: 0..=4, taint: nvidia_gpu, ami: Ubuntu2404 }", &["NG-05"]),
    ("node_group a { instances: [\"g6.xlarge\"], scale: 0..=4, taint: nvidia_gpu, ami: AmazonLinux2 }", &["NG-13"]),
    ("node_group a { instances: [\"g7.xlarge\"], scale: 0..=4, taint: nvidia_gpu }", &["NG-10"]),
    ("node_group a { instances: [\"g7.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, ami: Ubuntu2404 }", &["NG-12"]),
    (
        "node_group a { instances: [\"p3.2xlarge\", \"p3.8xlarge\", \"p4d.24xlarge\"], scale: 0..=4, taint: nvidia_gpu }",
        &["NG-10", "NG-10"],
    ),
    ("node_group a { instances: [\"m7g.metal\"], scale: 0..=4 }", &["NG-11"]),
    // Taints and labels.
    ("node_group a { instances: [\"g6.xlarge\"], scale: 0..=4, taint: aws_neuron }", &["NG-06"]),
    ("node_group a { instances: [\"g6.xlarge\"], scale: 0..=4, taint: nvidia_gpu, taint: aws_neuron }", &["NG-07"]),
    (
        "node_group a { instances: [\"g6.xlarge\"], scale: 0..=4, taint: Custom { key: \"nvidia.com/gpu\", value: \"\" } }",
        &["NG-06"],
    ),
    (
        "node_group a { instances: [\"g6.xlarge\"], scale: 0..=4, taint: Custom { key: \"nvidia.com/gpu\", value: \"present\" } }",
        &[],
    ),
    (
        "node_group a { instances: [\"g6.xlarge\"], scale: 0..=4, taint: Custom { key: \"nvidia.com/gpu\", value: \"x\", effect: PreferNoSchedule } }",
        &["NG-06"],
    ),
    ("node_group a { instances: [\"m7i.large\"], scale: 0..=4, labels { \"nvidia.com/gpu.present\": \"true\" } }", &["NG-07"]),
    ("node_group a { instances: [\"m7i.large\"], scale: 0..=4, labels { \"eksml/node-group\": \"b\" } }", &["NG-08"]),
    // A misspelt word is not missing as well, and nothing is judged by its absence.
    ("node_group a { instances: [\"m7i.large\"], scal: 0..=4 }", &["DSL-01"]),
    ("node_group a { instances: [\"g5.xlarge\"], scale: 0..=4, tain: nvidia_gpu }", &["DSL-01"]),
    // EFA, reservations and zones.
    ("node_group a { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, efa: true }", &["NG-18"]),
    (
        "node_group a { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, efa: true, purchase: CapacityBlock(\"cr-0123456789abcdef0\") }",
        &["NG-18"],
    ),
    (
        "node_group a { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: CapacityBlock(\"cr-0123456789abcdef0\") }",
        &["NG-20"],
    ),
    ("node_group a { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: CapacityBlock({id}) }", &["NG-20"]),
    (
        "node_group a { instances: [\"p5.48xlarge\", \"p5.4xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: Reservation(\"cr-0123456789abcdef0\"), zone: \"us-west-2a\" }",
        &["NG-20"],
    ),
    (
        "node_group a { instances: [\"g5.xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: CapacityBlock(\"cr-0123456789abcdef0\"), zone: \"us-west-2a\" }",
        &["NG-20"],
    ),
    (
        "node_group a { instances: [\"g5.xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: Reservation(\"cr-0123456789abcdef0\"), zone: \"us-west-2a\" }",
        &[],
    ),
    (
        "node_group a { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: CapacityBlock(\"cr-0123456789abcdef0\"), purchase: Spot, zone: \"us-west-2a\" }",
        &["NG-20"],
    ),
    (
        "node_group a { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: CapacityBlock(\"cr-0123456789abcdef0\"), zone: \"us-west-2a\", efa: true, management: SelfManaged { } }",
        &["NG-20"],
    ),
    (
        "node_group a { instances: [\"p5.48xlarge\"], scale: 0..=4, taint: nvidia_gpu, purchase: CapacityBlock, zone: \"us-west-2a\" }",
        &["DSL-02"],
    ),
    ("vpc { cidr: \"10.0.0.0/16\", zones: [\"us-west-2a\", \"us-west-2a\"] }", &["NG-32"]),
    ("vpc { cidr: \"10.0.0.0/16\", zones: [\"us-west-2a\", \"us-east-1b\"] }", &["NG-32"]),
    (
        "vpc { cidr: \"10.0.0.0/16\", zones: 2 }\nnode_group a { instances: [\"m7i.large\"], scale: 0..=4, zone: \"us-west-2c\" }",
        &["NG-22"],
    ),
    // Management, metadata, volumes.
    ("node_group a { instances: [\"m7i.large\", \"m7a.large\"], scale: 0..=4, management: SelfManaged { } }", &["NG-01"]),
    (
        "node_group a { instances: [\"m7i.large\"], scale: 0..=4, management: SelfManaged { distribution { on_demand_percent: 101 } } }",
        &["NG-01"],
    ),
    ("node_group a { instances: [\"m7i.large\"], scale: 0..=4, imds: PodsToo(\" \") }", &["NG-16"]),
    ("node_group a { instances: [\"m7i.large\"], scale: 0..=4, imds: Version1(\"\") }", &["NG-16"]),
    (
        "environment: Development,\nnode_group a { instances: [\"m7i.large\"], scale: 0..=4, imds: Version1(\"an old agent\") }",
        &[],
    ),
    ("node_group a { instances: [\"m7i.large\"], scale: 0..=4, volume { size_gib: 8, iops: 16_000 } }", &["NG-14"]),
    ("node_group a { instances: [\"m7i.large\"], scale: 0..=4, volume { size_gib: 20, iops: 16_000 } }", &["NG-15"]),
    ("node_group a { instances: [\"m7i.large\"], scale: 0..=4, volume { throughput: 1_000 } }", &["NG-15"]),
    ("node_group a { instances: [\"m7i.large\"], scale: 0..=4, volume { throughput: 100 } }", &["NG-15"]),
    // Clusters.
    ("endpoint: PrivateAndPublic { from: [] },", &["CL-09"]),
    ("endpoint: PrivateAndPublic { from: [\"10.0.0.0/8\"] },", &["CL-09"]),
    ("endpoint: PrivateAndPublic { from: [\"128.0.0.0/2\"] },", &["CL-09"]),
    ("endpoint: Public,", &["CL-09"]),
    ("scaler: ClusterAutoscaler { version: \"v1.35.1\" },", &["CL-17"]),
    ("scaler: ClusterAutoscaler { version: \"latest\" },", &["CL-17"]),
    ("version: V1_36,\nscaler: ClusterAutoscaler { version: \"1.35.2\" },", &["CL-17"]),
    ("version: V1_21,", &["CL-03"]),
    (
        "environment: Development,\nsecrets_key: \"arn:aws:kms:us-east-1:111122223333:key/mrk-00000000000000000000000000000000\",",
        &["CL-08"],
    ),
    ("logs { retention_days: 9_999 }", &["CL-10"]),
    ("logs { audit: false }", &["CL-10"]),
    ("access { admins: [] }", &["CL-06"]),
    (
        "access { admins: [\"arn:aws:iam::111122223333:role/a\"], team x { role: \"arn:aws:iam::111122223333:role/x\", namespaces: [] } }",
        &["CL-07"],
    ),
    ("accelerators { gpu_operator: true }", &["ACC-01"]),
    ("accelerators { plane: GpuOperator }", &[]),
];

#[test]
fn one_mistake_gives_one_error() {
    for (words, expected) in CASES {
        let body = Example::Cluster(words).body();
        let tokens = body.parse().unwrap_or_else(|error| panic!("not even tokens: {error}\n{body}"));
        let complaints = crate::expand(tokens, |_| None).1;
        let found: Vec<&str> = complaints.iter().map(|complaint| complaint.rule).collect();
        assert_eq!(&found, expected, "{words}\n{complaints:#?}");
    }
}
