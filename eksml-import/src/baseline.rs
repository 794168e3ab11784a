//! Baseline of an import: what the file breaks is set aside for a while, so that its source compiles at once and lists its debts.

use std::collections::BTreeMap;

use eksml_core::catalog::KubernetesVersion;
use eksml_core::findings::{Finding, Severity};
use eksml_core::rules;
use eksml_core::source::{Entry, Node, Path, Step, Value};
use eksml_core::spec::{Knowledge, Platform, Reader, Spec};
use eksml_core::units::Date;

use super::words::Origins;

/// Until when broken rules are set aside, and since when.
#[derive(Debug, Clone, Copy)]
pub struct Baseline {
    /// The last day on which the waivers hold.
    pub until: Date,
    /// The day of the import.
    pub on: Date,
}

/// A source that is set right for a while.
pub(super) struct SetAside {
    /// The words with their waivers.
    pub(super) words: Node,
    /// How often each rule was set aside.
    pub(super) debts: BTreeMap<&'static str, usize>,
    /// What no waiver can set aside: somebody has to decide.
    pub(super) left: Vec<Finding>,
    /// Whether the version is eksctl's own choice.
    pub(super) has_default_version: bool,
}

/// More rounds than rules can wake each other: a waiver lets the rules about the ClusterConfig speak.
const ROUNDS: usize = 6;

/// Sets aside what the words break, each at the nearest block that takes a waiver.
pub(super) fn set_aside(words: &Node, baseline: Baseline, origins: &mut Origins) -> SetAside {
    let mut aside = SetAside { words: words.clone(), debts: BTreeMap::new(), left: Vec::new(), has_default_version: false };
    aside.has_default_version = choose_version(&mut aside.words);
    let mut known: Vec<(Path, &'static str)> = Vec::new();
    for _ in 0..ROUNDS {
        let broken = broken(&aside.words);
        let mut is_new = false;
        for finding in &broken {
            let block = block(&finding.path);
            let key = (block.clone(), finding.rule);
            if known.contains(&key) {
                continue;
            }
            if let Some(entries) = entries_at(&mut aside.words, &block) {
                entries.push(waiver(finding.rule, baseline, origins));
                known.push(key);
                is_new = true;
            }
        }
        aside.left = broken;
        if !is_new {
            break;
        }
    }
    for (_, rule) in known {
        *aside.debts.entry(rule).or_default() += 1;
    }
    aside
}

/// The errors that `platform!` would give.
fn broken(words: &Node) -> Vec<Finding> {
    let mut reader = Reader::default();
    let path = Path::root();
    reader.place(&path, None, words);
    let platform = Platform::read(words, &path, &mut reader);
    let Reader { unknown, faults, .. } = reader;
    let mut all: Vec<Finding> = faults.into_iter().map(|(finding, _)| finding).collect();
    all.extend(rules::check_with(&platform, &Knowledge::without(unknown), None));
    all.retain(|finding| finding.severity == Severity::Error);
    all
}

/// The nearest block around a path that takes waivers: a node group, the cluster, the platform.
fn block(path: &Path) -> Path {
    let depth = match path.steps() {
        [Step::Field("clusters"), Step::Index(_), Step::Field("node_groups"), Step::Index(_), ..] => 4,
        [Step::Field("clusters"), Step::Index(_), ..] => 2,
        _ => 0,
    };
    Path::root().join(path.steps().get(..depth).unwrap_or_default())
}

/// The entries of the block at a path.
fn entries_at<'n>(words: &'n mut Node, path: &Path) -> Option<&'n mut Vec<Entry>> {
    let mut node = words;
    let mut steps = path.steps().iter();
    while let (Some(Step::Field(field)), Some(Step::Index(index))) = (steps.next(), steps.next()) {
        let keyword = match *field {
            "clusters" => "cluster",
            _ => "node_group",
        };
        let Value::Block(entries) = &mut node.value else { return None };
        node = &mut entries.iter_mut().filter(|entry| entry.key == keyword).nth(*index)?.value;
    }
    match &mut node.value {
        Value::Block(entries) => Some(entries),
        _ => None,
    }
}

/// `waive(RULE, "as imported on …", until: "…")`
fn waiver(rule: &str, baseline: Baseline, origins: &mut Origins) -> Entry {
    let mark = eksml_core::source::Mark(0);
    let mut text = |key: &str, text: &str| {
        let value = origins.text(text, mark);
        origins.entry(key, value, mark)
    };
    let parts = vec![
        text("rule", rule),
        text("reason", &format!("as imported on {}", baseline.on)),
        text("until", &baseline.until.to_string()),
    ];
    let value = origins.node(Value::Block(parts), mark);
    origins.entry("waive", value, mark)
}

/// Says eksctl's own version where the file says none.
fn choose_version(words: &mut Node) -> bool {
    let cluster = Path::root().field("clusters").index(0);
    let Some(entries) = entries_at(words, &cluster) else { return false };
    let Some(entry) = entries.iter_mut().find(|entry| entry.key == "version" && matches!(entry.value.value, Value::Hole(_)))
    else {
        return false;
    };
    entry.value.value = Value::Str(KubernetesVersion::EKSCTL_DEFAULT.to_string());
    true
}

impl SetAside {
    /// What stands at the top of the source.
    pub(super) fn head(&self, baseline: Baseline) -> String {
        let mut lines = Vec::new();
        let count: usize = self.debts.values().sum();
        if count > 0 {
            lines.push(format!("{count} debts, set aside until {}:", baseline.until));
            for (rule, times) in &self.debts {
                let title = rules::find(rule).map_or("", |rule| rule.title);
                lines.push(format!("  {times:>3} {rule:<7} {title}"));
            }
        }
        if self.has_default_version {
            lines.push(format!("the file says no version: eksctl takes {}", KubernetesVersion::EKSCTL_DEFAULT));
        }
        if !self.left.is_empty() {
            lines.push("to be decided before it compiles:".to_owned());
            lines.extend(self.left.iter().map(|finding| format!("  {}: {}", finding.headline(), finding.fix)));
        }
        lines.join("\n")
    }
}
