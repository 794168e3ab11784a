//! Nothing is smuggled past a rule through an `eksctl { … }` block.

use eksml_core::rules::Example;

fn rules_of(words: &'static str) -> Vec<&'static str> {
    let body = Example::Cluster(words).body();
    let tokens = body.parse().unwrap_or_else(|error| panic!("not even tokens: {error}\n{body}"));
    crate::expand(tokens, |_| None).1.into_iter().map(|complaint| complaint.rule).collect()
}

#[test]
fn keys_that_words_cover_or_rules_hold_are_refused_in_a_group() {
    for (key, rule) in [
        ("privateNetworking: false", "NG-03"),
        ("private_networking: true", "NG-03"),
        ("subnets: [\"subnet-0123456789abcdef0\"]", "NG-03"),
        ("taints: []", "NG-06"),
        ("instanceTypes: [\"p5.48xlarge\"]", "DSL-04"),
        ("spot: true", "NG-01"),
        ("iam { withAddonPolicies { autoScaler: true } }", "NG-17"),
        (
            "iam { attachPolicyARNs: [\"arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy\", \"arn:aws:iam::aws:policy/AdministratorAccess\"] }",
            "NG-17",
        ),
        ("iam { attachPolicyARNs: [\"arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore\"] }", "EK-123"),
        (
            "iam { attachPolicy { Version: \"2012-10-17\", Statement: [{ Effect: \"Allow\", Action: \"*\", Resource: \"*\" }] } }",
            "NG-17",
        ),
        ("ssh { allow: true }", "SEC-18"),
        ("ssh { publicKeyName: \"ops\" }", "SEC-18"),
        ("disableIMDSv1: false", "NG-16"),
        ("disablePodIMDS: false", "NG-16"),
        ("launchTemplate { id: \"lt-0123456789abcdef0\" }", "NG-16"),
        ("launchTemplate { id: \"lt-0123456789abcdef0\", version: \"2\" }", "NG-16"),
        ("volumeEncrypted: false", "NG-14"),
        ("nodeRepairConfig { enabled: false }", "NG-25"),
        ("no_such_key: 1", "DSL-01"),
    ] {
        let words = format!("node_group a {{ instances: [\"m7i.large\"], scale: 0..=4, eksctl {{ {key} }} }}");
        assert_eq!(rules_of(String::leak(words)), [rule], "{key}");
    }
}

#[test]
fn a_selector_chooses_no_group_past_the_rules() {
    let group = |words: &str| -> &'static str { String::leak(format!("node_group a {{ {words}, scale: 0..=4 }}")) };
    assert!(
        rules_of(group("instances: [\"g6e.xlarge\"], taint: nvidia_gpu, eksctl { instanceSelector { gpus: 1 } }")).is_empty()
    );
    assert_eq!(rules_of(group("instances: [\"g6e.xlarge\"], eksctl { instanceSelector { gpus: 1 } }")), ["NG-06"]);
    assert_eq!(rules_of(group("instances: [], eksctl { instanceSelector { gpus: 1 } }")), ["NG-10"]);
    assert_eq!(rules_of(group("instances: []")), ["NG-10"]);
    assert_eq!(rules_of(group("instances: [], eksctl { launchTemplate { id: \"lt-0123456789abcdef0\" } }")), ["NG-10", "NG-16"]);
}

#[test]
fn subnets_of_a_group_are_private_ones_in_its_zones() {
    let cluster = |group: &str| -> &'static str {
        String::leak(format!(
            "node_group a {{ instances: [\"m7i.large\"], scale: 0..=4, {group} }} eksctl {{ vpc {{ id: \"vpc-0123456789abcdef0\", subnets {{ \
             private {{ \"us-west-2a\" {{ id: \"subnet-0aaaaaaaaaaaaaaa1\" }} \"us-west-2b\" {{ id: \"subnet-0aaaaaaaaaaaaaaa2\" }} \"us-west-2c\" {{ id: \"subnet-0aaaaaaaaaaaaaaa3\" }} }} \
             public {{ \"edge\" {{ id: \"subnet-0bbbbbbbbbbbbbbb1\", az: \"us-west-2a\" }} \"edge-b\" {{ id: \"subnet-0bbbbbbbbbbbbbbb2\", az: \"us-west-2b\" }} }} }} }} }}"
        ))
    };
    for (group, rules) in [
        ("zone: \"us-west-2a\", eksctl { subnets: [\"us-west-2a\"] }", &[][..]),
        ("zone: \"us-west-2b\", eksctl { subnets: [\"subnet-0aaaaaaaaaaaaaaa2\"] }", &[]),
        ("zone: \"us-west-2a\", eksctl { subnets: [\"us-west-2b\"] }", &["NG-41"]),
        ("eksctl { subnets: [\"us-west-2b\"] }", &["NG-41"]),
        ("zone: \"us-west-2a\", eksctl { subnets: [\"edge\"] }", &["NG-03"]),
        ("zone: \"us-west-2a\", eksctl { subnets: [\"subnet-0ccccccccccccccc1\"] }", &["NG-03"]),
    ] {
        assert_eq!(rules_of(cluster(group)), rules, "{group}");
    }
}

#[test]
fn what_no_rule_can_look_into_has_a_reason() {
    for (key, rule) in [
        ("launchTemplate { id: \"lt-0123456789abcdef0\", version: \"2\" }", "NG-16"),
        ("ssh { allow: true, publicKeyName: \"ops\" }", "SEC-18"),
        (
            "iam { attachPolicyARNs: [\"arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy\", \"arn:aws:iam::111122223333:policy/pull\"] }",
            "NG-17",
        ),
    ] {
        let words = format!(
            "node_group a {{ instances: [\"m7i.large\"], scale: 0..=4, volume {{ size_gib: 200 }}, max_pods: 20, \
             waive({rule}, \"reviewed by the security team\", until: \"2027-03-31\"), eksctl {{ {key} }} }}"
        );
        assert!(rules_of(String::leak(words)).is_empty(), "{key}");
    }
    // A reason hides nothing that eksctl refuses.
    let words = "node_group a { instances: [\"m7i.large\"], scale: 0..=4, waive(NG-16, \"reviewed\", until: \"2027-03-31\"), \
                 eksctl { launchTemplate { id: \"lt-0123456789abcdef0\", version: \"$Latest\" } } }";
    assert_eq!(rules_of(words), ["EK-109"]);
    let words = "node_group a { instances: [\"m7i.large\"], scale: 0..=4, waive(NG-17, \"reviewed\", until: \"2027-03-31\"), \
                 eksctl { iam { withAddonPolicies { ebs: true } } } }";
    assert_eq!(rules_of(words), ["EK-78"]);
}

#[test]
fn keys_that_words_cover_or_rules_hold_are_refused_in_a_cluster() {
    for (key, rule) in [
        ("managedNodeGroups: [{ name: \"gpu\", instanceTypes: [\"p5.48xlarge\"] }]", "NG-01"),
        ("nodeGroups: []", "NG-01"),
        ("vpc { clusterEndpoints { publicAccess: true } }", "CL-09"),
        ("vpc { publicAccessCIDRs: [\"0.0.0.0/0\"] }", "CL-09"),
        ("accessConfig { authenticationMode: \"CONFIG_MAP\" }", "CL-05"),
        ("autoModeConfig { enabled: true }", "CL-13"),
        ("autoModeConfig { nodePools: [] }", "CL-13"),
        ("autoModeConfig { nodeRoleARN: \"arn:aws:iam::111122223333:role/node\" }", "EK-41"),
        ("secretsEncryption { keyARN: \"\" }", "CL-08"),
        ("metadata { version: \"1.21\" }", "CL-03"),
    ] {
        let words = format!("eksctl {{ {key} }}");
        assert_eq!(rules_of(String::leak(words)), [rule], "{key}");
    }
}

#[test]
fn eksctls_spelling_and_rusts_are_one_key_and_are_given_once() {
    let group = |keys: &str| -> &'static str {
        String::leak(format!("node_group a {{ instances: [\"m7i.large\"], scale: 0..=4, eksctl {{ {keys} }} }}"))
    };
    assert!(rules_of(group("updateConfig { maxUnavailable: 2 }, instance_prefix: \"a\", instanceName: \"b\"")).is_empty());
    assert_eq!(rules_of(group("instance_prefix: \"a\", instancePrefix: \"b\"")), ["DSL-04"]);
    assert_eq!(rules_of(group("updateConfig { maxUnavailable: 2, maxUnavailablePercentage: 10 }")), ["DSL-04"]);
    assert_eq!(rules_of(group("updateConfig { }")), ["DSL-05"]);
    assert_eq!(rules_of(group("volumeType: \"gp4\"")), ["DSL-02"]);
    assert_eq!(rules_of(group("releaseVersion: 1.34")), ["DSL-02"]);
}
