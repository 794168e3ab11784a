//! A hole silences what depends on it, and nothing else: what a rule refuses is refused beside siblings with holes as well.

use eksml_core::findings::Finding;
use eksml_core::rules::{self, Example, Rule};
use eksml_core::source::{Path, Step};
use eksml_core::spec::{Cluster, Knowledge, Platform, Reader, Spec};

use crate::holes::{Spot, spots};

/// One block of each kind, in a cluster that breaks no rule.
const SIBLINGS: &str = r#"
node_group side_cpu { instances: ["m7i.xlarge"], scale: 3..=9, labels { "side": "cpu" }, volume { size_gib: 120 } }
node_group side_gpu { instances: ["g6.xlarge"], scale: 0..=5, taint: nvidia_gpu, zones: ["us-west-2a", "us-west-2b", "us-west-2c"] }
namespace side_train { serves: Training, quota { nvidia_gpu: 4, pods: 40 } }
namespace side_serve { serves: Inference }
namespace side_dev { serves: Development }
namespace side_data { serves: General }
storage side_gp3 { ebs_gp3 { iops: 4000 } }
identity side_trainer { namespace: side_train, used_by: Others, consumes: ["arn:aws:sqs:us-west-2:111122223333:side"] }
training side_job { namespace: side_train, on: side_gpu, cpu: "2", memory: "8Gi", gpus: 1, image: "registry.example.com/side:1" }
inference side_service { namespace: side_serve, on: side_cpu, cpu: "1", memory: "2Gi", replicas: 2, port: 8080, health: "/healthz", image: "registry.example.com/side:2" }
processing side_part { namespace: side_data, on: side_cpu, cpu: "1", memory: "2Gi", parts: 2, image: "registry.example.com/side:3" }
notebook side_book { namespace: side_dev, on: side_cpu, cpu: "1", memory: "4Gi", image: "registry.example.com/side:4", home { size: "20Gi", class: side_gp3 } }
priority side_soon { value: 1200 }
helm side_chart { chart: "side", repo: "https://charts.example.com", version: "1.2.3", namespace: side_data }
network_policy side_talk { namespace: side_serve, pods { "app.kubernetes.io/name": "side-service" }, allow_out { peers: [Cidr("10.9.0.0/16")], ports: [443] } }
"#;

fn read(body: &str) -> Option<(Platform, Vec<Path>)> {
    let tokens = body.parse().unwrap_or_else(|error| panic!("not even tokens: {error}\n{body}"));
    let (node, _, complaints) = eksml_syntax::platform(tokens);
    let mut reader = Reader::default();
    let platform = Platform::read(&node, &Path::root(), &mut reader);
    (complaints.is_empty() && reader.faults.is_empty()).then_some((platform, reader.unknown))
}

/// Does `$each` with every list of blocks that a cluster has.
macro_rules! lists {
    ($each:ident) => {
        $each!(node_groups, namespaces, storage, volumes, identities, network_policies, training, inference);
        $each!(priorities, processing, notebooks, helm);
    };
}

/// The siblings, put behind the blocks of another cluster.
struct Siblings {
    cluster: Cluster,
    unknown: Vec<Path>,
}

impl Siblings {
    /// Those written in `words`, which are read in a cluster of their own.
    fn of(words: String, own: &Cluster) -> Option<Self> {
        let (mut platform, unknown) = read(&Example::Cluster(String::leak(words)).body())?;
        let mut cluster = platform.clusters.pop()?;
        macro_rules! drop_own {
            ($($list:ident),*) => { $(cluster.$list.drain(..own.$list.len());)* };
        }
        lists!(drop_own);
        let behind = |path: &Path| shifted(path, |list| Some(0usize.wrapping_sub(len(own, list))));
        Some(Self { unknown: unknown.iter().map(behind).collect(), cluster })
    }

    /// The first cluster of `platform` with the siblings in it, and what is unknown there.
    fn beside(&self, platform: &Platform) -> Option<(Platform, Vec<Path>)> {
        let mut platform = platform.clone();
        let cluster = platform.clusters.first_mut()?;
        let unknown = self.unknown.iter().map(|path| shifted(path, |list| Some(len(cluster, list)))).collect();
        macro_rules! append {
            ($($list:ident),*) => { $(cluster.$list.extend(self.cluster.$list.iter().cloned());)* };
        }
        lists!(append);
        Some((platform, unknown))
    }
}

/// How many blocks a cluster has in the list of this name.
fn len(cluster: &Cluster, list: &str) -> usize {
    macro_rules! count {
        ($($list:ident),*) => { $(if list == stringify!($list) { return cluster.$list.len(); })* };
    }
    lists!(count);
    panic!("a sibling is in no list of blocks: {list}");
}

/// `clusters[0].list[i]…` with another `i`.
fn shifted(path: &Path, by: impl Fn(&str) -> Option<usize>) -> Path {
    let mut steps = path.steps().to_vec();
    let [_, _, Step::Field(list), Step::Index(index), ..] = steps.as_mut_slice() else { panic!("no sibling at {path}") };
    *index = index.wrapping_add(by(list).unwrap_or_default());
    Path::root().join(&steps)
}

/// What a rule finds, but for what it finds in the siblings themselves.
fn found(rule: &'static Rule, platform: &Platform, unknown: Vec<Path>, own: &Platform) -> Vec<Finding> {
    let Some(cluster) = own.clusters.first() else { return Vec::new() };
    let is_own = |finding: &Finding| match finding.path.steps() {
        [_, Step::Index(0), Step::Field(list), Step::Index(index), ..] => {
            let all =
                ["node_groups", "namespaces", "storage", "volumes", "identities", "network_policies", "training", "inference"];
            let more = ["priorities", "processing", "notebooks", "helm"];
            !(all.contains(list) || more.contains(list)) || *index < len(cluster, list)
        }
        _ => true,
    };
    let mut found = rules::check_rule(rule, platform, &Knowledge::without(unknown));
    found.retain(is_own);
    found
}

/// What may stand where a literal stands: small, large, long, and what a text may hardly be.
fn others(spot: &Spot) -> &'static [&'static str] {
    match (spot.is_text, spot.word.as_str()) {
        (false, _) => &["0", "1", "3", "7", "100", "70000"],
        (true, "instances") => {
            &["\"m7i.large\"", "\"p5.48xlarge\"", "\"p5e.48xlarge\"", "\"g6e.12xlarge\"", "\"trn1.32xlarge\"", "\"c7g.large\""]
        }
        (true, "zones") => &["\"us-west-2a\"", "\"us-west-2d\""],
        (true, "chart") => &["\"cluster-autoscaler\"", "\"karpenter\"", "\"kube-prometheus-stack\""],
        (true, "cpu") => &["\"100m\"", "\"900\""],
        (true, "memory" | "size") => &["\"1Gi\"", "\"9000Gi\"", "\"100Ti\""],
        _ => &["\"unlikely\"", "\"true\"", "\"arn:aws:s3:::a/b\"", "\"*\""],
    }
}

#[test]
fn what_is_refused_is_refused_beside_siblings_with_holes() {
    let (own, _) = read(&Example::Cluster("").body()).expect("the cluster of the examples");
    let own = own.clusters.first().expect("one cluster");
    let with =
        |spot: &Spot, text: &str| Siblings::of(format!("{}{text}{}", &SIBLINGS[..spot.at.start], &SIBLINGS[spot.at.end..]), own);
    let as_written = Siblings::of(SIBLINGS.to_owned(), own).expect("siblings that can be read");
    // A hole, and what may stand in its place.
    let holes: Vec<(Siblings, Vec<Siblings>)> = spots(SIBLINGS)
        .iter()
        .filter_map(|spot| Some((with(spot, "{x}")?, others(spot).iter().filter_map(|text| with(spot, text)).collect())))
        .collect();
    assert!(holes.len() >= 40, "only {} holes", holes.len());
    let (mut refused, mut silenced) = (0, Vec::new());
    for rule in rules::all().filter(|rule| rule.bad.is_words()) {
        let Some((platform, of_its_own)) = read(&rule.bad.body()) else { continue };
        let judge = |siblings: &Siblings, holes: bool| {
            let (beside, unknown) = siblings.beside(&platform).expect("a cluster");
            found(
                rule,
                &beside,
                if holes { unknown.into_iter().chain(of_its_own.clone()).collect() } else { of_its_own.clone() },
                &platform,
            )
        };
        let alone = judge(&as_written, false);
        if alone.is_empty() {
            continue;
        }
        refused += 1;
        for (hole, literals) in &holes {
            let beside = judge(hole, true);
            let mut lost = alone.iter().filter(|finding| !beside.contains(finding)).peekable();
            // What another literal takes away or changes does depend on the hole.
            if lost.peek().is_some() {
                let all: Vec<_> = literals.iter().map(|literal| judge(literal, false)).collect();
                silenced.extend(lost.filter(|finding| all.iter().all(|found| found.contains(finding))).map(|finding| {
                    format!("{} at {}: {} silences `{}`", rule.id, finding.path, hole.unknown[0], finding.problem)
                }));
            }
        }
    }
    assert!(refused > 200, "only {refused} rules refuse their examples beside others");
    assert!(silenced.is_empty(), "{} findings are silenced by holes they do not depend on: {silenced:#?}", silenced.len());
}

/// What is found while compiling in the cluster of the examples with more words.
fn compiling(words: &'static str) -> Vec<String> {
    let (_, complaints) = crate::expand(Example::Cluster(words).body().parse().expect("tokens"), |_| None);
    complaints.into_iter().map(|complaint| complaint.text).collect()
}

#[test]
fn an_image_that_is_a_hole_silences_nothing_about_the_cluster_config() {
    let found = compiling(
        "node_group cpu { instances: [\"m7i.xlarge\"], scale: 0..=4, eksctl { releaseVersion: \"newest\" } }\n\
         namespace data { serves: General }\n\
         processing tokenize { namespace: data, on: cpu, cpu: \"1\", memory: \"1Gi\", image: {image()} }",
    );
    assert!(found.iter().any(|text| text.contains("newest")), "{found:#?}");
}

#[test]
fn an_admin_who_is_a_hole_silences_nothing_about_two_teams() {
    let found = compiling(
        "access { admins: [{admin_role()}],\n\
         team a { role: \"arn:aws:iam::111122223333:role/same\", namespaces: [ml] }\n\
         team b { role: \"arn:aws:iam::111122223333:role/same\", namespaces: [ml] }\n\
         team c { role: \"arn:aws:iam::111122223333:role/c\", namespaces: {of_c()} }\n\
         team d { role: \"arn:aws:iam::111122223333:role/d\", namespaces: [nowhere] } }\n\
         namespace ml { serves: Training }",
    );
    let of = |rule: &str, name: &str| found.iter().any(|text| text.starts_with(rule) && text.contains(name));
    assert!(of("[CL-07]", "nowhere") && found.iter().any(|text| text.contains("role `same`")), "{found:#?}");
}

#[test]
fn a_tag_is_held_against_the_volume_of_its_own_group() {
    const TAG: &str = "k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage";
    let found = |tag: &str| {
        let words = format!(
            "node_group cpu {{ instances: [\"m7i.xlarge\"], scale: 0..=4, volume {{ size_gib: 500 }}, tags {{ \"{TAG}\": \"{tag}\" }} }}"
        );
        compiling(String::leak(words)).iter().any(|text| text.starts_with("[CST-05]"))
    };
    assert!(!found("459776Mi"), "what a volume of 500 GiB has");
    assert!(found("72704Mi"), "what one of 80 GiB has");
}
