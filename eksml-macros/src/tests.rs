//! Every rule's own examples, read by the real parser.

use eksml_core::findings::Severity;
use eksml_core::rules::{self, Rule};

use crate::Complaint;

fn complaints(body: &str) -> Vec<Complaint> {
    let tokens = body.parse().unwrap_or_else(|error| panic!("not even tokens: {error}\n{body}"));
    crate::expand(tokens, |_| None).1
}

/// Warnings are not errors of the macro; they are asked of the engine itself.
fn ids(rule: &Rule, body: &str) -> Vec<(&'static str, String)> {
    let mut ids: Vec<_> = complaints(body).into_iter().map(|complaint| (complaint.rule, complaint.text)).collect();
    if rule.severity == Severity::Warning {
        ids.extend(crate::check(body.parse().expect("tokens")).into_iter().map(|finding| (finding.rule, finding.message())));
    }
    ids
}

/// The rules whose examples are words of `platform!`; those in eksctl's words are run by eksml-core's own tests.
fn spoken() -> impl Iterator<Item = &'static Rule> {
    rules::all().filter(|rule| rule.bad.is_words())
}

#[test]
fn every_rule_refuses_its_bad_example() {
    for rule in spoken() {
        let found = ids(rule, &rule.bad.body());
        assert!(
            found.iter().any(|(id, _)| *id == rule.id),
            "{} accepts its bad example:\n{}\nfound: {found:#?}",
            rule.id,
            rule.bad.body()
        );
    }
}

#[test]
fn every_rule_accepts_its_good_example() {
    for rule in spoken() {
        let found = ids(rule, &rule.good.body());
        let mine: Vec<_> = found.iter().filter(|(id, _)| *id == rule.id).collect();
        assert!(mine.is_empty(), "{} refuses its good example:\n{}\nfound: {mine:#?}", rule.id, rule.good.body());
    }
}

/// A good example is a cure: it may break no other rule either.
#[test]
fn good_examples_break_no_other_rule() {
    let others: Vec<_> =
        spoken().map(|rule| (rule.id, complaints(&rule.good.body()))).filter(|(_, found)| !found.is_empty()).collect();
    assert!(others.is_empty(), "good examples break other rules: {others:#?}");
}

#[test]
fn empty_braces_are_an_empty_block() {
    let found = complaints(&rules::Example::Cluster("vpc: {}").body());
    assert!(
        found.iter().any(|complaint| complaint.rule == "DSL-05" && complaint.text.contains("`cidr` is missing")),
        "{found:#?}"
    );
}

#[test]
fn a_name_that_is_no_word_is_quoted_behind_what_it_is_as_well() {
    let declared = "bucket \"1e3\" { s3: \"acme-1e3\" }";
    let used = "read: bucket \"1e3\", write: [bucket \"1e3\"]";
    let body =
        rules::Example::Cluster("namespace ml { serves: Training }\nidentity trainer { namespace: ml, used_by: Others, USED }")
            .body();
    let body = body.replacen("cluster ", &format!("{declared}\ncluster "), 1).replace("USED", used);
    let found: Vec<_> = complaints(&body).into_iter().filter(|complaint| complaint.rule.starts_with("DSL")).collect();
    assert!(found.is_empty(), "{found:#?}\n{body}");
}

#[test]
fn ids_are_unique_and_texts_are_there() {
    let mut seen = std::collections::BTreeSet::new();
    for rule in rules::all() {
        assert!(seen.insert(rule.id), "{} is declared twice", rule.id);
        assert!(!rule.title.is_empty() && !rule.why.is_empty() && !rule.source.is_empty(), "{} lacks a text", rule.id);
    }
}
