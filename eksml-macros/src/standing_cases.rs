//! What stands together: limits, quotas and nodes against everything that a namespace runs (SCH-10, SCH-24, SCH-25, STO-27).

/// A cluster with one namespace `ml` and its words.
fn body(namespace: &str, cluster: &str) -> String {
    format!(
        r#"name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster bench {{
            version: V1_35, environment: Development, vpc {{ cidr: "10.0.0.0/16", zones: 3 }}
            access {{ admins: ["arn:aws:iam::111122223333:role/platform-admin"] }}
            scaler: ClusterAutoscaler,
            node_group system {{ instances: ["m7i.xlarge"], scale: 3..=6, serves: System }}
            node_group cpu {{ instances: ["m7i.4xlarge"], scale: 0..=20 }}
            node_group gpu {{ instances: ["g6e.2xlarge"], scale: 0..=4, taint: nvidia_gpu }}
            storage gp3 {{ ebs_gp3, default: true }}
            namespace ml {{ serves: Development, {namespace} }}
            {cluster}
        }}"#
    )
}

fn found(namespace: &str, cluster: &str) -> Vec<&'static str> {
    let body = body(namespace, cluster);
    let tokens = body.parse().unwrap_or_else(|error| panic!("not even tokens: {error}\n{body}"));
    let (_, complaints) = crate::expand(tokens, |_| None);
    let unread = complaints.iter().find(|complaint| complaint.rule.starts_with("DSL"));
    assert!(unread.is_none(), "{unread:?}\n{body}");
    let mut found: Vec<_> = complaints.iter().map(|complaint| complaint.rule).collect();
    found.retain(|rule| ["SCH-01", "SCH-10", "SCH-24", "SCH-25", "STO-27"].contains(rule));
    found.dedup();
    found
}

const IMAGE: &str = "image: \"registry.example.com/x:1.0\"";

/// Each kind of workload with so much CPU and memory, on the nodes without accelerators.
fn kinds(cpu: u32, memory: u32) -> Vec<(&'static str, String)> {
    let asks = format!("namespace: ml, on: cpu, cpu: \"{cpu}\", memory: \"{memory}Gi\", {IMAGE}");
    vec![
        ("training", format!("training a {{ {asks} }}")),
        ("training as RayJob", format!("training a {{ {asks}, run_as: RayJob, command: [\"x\"] }}")),
        ("inference", format!("inference a {{ {asks}, replicas: 1, port: 80, health: \"/\" }}")),
        ("processing", format!("processing a {{ {asks}, parts: 4 }}")),
        ("notebook", format!("notebook a {{ {asks}, home {{ size: \"10Gi\" }} }}")),
    ]
}

#[test]
fn the_table_has_every_kind_of_workload() {
    // What the spec calls a workload has an image of its own.
    use eksml_core::spec::shape::{Kind, Mode, Shape};
    use eksml_core::spec::{Cluster, Spec};
    let Kind::Struct { fields, .. } = &Cluster::SHAPE.kind else { panic!("a cluster is a block") };
    let has_image = |shape: &Shape| match &shape.kind {
        Kind::List(Shape { kind: Kind::Struct { fields, .. }, .. }) => fields.iter().any(|field| field.name == "image"),
        _ => false,
    };
    for field in fields.iter().filter(|field| has_image(field.shape)) {
        let Mode::Each(word) = field.mode else { panic!("workloads are written one by one") };
        assert!(kinds(1, 1).iter().any(|(_, text)| text.starts_with(word)), "no case for `{word}`");
    }
}

#[test]
fn limits_hold_for_every_kind() {
    for (kind, workload) in kinds(4, 8) {
        assert_eq!(found("limits { cpu: \"1\", memory: \"1Gi\", max_cpu: \"2\" }", &workload), ["SCH-24"], "{kind}");
        assert_eq!(found("limits { cpu: \"1\", memory: \"1Gi\", max_memory: \"4Gi\" }", &workload), ["SCH-24"], "{kind}");
        assert!(
            found("limits { cpu: \"1\", memory: \"1Gi\", max_cpu: \"4\", max_memory: \"8Gi\" }", &workload).is_empty(),
            "{kind}"
        );
    }
    assert_eq!(found("limits { cpu: \"4\", memory: \"1Gi\", max_cpu: \"2\" }", ""), ["SCH-24"]);
    assert_eq!(found("limits { cpu: \"1\", memory: \"8Gi\", max_memory: \"4Gi\" }", ""), ["SCH-24"]);
    let stopped = format!(
        "notebook a {{ namespace: ml, on: cpu, cpu: \"100m\", memory: \"64Mi\", {IMAGE}, home {{ size: \"10Gi\" }} idle {{ stop: \"0 20 * * *\" }} }}"
    );
    assert_eq!(
        found("limits { cpu: \"100m\", memory: \"64Mi\", max_cpu: \"250m\", max_memory: \"64Mi\" }", &stopped),
        ["SCH-24"]
    );
}

#[test]
fn quotas_hold_for_every_kind_and_every_resource() {
    for (kind, workload) in kinds(4, 8) {
        // A rollout of a service has one Pod more.
        let surge = if kind == "inference" { 2 } else { 1 };
        for (quota, enough, least) in [
            ("cpu", format!("\"{}\"", 4 * surge), "\"3\""),
            ("memory", format!("\"{}Gi\"", 8 * surge), "\"7Gi\""),
            ("pods", surge.to_string(), "0"),
        ] {
            assert_eq!(found(&format!("quota {{ {quota}: {least} }}"), &workload), ["SCH-10"], "{kind} {quota}");
            assert!(found(&format!("quota {{ {quota}: {enough} }}"), &workload).is_empty(), "{kind} {quota}");
        }
    }
    let gpu = |kind: &str, words: &str| {
        format!("{kind} a {{ namespace: ml, on: gpu, gpus: 1, cpu: \"2\", memory: \"8Gi\", {IMAGE}, {words} }}")
    };
    for workload in [
        gpu("training", "nodes: 2"),
        gpu("inference", "replicas: 2, port: 80, health: \"/\""),
        gpu("inference", "replicas: 1, over { nodes: 2 }, port: 80, health: \"/\""),
    ] {
        assert_eq!(found("quota { nvidia_gpu: 1 }", &workload), ["SCH-10"], "{workload}");
        assert!(found("quota { nvidia_gpu: 2 }", &workload).is_empty(), "{workload}");
    }
}

fn service(name: &str, on: &str, replicas: u32, cpu: u32) -> String {
    let gpus = if on == "gpu" { "gpus: 1, " } else { "" };
    format!(
        "inference {name} {{ namespace: ml, on: {on}, {gpus}cpu: \"{cpu}\", memory: \"4Gi\", {IMAGE}, replicas: {replicas}, port: 80, health: \"/\" }}\n"
    )
}

#[test]
fn what_always_runs_is_summed_and_jobs_take_turns_beside_it() {
    let two = service("a", "cpu", 3, 2) + &service("b", "cpu", 3, 2);
    assert_eq!(found("quota { cpu: \"11\" }", &two), ["SCH-10"]);
    assert_eq!(found("quota { cpu: \"12\" }", &two), ["SCH-10"], "no service could roll out");
    assert!(found("quota { cpu: \"14\" }", &two).is_empty());
    let gpus = service("a", "gpu", 2, 2) + &service("b", "gpu", 2, 2);
    assert_eq!(found("quota { nvidia_gpu: 3 }", &gpus), ["SCH-10"]);
    assert!(found("quota { nvidia_gpu: 4 }", &gpus).is_empty());
    let job = |name: &str, nodes: u32| {
        format!("training {name} {{ namespace: ml, on: cpu, nodes: {nodes}, cpu: \"4\", memory: \"4Gi\", {IMAGE} }}\n")
    };
    // Single Pods take turns at a quota; jobs of several nodes get in each other's way.
    assert!(found("quota { cpu: \"4\" }", &(job("a", 1) + &job("b", 1) + &job("c", 1))).is_empty());
    assert_eq!(found("quota { cpu: \"8\" }", &(job("a", 2) + &job("b", 2))), ["SCH-10"]);
    assert!(found("quota { cpu: \"16\" }", &(job("a", 2) + &job("b", 2))).is_empty());
    assert_eq!(found("quota { cpu: \"9\" }", &(service("a", "cpu", 3, 2) + &job("b", 1))), ["SCH-10"]);
    assert!(found("quota { cpu: \"10\" }", &(service("a", "cpu", 3, 2) + &job("b", 1))).is_empty());
}

#[test]
fn notebooks_homes_count_as_storage() {
    let notebook =
        format!("notebook ada {{ namespace: ml, on: cpu, cpu: \"1\", memory: \"4Gi\", {IMAGE}, home {{ size: \"100Gi\" }} }}\n");
    let both = notebook + "volume data { namespace: ml, storage: gp3, size: \"200Gi\" }";
    assert_eq!(found("quota { storage: \"299Gi\" }", &both), ["STO-27"]);
    assert!(found("quota { storage: \"300Gi\" }", &both).is_empty());
}

#[test]
fn services_find_place_together() {
    assert_eq!(found("", &(service("a", "gpu", 3, 2) + &service("b", "gpu", 3, 2))), ["SCH-25"]);
    assert!(found("", &(service("a", "gpu", 2, 2) + &service("b", "gpu", 2, 2))).is_empty());
    assert_eq!(found("", &service("a", "gpu", 5, 2)), ["SCH-01"], "one alone");
    // 20 nodes of 16 CPU.
    assert_eq!(found("", &(service("a", "cpu", 100, 2) + &service("b", "cpu", 100, 2))), ["SCH-25"]);
    assert!(found("", &(service("a", "cpu", 70, 2) + &service("b", "cpu", 70, 2))).is_empty());
    let job = format!("training t {{ namespace: ml, on: gpu, nodes: 2, gpus: 1, cpu: \"2\", memory: \"4Gi\", {IMAGE} }}\n");
    assert_eq!(found("", &(service("a", "gpu", 3, 2) + &job)), ["SCH-25"], "the job never starts");
    assert!(found("", &(service("a", "gpu", 2, 2) + &job)).is_empty());
    // Somebody else's nodes take nothing away.
    assert!(found("", &(service("a", "cpu", 3, 2) + &service("b", "gpu", 4, 2))).is_empty());
}
