//! Every rule about ClusterConfigs refuses its bad example and accepts its good one, which breaks no other.

use eksml_core::rules::{self, Example, Rule};

fn found(rule: &str, example: &Example) -> Vec<(&'static str, String)> {
    let mut findings = eksml_import::check_config(example.body().as_bytes());
    // What is left out shows beside what the imported source says.
    if ["IMP-03", "IMP-04"].contains(&rule) {
        findings.extend(
            eksml_import::import(example.body().as_bytes()).findings.into_iter().filter(|found| found.finding.rule == rule),
        );
    }
    findings.iter().map(|found| (found.finding.rule, format!("{} {}", found.place, found.finding.message()))).collect()
}

fn about_configs() -> impl Iterator<Item = &'static Rule> {
    rules::all().filter(|rule| rule.bad.is_config())
}

#[test]
fn every_rule_refuses_its_bad_example() {
    for rule in about_configs() {
        let found = found(rule.id, &rule.bad);
        assert!(found.iter().any(|(id, _)| *id == rule.id), "{} accepts:\n{}\nfound: {found:#?}", rule.id, rule.bad.body());
    }
}

#[test]
fn every_good_example_breaks_no_rule() {
    for rule in about_configs() {
        let found = found(rule.id, &rule.good);
        assert!(found.is_empty(), "the good example of {} breaks rules:\n{}\nfound: {found:#?}", rule.id, rule.good.body());
    }
}

#[test]
fn the_config_around_the_examples_breaks_no_rule() {
    let found = found("", &Example::Config(""));
    assert!(found.is_empty(), "{found:#?}");
}
