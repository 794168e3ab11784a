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
        ("instanceSelector { gpus: 8 }", "NG-04"),
        ("spot: true", "NG-01"),
        ("iam { withAddonPolicies { autoScaler: true } }", "NG-17"),
        ("iam { attachPolicyARNs: [\"arn:aws:iam::aws:policy/AdministratorAccess\"] }", "NG-17"),
        ("ssh { allow: true }", "SEC-18"),
        ("disableIMDSv1: false", "NG-16"),
        ("disablePodIMDS: false", "NG-16"),
        ("launchTemplate { id: \"lt-0123456789abcdef0\" }", "NG-16"),
        ("volumeEncrypted: false", "NG-14"),
        ("nodeRepairConfig { enabled: false }", "NG-25"),
        ("no_such_key: 1", "DSL-01"),
    ] {
        let words = format!("node_group a {{ instances: [\"m7i.large\"], scale: 0..=4, eksctl {{ {key} }} }}");
        assert_eq!(rules_of(String::leak(words)), [rule], "{key}");
    }
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
