//! Combinations that no other tool catches before something hangs: addresses, isolation, identities, file systems.

use eksml_core::rules::Example;

/// What the rules and the reader say of a cluster's entries, as `id problem`.
fn said(entries: &'static str) -> Vec<String> {
    said_of(&Example::Cluster(entries).body())
}

fn said_of(body: &str) -> Vec<String> {
    let (_, complaints) = crate::expand(body.parse().expect("tokens"), |_| None);
    complaints.into_iter().map(|complaint| complaint.text).collect()
}

#[track_caller]
fn refused(said: &[String], rule: &str, words: &[&str]) {
    let found = said.iter().any(|text| text.starts_with(&format!("[{rule}]")) && words.iter().all(|word| text.contains(word)));
    assert!(found, "no {rule} with {words:?} in {said:#?}");
}

#[track_caller]
fn silent(said: &[String], rule: &str) {
    assert!(!said.iter().any(|text| text.starts_with(&format!("[{rule}]"))), "{rule} speaks in {said:#?}");
}

const JOB: &str = "node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=8, taint: nvidia_gpu, serves: Training }\n";

#[test]
fn a_refused_word_is_one_mistake() {
    let gpu = "instances: [\"g6e.2xlarge\"], scale: 0..=8, taint: nvidia_gpu, serves: Training";
    let job = "namespace ml_training { serves: Training }\n\
               training pretrain { namespace: ml_training, on: gpu, nodes: 1, gpus: 1, cpu: 4, memory: \"16Gi\", image: \"111122223333.dkr.ecr.us-west-2.amazonaws.com/pretrain:1\" }";
    for (words, rule) in [
        (format!("node_pool gpu {{ {gpu} }}\n{job}"), "NG-28"),
        (format!("node_groups_self_managed gpu {{ {gpu} }}\n{job}"), "NG-01"),
        (format!("node_group gpu {{ {}, min_size: 0, max_size: 8 }}\n{job}", gpu.replace(" scale: 0..=8,", "")), "NG-02"),
    ] {
        let said = said(String::leak(words.clone()));
        let others: Vec<&String> = said.iter().filter(|text| !text.starts_with(&format!("[{rule}]"))).collect();
        assert!(others.is_empty() && !said.is_empty(), "{words}: {said:#?}");
    }
}

#[test]
fn workers_in_public_subnets() {
    refused(&said("vpc { cidr: \"10.0.0.0/16\", zones: 3, public_subnets: [\"10.0.0.0/24\"] }"), "NG-03", &[]);
    refused(&said("node_group cpu { instances: [\"m7i.large\"], scale: 1, subnets: Public }"), "NG-03", &[]);
}

#[test]
fn a_small_vpc_for_200_nodes() {
    let said = said("vpc { cidr: \"10.0.0.0/24\", zones: 3 }\nnode_group cpu { instances: [\"m7i.xlarge\"], scale: 3..=200 }");
    let sum = "`10.0.0.96/27` with 32 addresses, but `system` 2 nodes × 81 + `cpu` 67 nodes × 81 + 9 for AWS take 5598";
    refused(&said, "NET-06", &[sum, "and 2 more zones", "`cidr: \"10.0.0.0/16\"`"]);
}

#[test]
fn a_small_vpc_is_cured_by_what_its_neighbours_leave() {
    let body = "vpc { cidr: \"10.0.0.0/24\", zones: 3, peer office { cidr: \"10.0.32.0/19\" } }\n\
                node_group cpu { instances: [\"m7i.xlarge\"], scale: 3..=200 }";
    refused(&said(body), "NET-06", &["write `cidr: \"10.1.0.0/16\"`"]);
}

#[test]
fn fewer_pods_on_a_node_take_fewer_addresses() {
    let many = "vpc { cidr: \"10.0.0.0/20\", zones: 3 }\nnode_group cpu { instances: [\"m7i.xlarge\"], scale: 18 }";
    refused(&said(many), "NET-06", &["or keep it with `pod_addresses: SecondaryAddresses`"]);
    let few = "vpc { cidr: \"10.0.0.0/20\", zones: 3 }\nnode_group cpu { instances: [\"m7i.xlarge\"], scale: 18, max_pods: 30 }";
    silent(&said(few), "NET-06");
}

#[test]
fn blocks_that_overlap() {
    refused(&said("vpc { cidr: \"10.0.0.0/16\", zones: 3, service_cidr: \"10.0.0.0/16\" }"), "NET-03", &["overlaps the VPC"]);
    refused(&said("vpc { cidr: \"10.0.0.0/16\", zones: 3, service_cidr: \"100.64.0.0/16\" }"), "NET-03", &["not within"]);
    refused(&said("vpc { cidr: \"10.0.0.0/16\", zones: 3, service_cidr: \"10.96.0.0/11\" }"), "NET-03", &["between /12 and /24"]);
    let two = "name: \"acme-ml\", region: \"us-west-2\",\n\
               cluster a { version: V1_35, vpc { cidr: \"10.0.0.0/16\" } }\n\
               cluster b { version: V1_35, vpc { cidr: \"10.0.0.0/18\", service_cidr: \"172.20.0.0/16\" } }\n\
               cluster c { version: V1_35, vpc { cidr: \"172.20.0.0/16\" } }";
    let said = said_of(two);
    refused(
        &said,
        "NET-14",
        &["VPC `10.0.0.0/18` of cluster `b` overlaps VPC `10.0.0.0/16` of cluster `a`", "`cidr: \"10.1.0.0/18\"`"],
    );
    refused(&said, "NET-14", &["Services of cluster `b` at `172.20.0.0/16` overlap VPC `172.20.0.0/16` of cluster `c`"]);
}

#[test]
fn an_unknown_neighbour_hides_nothing() {
    let body = "name: \"acme-ml\", region: \"us-west-2\",\n\
                cluster a { version: V1_35, vpc { cidr: \"10.0.0.0/16\" } }\n\
                cluster b { version: V1_35, vpc { cidr: {elsewhere()} } }\n\
                cluster c { version: V1_35, vpc { cidr: \"10.0.0.0/16\" } }";
    let said = said_of(body);
    refused(&said, "NET-14", &["of cluster `c` overlaps VPC `10.0.0.0/16` of cluster `a`"]);
    assert_eq!(said.iter().filter(|text| text.starts_with("[NET-14]")).count(), 1, "{said:#?}");
}

#[test]
fn policies_that_nothing_enforces() {
    let policy = "addons { network_policy: Off }\n\
                  namespace ml { network: Unrestricted(\"mesh\") }\n\
                  network_policy scrape { namespace: ml, allow_in { peers: [SameNamespace] } }";
    refused(&said(policy), "NP-05", &["network policy `scrape` is declared"]);
    silent(&said("addons { network_policy: Off }\nnamespace ml { network: Unrestricted(\"mesh\") }"), "NP-05");
}

#[test]
fn policies_that_keep_workers_apart() {
    let job = "training pretrain { namespace: ml, on: train, nodes: 4, gpus: 1, cpu: \"4\", memory: \"32Gi\",\n\
               image: \"registry.example.com/train:1.0\" }";
    let with = |namespace: &str, policies: &str| {
        said_of(&format!(
            "name: \"acme-ml\", region: \"us-west-2\",\n\
         cluster shared {{ version: V1_35, vpc {{ cidr: \"10.0.0.0/16\" }}\n{JOB}\n{namespace}\n{job}\n{policies} }}"
        ))
    };
    refused(&with("namespace ml { serves: Training, among_themselves: Denied }", ""), "NP-06", &["`pretrain` trains on 4 nodes"]);
    refused(&with("namespace ml { serves: Development }", ""), "NP-06", &["serves development", "`serves: Training`"]);
    silent(&with("namespace ml { serves: Training }", ""), "NP-06");
    silent(&with("namespace ml { serves: Development, among_themselves: Allowed }", ""), "NP-06");
    let one_way = "network_policy out { namespace: ml, allow_out { peers: [SameNamespace] } }";
    refused(&with("namespace ml { serves: Development }", one_way), "NP-06", &[]);
    let both = "network_policy all { namespace: ml, allow_out { peers: [SameNamespace] } allow_in { peers: [namespace ml] } }";
    silent(&with("namespace ml { serves: Development }", both), "NP-06");
}

#[test]
fn everyone_as_a_peer() {
    let with = |peer: &str| {
        said_of(&format!(
            "name: \"acme-ml\", region: \"us-west-2\",\n\
         cluster shared {{ version: V1_35, vpc {{ cidr: \"10.0.0.0/16\" }} namespace batch {{ https_to: [{peer}] }} }}"
        ))
    };
    refused(&with("Cidr(\"0.0.0.0/0\")"), "NP-01", &["every address"]);
    refused(&with("Cidr(\"128.0.0.0/1\")"), "NP-01", &["instance metadata"]);
    refused(&with("Internet(\" \")"), "NP-01", &["gives no reason"]);
    silent(&with("Internet(\"model downloads\")"), "NP-01");
    refused(&with("namespace bacth"), "NP-04", &["did you mean `batch`?"]);
    silent(&with("namespace kube_system"), "NP-04");
}

#[test]
fn a_lustre_class_that_mirrors_by_paths() {
    let class = "storage fsx_lustre_training { fsx_lustre: Persistent2 { throughput: 1000, size_gib: 1200,\n\
                 s3_import_path: \"s3://my-training-data\", s3_export_path: \"s3://my-training-results\",\n\
                 place { subnet: \"subnet-12345678\", zone: \"us-west-2a\", security_groups: [\"sg-12345678\"] } }\n\
                 reclaim: Delete, binding: FirstConsumer }";
    let said = said(class);
    refused(&said, "STO-06", &["S3 import path"]);
    refused(&said, "STO-06", &["S3 export path"]);
    refused(&said, "STO-10", &["`reclaim: Retain`"]);
}

#[test]
fn lustre_sizes_and_speeds_are_moved_to_the_nearest() {
    let with = |lustre: &str| {
        said_of(&format!(
            "name: \"acme-ml\", region: \"us-west-2\",\n\
         cluster shared {{ version: V1_35, vpc {{ cidr: \"10.0.0.0/16\" }} storage data {{ fsx_lustre: {lustre} }} }}"
        ))
    };
    let place = "place { subnet: \"subnet-12345678\", zone: \"us-west-2a\", security_groups: [\"sg-12345678\"] }";
    for (size, fix) in [
        (0, "`size_gib: 1200`"),
        (1199, "`size_gib: 1200`"),
        (1201, "`size_gib: 2400`, or `size_gib: 1200`"),
        (3000, "`size_gib: 4800`, or `size_gib: 2400`"),
    ] {
        refused(&with(&format!("Scratch2 {{ size_gib: {size}, {place} }}")), "STO-05", &[fix]);
    }
    for size in [1200, 2400, 7200] {
        silent(&with(&format!("Scratch2 {{ size_gib: {size}, {place} }}")), "STO-05");
    }
    refused(&with(&format!("Persistent1 {{ size_gib: 1200, throughput: 125, {place} }}")), "STO-04", &["`throughput: 200`"]);
    refused(&with(&format!("Persistent2 {{ size_gib: 1200, throughput: 9000, {place} }}")), "STO-04", &["`throughput: 1000`"]);
}

#[test]
fn identities_without_a_way_to_credentials() {
    let with = |entries: &str| {
        said_of(&format!(
            "name: \"acme-ml\", region: \"us-west-2\",\n\
         cluster shared {{ version: V1_35, vpc {{ cidr: \"10.0.0.0/16\" }} addons {{ oidc: Off }} namespace ml {{ }} {entries} }}"
        ))
    };
    refused(&with("identity trainer { namespace: ml, via: Irsa }"), "SEC-05", &["OIDC provider off"]);
    refused(&with("identity trainer { namespace: ml, via: Irsa, via: PodIdentity }"), "SEC-05", &["given twice"]);
    let placeholder = "identity trainer { namespace: ml, via: ExistingRole(\"arn:aws:iam::ACCOUNT:role/MLTrainingRole\") }";
    refused(&with(placeholder), "SEC-09", &["`ACCOUNT`", "12-digit"]);
}

#[test]
fn a_bucket_behind_a_closed_namespace_is_cured_by_the_whole_list() {
    let rule = eksml_core::rules::find("NP-12").expect("it exists");
    let with = |list: &str| {
        let reached = rule.good.body();
        assert!(reached.contains("https_to: [Internet(\"S3, over NAT\")]"), "{reached}");
        said_of(&reached.replace("https_to: [Internet(\"S3, over NAT\")]", list))
    };
    for (has, cure) in [
        ("https_to: []", "https_to: [Vpc, Internet(\"S3 has public addresses\")]"),
        ("https_to: [Vpc]", "https_to: [Vpc, Internet(\"S3 has public addresses\")]"),
        (
            "https_to: [Cidr(\"10.9.0.0/16\"), namespace serving]",
            "https_to: [Cidr(\"10.9.0.0/16\"), namespace serving, Internet(\"S3 has public addresses\")]",
        ),
    ] {
        refused(&with(has), "NP-12", &[&format!("`{cure}`"), "`namespace serving`"]);
        assert!(with(cure).is_empty(), "{:?}", with(cure));
    }
}

#[test]
fn what_fedramp_asks_of_a_cluster() {
    let regime = "namespace agency { serves: Inference, compliance: fedramp_high }\n";
    let node = "node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System, ami: BottlerocketFips, \
                volume { key: \"arn:aws:kms:us-west-2:111122223333:key/22222222-2222-3333-4444-555555555555\" } }\n";
    let with = |more: &str| said_of(&Example::Cluster((regime.to_owned() + node + more).leak()).body());
    silent(&with(""), "SEC-19");
    refused(
        &with("endpoint: PrivateAndPublic { from: [\"203.0.113.0/24\"] },"),
        "SEC-19",
        &["on the internet", "`endpoint: Private`"],
    );
    refused(
        &with("node_group cpu { instances: [\"m7i.large\"], scale: 1..=3 }"),
        "SEC-19",
        &["`cpu` boot AmazonLinux2023", "not FIPS"],
    );
    refused(&with("storage gp3 { ebs_gp3 }"), "SEC-19", &["volumes of class `gp3`", "`key:"]);
    refused(&with("storage homes { efs { create { } } }"), "SEC-19", &["files of class `homes`"]);
    silent(&with("storage homes { efs { file_system: \"fs-0123456789abcdef0\" } }"), "SEC-19");
    refused(&said("namespace agency { compliance: fedramp }\nscaler: AutoMode,"), "SEC-19", &["built-in pools"]);
    silent(&said("namespace clinic { compliance: hipaa }"), "SEC-19");
}

#[test]
fn hosts_are_named_where_nodes_look_at_names() {
    let rule = eksml_core::rules::find("NP-12").expect("it exists");
    let auto = |list: &str| {
        let body = rule.good.body().replace("scaler: ClusterAutoscaler,", "scaler: AutoMode,");
        said_of(&body.replace("https_to: [Internet(\"S3, over NAT\")]", list))
    };
    let host = "https_to_names: [\"acme-ml-models.s3.us-west-2.amazonaws.com\"]";
    refused(&auto(""), "NP-12", &[&format!("`{host}`")]);
    silent(&auto(host), "NP-12");
    silent(&auto("https_to_names: [\"*.s3.us-west-2.amazonaws.com\"]"), "NP-12");
    refused(
        &auto("https_to_names: [\"pypi.org\"]"),
        "NP-12",
        &["`https_to_names: [\"pypi.org\", \"acme-ml-models.s3.us-west-2.amazonaws.com\"]`"],
    );
}
