//! Security groups by kind of nodes: each case names the rules that speak of it, and no other may.

use eksml_core::rules::Example;

fn says(words: &'static str, expected: &[&str]) {
    let body = Example::Cluster(words).body();
    let tokens = body.parse().unwrap_or_else(|error| panic!("not even tokens: {error}\n{body}"));
    let mut found: Vec<_> = crate::expand(tokens, |_| None).1.into_iter().map(|complaint| complaint.rule).collect();
    found.dedup();
    assert_eq!(found, expected, "{words}");
}

#[test]
fn kinds_are_told_apart_from_the_system_that_comes_first() {
    says("security_groups: PerKind,", &["NET-18"]);
    says("security_groups: PerKind,\nnode_group a { instances: [\"m7i.large\"], scale: 0..=4 }", &[]);
    // Its only nodes would wait for a stack that waits for them.
    says("security_groups: PerKind,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 3..=6 }", &["NET-18"]);
    // EKS Auto Mode brings nodes of its own.
    says(
        "security_groups: PerKind,\nscaler: AutoMode,\nnode_group system { instances: [\"m7i.xlarge\"], scale: 0..=6, management: NodePool }",
        &[],
    );
    says("security_groups: PerNode,", &["DSL-02"]);
}

#[test]
fn what_a_group_attaches_itself_comes_beside_the_group_of_its_kind() {
    says(
        "security_groups: PerKind,\nnode_group a { instances: [\"m7i.large\"], scale: 0..=4, eksctl { securityGroups { attachIDs: [\"sg-0aaaaaaaaaaaaaaa1\"] } } }",
        &[],
    );
    // Beside a template of its own eksctl attaches nothing; said once, and not as EK-109 as well.
    says(
        "security_groups: PerKind,\nnode_group a { instances: [\"m7i.large\"], scale: 0..=4, \
         eksctl { launchTemplate { id: \"lt-0aaaaaaaaaaaaaaaa\" } }, waive(NG-16, \"hop limit 1\", until: \"2999-06-30\") }",
        &["NET-19"],
    );
    says(
        "security_groups: PerKind,\nnode_group a { instances: [\"m7i.large\"], scale: 0..=4 }\n\
         node_group b { instances: [\"m7i.large\"], scale: 0..=4, serves: System, \
         eksctl { launchTemplate { id: \"lt-0aaaaaaaaaaaaaaaa\" } }, waive(NG-16, \"hop limit 1\", until: \"2999-06-30\") }",
        &[],
    );
}

#[test]
fn a_file_system_lets_in_whoever_mounts_it() {
    says("storage home { efs { create { } } }", &[]);
    says("storage home { efs { create { } }, mounted_from: [Training] }", &["NET-21"]);
    says(
        "security_groups: PerKind,\nnode_group lab { instances: [\"m7i.large\"], scale: 0..=4, serves: Development }\n\
         storage home { efs { create { } } }",
        &["NET-21"],
    );
    for (kind, expected) in [("[Development]", [].as_slice()), ("[Training]", &["NET-21"]), ("[System]", &["NET-21"])] {
        let words = format!(
            "security_groups: PerKind,\nnode_group lab {{ instances: [\"m7i.large\"], scale: 0..=4, serves: Development }}\n\
             storage home {{ efs {{ create {{ }} }}, mounted_from: {kind} }}"
        );
        says(words.leak(), expected);
    }
    // Whom others let in is theirs to say.
    says(
        "security_groups: PerKind,\nnode_group lab { instances: [\"m7i.large\"], scale: 0..=4, serves: Development }\n\
         storage home { efs { file_system: \"fs-0123456789abcdef0\" }, mounted_from: [Development] }",
        &["NET-21"],
    );
    says(
        "security_groups: PerKind,\nnode_group lab { instances: [\"m7i.large\"], scale: 0..=4, serves: Development }\n\
         storage home { efs { file_system: \"fs-0123456789abcdef0\" } }",
        &[],
    );
}

#[test]
fn nothing_is_said_of_what_is_not_known() {
    says("security_groups: {groups()},\nstorage home { efs { create { } }, mounted_from: [Training] }", &[]);
    says(
        "security_groups: PerKind,\nnode_group lab { instances: [\"m7i.large\"], scale: 0..=4, serves: {kind()} }\n\
         storage home { efs { create { } } }",
        &[],
    );
}
