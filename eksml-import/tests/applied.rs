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
