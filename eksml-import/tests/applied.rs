//! Rules about applied objects: each refuses its own bad example and takes its good one.

use eksml_core::applied::{self, Object};
use eksml_core::rules::{self, Example};
use eksml_core::source::Node;

fn objects(yaml: &str) -> Vec<Node> {
    let read = eksml_import::read(yaml.as_bytes());
    assert!(read.faults.is_empty(), "{:?}\n{yaml}", read.faults);
    read.passed.into_iter().map(|passed| passed.node).collect()
}

fn found(example: &Example) -> Vec<(&'static str, String)> {
    let nodes = objects(&example.body());
    let objects: Vec<Object<'_>> = nodes.iter().map(|node| Object { node }).collect();
    applied::judge(None, &objects).into_iter().map(|found| (found.finding.rule, found.finding.problem)).collect()
}

#[test]
fn every_rule_about_objects_refuses_its_bad_example_and_takes_its_good_one() {
    let mut count = 0;
    for rule in rules::all().filter(|rule| matches!(rule.bad, Example::Objects(_))) {
        count += 1;
        let bad = found(&rule.bad);
        assert!(bad.iter().any(|(id, _)| *id == rule.id), "{} accepts its bad example: {bad:?}\n{}", rule.id, rule.bad.body());
        let good = found(&rule.good);
        assert!(good.is_empty(), "{}: a good example breaks a rule: {good:?}\n{}", rule.id, rule.good.body());
    }
    assert!(count >= 12, "only {count} rules about objects");
}

/// The files of each emitted cluster: its ClusterConfigs, and all objects.
fn emitted() -> Vec<(String, Vec<String>, Vec<String>)> {
    let mut open = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden")];
    let mut sets = Vec::new();
    while let Some(folder) = open.pop() {
        let mut files: Vec<_> =
            std::fs::read_dir(&folder).expect("the sets are there").map(|it| it.expect("a file").path()).collect();
        files.sort();
        open.extend(files.iter().filter(|path| path.is_dir()).cloned());
        let named = |path: &std::path::Path| path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = |path: &std::path::PathBuf| std::fs::read_to_string(path).expect("a text");
        let configs: Vec<String> = files.iter().filter(|path| named(path).ends_with(".eksctl.yaml")).map(text).collect();
        let is_object = |path: &&std::path::PathBuf| {
            let name = named(path);
            path.extension().is_some_and(|it| it == "yaml")
                && name.starts_with(|first: char| first.is_ascii_digit())
                && !name.contains(".eksctl.")
                && !name.contains(".cfn.")
        };
        let objects: Vec<String> = files.iter().filter(is_object).map(text).collect();
        if !configs.is_empty() {
            sets.push((folder.display().to_string(), configs, objects));
        }
    }
    assert!(sets.len() >= 20, "only {} sets", sets.len());
    sets
}

/// What is found in objects for the nodes of these ClusterConfigs: the rule, and what is wrong.
fn judged(configs: &[String], texts: &[String]) -> Vec<(&'static str, String)> {
    let mut standing: Option<eksml_import::Standing> = None;
    for config in configs {
        let own = eksml_import::import(config.as_bytes()).stands.expect("a ClusterConfig");
        match &mut standing {
            Some(standing) => standing.join(&own),
            None => standing = Some(own),
        }
    }
    let nodes: Vec<Node> = texts.iter().flat_map(|text| objects(text)).collect();
    let objects: Vec<Object<'_>> = nodes.iter().flat_map(eksml_import::objects).map(|node| Object { node }).collect();
    let standing = standing.expect("a cluster");
    applied::judge(Some(standing.nodes()), &objects).into_iter().map(|it| (it.finding.rule, it.finding.problem)).collect()
}

#[test]
fn nothing_is_found_in_what_eksml_emits() {
    let mut count = 0;
    for (name, configs, texts) in emitted() {
        count += texts.iter().map(|text| objects(text).len()).sum::<usize>();
        let found = judged(&configs, &texts);
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
    assert!(count > 1500, "only {count} objects");
}

/// Each kind of mistake, made in every emitted workload that it can be made in.
#[test]
fn a_pod_that_no_node_takes_is_found_in_every_workload() {
    // What is changed, into what, and the rules of which one has to speak.
    let mistakes: [(&str, &str, &[&str]); 4] = [
        ("nvidia.com/gpu: \"", "nvidia.com/gpu: \"9", &["ACC-12", "ACC-08"]),
        ("memory: ", "memory: 90000Gi # ", &["SCH-01"]),
        ("cpu: ", "cpu: \"9000\" # ", &["SCH-01"]),
        ("eksml/node-group: ", "eksml/node-group: no-", &["SCH-01"]),
    ];
    let mut planted = [0; 4];
    for (name, configs, texts) in emitted() {
        // Of pools there may be more than a set tells of.
        let has_pools = texts.iter().any(|text| text.contains("kind: NodePool"));
        for text in texts.iter().filter(|text| text.contains("eksml/node-group: ") && !has_pools) {
            for document in text.split("\n---\n") {
                let runs = ["kind: Deployment", "kind: Job\n", "kind: StatefulSet", "kind: CronJob", "kind: JobSet"];
                if !runs.iter().any(|kind| document.contains(kind)) || !document.contains("eksml/node-group: ") {
                    continue;
                }
                for (number, (from, to, rules)) in mistakes.iter().enumerate() {
                    // How often a GPU is divided no ClusterConfig says, nor what the agent takes that divides it.
                    let is_divided = configs.iter().any(|config| config.contains("resources/nvidia.com/gpu"));
                    if !document.contains(from) || is_divided && number < 3 {
                        continue;
                    }
                    planted[number] += 1;
                    let broken = document.replace(from, to);
                    let found = judged(&configs, std::slice::from_ref(&broken));
                    assert!(
                        found.iter().any(|(rule, _)| rules.contains(rule)),
                        "{name}: {from} -> {to} is not found: {found:?}\n{broken}"
                    );
                }
            }
        }
    }
    assert!(planted.iter().all(|count| *count >= 10), "too few mistakes were planted: {planted:?}");
}
