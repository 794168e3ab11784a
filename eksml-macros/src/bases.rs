//! Bases: what clusters inherit, what they have otherwise, and where a mistake in a base is shown.

use eksml_core::spec::{Bases, Platform, Reader, Spec};

use crate::{Complaint, expand};

/// A base that a cluster could be, and what `clusters` make of it.
fn body(base: &str, clusters: &str) -> String {
    format!(
        "name: \"acme\", region: \"us-west-2\", account: \"111122223333\",\n\
         base standard {{ version: V1_35, vpc {{ zones: 3, nat: PerZone }}\n\
         access {{ admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }}\n\
         secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n\
         scaler: ClusterAutoscaler,\n\
         node_group system {{ instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }}\n\
         node_group batch_cpu {{ instances: [\"m7i.2xlarge\"], scale: 0..=9 }}\n{base} }}\n{clusters}"
    )
}

fn complaints(base: &str, clusters: &str) -> Vec<Complaint> {
    expand(body(base, clusters).parse().expect("tokens"), |_| None).1
}

fn read(base: &str, clusters: &str) -> Platform {
    let (mut node, _, _) = eksml_syntax::platform(body(base, clusters).parse().expect("tokens"));
    let mut reader = Reader::default();
    Bases::resolve(&mut node, &mut reader);
    let platform = Platform::read(&node, &eksml_core::source::Path::root(), &mut reader);
    assert!(reader.faults.is_empty(), "{:?}", reader.faults);
    platform
}

#[test]
fn a_cluster_has_what_its_base_has_but_for_what_it_says() {
    let platform = read(
        "monitoring { node_exporter }",
        "cluster canary { inherits: standard, version: V1_34, vpc { cidr: \"10.1.0.0/16\", nat: Single }\n\
         without: [monitoring],\n\
         node_group \"batch-cpu\" { scale: 1..=2 }\n\
         node_group more { instances: [\"m7i.4xlarge\"], scale: 0..=1 } }",
    );
    let canary = &platform.clusters[0];
    assert_eq!((canary.version.to_string(), canary.vpc.cidr.to_string()), ("1.34".to_owned(), "10.1.0.0/16".to_owned()));
    assert_eq!(canary.vpc.zones, eksml_core::spec::Zones::Count(3), "the rest of a block stays");
    assert_eq!(canary.vpc.nat, eksml_core::spec::Nat::Single);
    assert_eq!(canary.monitoring, None);
    let groups: Vec<_> = canary.node_groups.iter().map(|it| (it.name.as_str(), it.scale.max, it.instances.len())).collect();
    assert_eq!(groups, [("system", 6, 1), ("batch-cpu", 2, 1), ("more", 1, 1)]);
    assert_eq!(canary.inherits.as_ref().map(|it| it.base.as_str()), Some("standard"));
}

#[test]
fn a_base_has_what_its_own_base_has_but_for_what_it_says() {
    let platform = read(
        "monitoring { node_exporter }",
        "cluster canary { inherits: gpu, vpc { cidr: \"10.1.0.0/16\" }, node_group train { scale: 0..=1 } }\n\
         base gpu { inherits: small, node_group train { instances: [\"g6.2xlarge\"], scale: 0..=4, taint: nvidia_gpu } }\n\
         base small { inherits: standard, without: [node_group batch_cpu, monitoring], vpc { nat: Single } }",
    );
    let canary = &platform.clusters[0];
    let groups: Vec<_> = canary.node_groups.iter().map(|it| (it.name.as_str(), it.scale.max)).collect();
    assert_eq!(groups, [("system", 6), ("train", 1)]);
    assert_eq!((canary.monitoring.as_ref(), &canary.vpc.nat), (None, &eksml_core::spec::Nat::Single));
    assert_eq!(canary.inherits.as_ref().map(|it| it.base.as_str()), Some("gpu"));
}

#[test]
fn a_mistake_in_a_base_is_one_error_that_names_a_cluster() {
    let found = complaints(
        "node_group training_gpu { instances: [\"g6.2xlarge\"], scale: 0..=4, serves: Training }",
        "cluster one { inherits: standard, vpc { cidr: \"10.1.0.0/16\" } }\n\
         cluster two { inherits: standard, vpc { cidr: \"10.2.0.0/16\" } }\n\
         cluster three { inherits: standard, vpc { cidr: \"10.3.0.0/16\" }, without: [node_group training_gpu] }",
    );
    let shown: Vec<_> = found.iter().map(|it| (it.rule, it.text.lines().next().unwrap_or_default())).collect();
    let [("NG-06", headline)] = shown[..] else { panic!("{found:#?}") };
    assert!(headline.ends_with("has no `nvidia.com/gpu` taint, in cluster `one` and in 1 more"), "{headline}");
}

#[test]
fn a_mistake_of_a_clusters_own_is_its_own() {
    let found = complaints(
        "",
        "cluster one { inherits: standard, vpc { cidr: \"10.1.0.0/16\" }, node_group batch_cpu { instances: [\"g6.2xlarge\"] } }\n\
         cluster two { inherits: standard, vpc { cidr: \"10.2.0.0/16\" } }",
    );
    let [only] = &found[..] else { panic!("{found:#?}") };
    assert!(only.rule == "NG-06" && only.text.contains("in cluster `one`\n"), "{only:#?}");
}

#[test]
fn what_cannot_be_inherited_is_said_and_nothing_else() {
    let sound = "cluster one { inherits: standard, vpc { cidr: \"10.1.0.0/16\" } }";
    let cases = [
        ("", "cluster one { inherits: standart, vpc { cidr: \"10.1.0.0/16\" } }", vec!["DSL-06"], "write `inherits: standard`"),
        ("", "", vec!["DSL-06"], "inherited by no cluster"),
        ("name: other,", sound, vec!["DSL-06"], "a cluster's to say"),
        ("inherits: other,", sound, vec!["DSL-06"], "`other` is no base"),
        ("inherits: standard,", sound, vec!["DSL-06"], "base `standard` inherits itself"),
        (
            "inherits: gpu,",
            "base gpu { inherits: standard } cluster one { inherits: gpu, vpc { cidr: \"10.1.0.0/16\" } }",
            vec!["DSL-06"],
            "base `standard` inherits itself, by way of `gpu`",
        ),
        (
            "",
            "cluster one { inherits: standard, vpc { cidr: \"10.1.0.0/16\" }, without: [node_group gpu] }",
            vec!["DSL-06"],
            "has no `node_group gpu` to leave out",
        ),
        (
            "",
            "cluster one { inherits: standard, vpc { cidr: \"10.1.0.0/16\" }, version: V1_35, version: V1_34 }",
            vec!["DSL-04"],
            "given twice",
        ),
        ("", "cluster one { inherits: standard }", vec!["DSL-05"], "`cidr` is missing"),
    ];
    for (base, clusters, rules, says) in cases {
        let found = complaints(base, clusters);
        assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), rules, "{clusters}: {found:#?}");
        assert!(found.iter().any(|it| it.text.contains(says)), "{clusters}: {found:#?}");
    }
}
