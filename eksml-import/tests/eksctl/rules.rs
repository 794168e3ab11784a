//! The table of eksctl's checks is complete, and every line of it is true.

use std::collections::BTreeSet;
use std::path::Path;

use eksml_core::eksctl::key_path;
use eksml_core::rules::{self, Check, Example};
use eksml_core::spec::Knowledge;

const TABLE: &str = include_str!("rules.tsv");

/// How many checks eksctl has, and how many it lacks.
const CHECKS: usize = 346;
const GAPS: usize = 57;

struct Line {
    number: &'static str,
    how: &'static str,
    place: &'static str,
    shown: &'static str,
}

impl Line {
    /// The ClusterConfig that shows it.
    fn body(&self) -> String {
        Example::Config(self.shown.replace(" ;; ", "\n").leak()).body()
    }

    /// The ids it names.
    fn ids(&self) -> BTreeSet<&'static str> {
        self.place.split(' ').collect()
    }
}

fn lines() -> Vec<Line> {
    let line = |text: &'static str| match text.split('\t').collect::<Vec<_>>().as_slice() {
        [number, what, how, place, shown] if !what.is_empty() => Line { number, how, place, shown },
        _ => panic!("not five columns: {text}"),
    };
    TABLE.lines().filter(|text| !text.starts_with('#')).map(line).collect()
}

#[test]
fn no_number_is_missing_and_none_is_there_twice() {
    let expected: Vec<String> = (1..=CHECKS).map(|n| n.to_string()).chain((1..=GAPS).map(|n| format!("G{n}"))).collect();
    let written: Vec<&str> = lines().iter().map(|line| line.number).collect();
    assert_eq!(written, expected);
}

#[test]
fn what_has_no_spelling_is_refused_where_the_table_says() {
    let of_form = lines().into_iter().filter(|line| line.how == "type");
    let mut seen = 0;
    for line in of_form {
        let error =
            eksml_import::config(&line.body()).err().unwrap_or_else(|| panic!("{} is read:\n{}", line.number, line.body()));
        // A whole file has no key.
        let place = if ["", "ClusterConfig"].contains(&error.place.as_str()) { "-" } else { &error.place };
        assert_eq!(place, line.place, "{}: {error:?}", line.number);
        seen += 1;
    }
    assert!(seen > 40, "only {seen} lines");
}

#[test]
fn what_is_a_rule_is_told_by_that_rule_and_no_other() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in lines().into_iter().filter(|line| line.how == "rule") {
        let config = match eksml_import::config(&line.body()) {
            Ok(config) => config,
            Err(error) => {
                wrong.push(format!("{} cannot be read: {error:?}", line.number));
                continue;
            }
        };
        let found = rules::check_config(&config, &Knowledge::default());
        let ids: BTreeSet<&str> = found.iter().map(|finding| finding.rule).collect();
        if ids != line.ids() {
            let told = found.iter().map(|finding| format!("\n  {} {}", key_path(&finding.path), finding.headline()));
            wrong.push(format!("{} is to be told by {}:{}", line.number, line.place, told.collect::<String>()));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 300, "only {seen} lines");
}

#[test]
fn every_rule_about_configs_has_a_line() {
    let named: BTreeSet<&str> = lines().iter().filter(|line| line.how == "rule").flat_map(Line::ids).collect();
    for rule in rules::all().filter(|rule| matches!(rule.check, Check::Config(_))) {
        // Eight rules say more than eksctl and its gaps: what is no version at all, host bits in a range, names of AWS's own add-ons, a
        // node role by which no node joins, more security groups than an interface takes, what an add-on needs, what a kubelet refuses,
        // and which of Bottlerocket's disks has the size.
        assert!(
            named.contains(rule.id)
                || ["EK-03", "EK-10", "EK-43", "EK-123", "EK-124", "EK-125", "EK-126", "EK-127"].contains(&rule.id),
            "no line speaks of {}",
            rule.id
        );
    }
}

#[test]
fn what_is_shown_elsewhere_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    for line in lines() {
        match line.how {
            "type" | "rule" => {}
            "aws" | "out" => {
                assert_eq!(line.shown, "-", "{}", line.number);
                assert!(line.place.len() > 30, "{} does not say why", line.number);
            }
            "platform" | "emission" => {
                let (file, test) = line.shown.split_once("::").unwrap_or_else(|| panic!("{} names no test", line.number));
                let text = std::fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
                assert!(text.contains(&format!("#[test]\nfn {test}()")), "{}: there is no test {test} in {file}", line.number);
                if line.how == "platform" {
                    assert!(
                        line.ids().iter().all(|id| rules::find(id).is_some_and(|rule| rule.bad.is_words())),
                        "{}",
                        line.number
                    );
                }
            }
            other => panic!("{}: `{other}` is no way to hold", line.number),
        }
    }
}
