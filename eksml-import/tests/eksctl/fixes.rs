//! A fix that is data holds: applied to what breaks its rule, it mends that.

use std::collections::BTreeSet;

use eksml_core::findings::Applicability;
use eksml_core::rules;
use eksml_import::{apply, import, mend};

/// How many rules mend their bad example in eksctl's words by an edit, or mend a part of it.
const MENDED: usize = 35;

#[test]
fn the_edit_of_a_rule_removes_what_it_found() {
    let (mut mended, mut kept) = (BTreeSet::new(), Vec::new());
    for rule in rules::all().filter(|rule| rule.bad.is_config()) {
        let body = rule.bad.body();
        let before = import(body.as_bytes());
        for found in before.findings.iter().filter(|found| found.finding.rule == rule.id && !found.replacements.is_empty()) {
            let text = apply(&before.text.text, &found.replacements);
            let after = import(text.as_bytes());
            let is_same =
                |other: &&eksml_import::Found| other.finding.rule == rule.id && other.finding.problem == found.finding.problem;
            let (had, has) = (before.findings.iter().filter(is_same).count(), after.findings.iter().filter(is_same).count());
            if has < had {
                mended.insert(rule.id);
            } else {
                kept.push(format!("{}: {} by {:?}\n{text}", rule.id, found.finding.problem, found.replacements));
            }
        }
    }
    assert!(kept.is_empty(), "{}", kept.join("\n"));
    assert_eq!(mended.len(), MENDED, "{mended:?}");
}

#[test]
fn a_safe_fix_of_an_example_is_made_and_stays_made() {
    let mut left = Vec::new();
    let mut made = 0;
    for rule in rules::all().filter(|rule| rule.bad.is_config()) {
        let mended = mend(rule.bad.body().as_bytes(), &|_| true);
        made += mended.fixed.len();
        let again = mend(&mended.bytes, &|_| true);
        if again.bytes != mended.bytes || mended.imported.findings.iter().any(eksml_import::Found::is_safe) {
            left.push(rule.id);
        }
        let good = mend(rule.good.body().as_bytes(), &|_| true);
        assert_eq!(String::from_utf8_lossy(&good.bytes), rule.good.body(), "{}", rule.id);
    }
    assert!(left.is_empty(), "{left:?}");
    assert!(made > 0);
}

fn mended(text: &str) -> String {
    String::from_utf8(mend(text.as_bytes(), &|_| true).bytes).expect("text")
}

#[test]
fn comments_order_quoting_and_indentation_stay() {
    let head = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n";
    for (before, after) in [
        (
            "metadata: {name: a, region: us-west-2, version: 1.35} # v\n",
            "metadata: {name: a, region: us-west-2, version: \"1.35\"} # v\n",
        ),
        (
            "Metadata: # m\n    name: a # n\n    region: 'us-west-2'\n",
            "metadata: # m\n    name: a # n\n    region: 'us-west-2'\n",
        ),
        (
            "metadata: {name: a, region: us-west-2}\r\nmanagedNodeGroups:\r\n- name: b # b\r\n  minSzie: 2\r\n",
            "metadata: {name: a, region: us-west-2}\r\nmanagedNodeGroups:\r\n- name: b # b\r\n  minSize: 2\r\n",
        ),
        (
            "metadata: {name: a, region: us-west-2}\nnodeGroups:\n  - name: b\n    volumeSize: 80\n    volumeKmsKeyID: arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555 # key\n    # end\n",
            "metadata: {name: a, region: us-west-2}\nnodeGroups:\n  - name: b\n    volumeSize: 80\n    volumeKmsKeyID: arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555 # key\n    volumeEncrypted: true\n    # end\n",
        ),
        (
            "metadata: {name: a, region: us-west-2}\nnodeGroups:\n  - {name: b, volumeSize: 80, volumeKmsKeyID: arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555}\n",
            "metadata: {name: a, region: us-west-2}\nnodeGroups:\n  - {name: b, volumeSize: 80, volumeKmsKeyID: arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555, volumeEncrypted: true}\n",
        ),
        (
            "metadata: {name: a, region: us-west-2}\nnodeGroups:\n  - name: b\n    ssh:\n      enableSsm: false # why\n      allow: false\n",
            "metadata: {name: a, region: us-west-2}\nnodeGroups:\n  - name: b\n    ssh:\n      # why\n      allow: false\n",
        ),
    ] {
        assert_eq!(mended(&format!("{head}{before}")), format!("{head}{after}"));
    }
}

#[test]
fn what_other_places_mean_as_well_is_left_alone() {
    let head = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: us-west-2}\n";
    for body in [
        "nodeGroups:\n  - &b\n    name: b\n    volumeSize: 80\n    volumeKmsKeyID: arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\n  - *b\n",
        "x: &v {volumeKmsKeyID: arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555}\nnodeGroups:\n  - name: b\n    <<: *v\n",
    ] {
        let text = format!("{head}{body}");
        assert_eq!(mended(&text), text);
    }
}

#[test]
fn a_sentence_and_its_edit_are_one() {
    for rule in rules::all().filter(|rule| rule.bad.is_config()) {
        for found in import(rule.bad.body().as_bytes()).findings {
            assert!(!found.finding.fix.contains("{}"), "{}: {}", rule.id, found.finding.fix);
            assert!(
                found.finding.applicability == Applicability::Decision || !found.finding.edits.is_empty(),
                "{} is safe to apply, and there is nothing to apply",
                found.finding.rule
            );
        }
    }
}

#[test]
fn an_element_is_added_in_the_form_of_its_list() {
    let head = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: us-west-2}\n\
                addonsConfig: {disableDefaultAddons: true}\nfargateProfiles: [{name: f, selectors: [{namespace: a}]}]\n";
    for (before, after) in [
        ("", "addons: [{name: vpc-cni}]\n"),
        ("addons: [] # none\n", "addons: [{name: vpc-cni}] # none\n"),
        ("addons: [{name: coredns}]\n", "addons: [{name: coredns}, {name: vpc-cni}]\n"),
        ("addons:\n- name: coredns # dns\n# end\n", "addons:\n- name: coredns # dns\n- {name: vpc-cni}\n# end\n"),
    ] {
        let imported = import(format!("{head}{before}").as_bytes());
        let found = imported.findings.iter().find(|found| found.finding.rule == "EK-46").expect("no network");
        let text = apply(&imported.text.text, &found.replacements);
        assert!(text.ends_with(after) || before.is_empty() && text.contains(after.trim_end()), "{text}");
    }
}
