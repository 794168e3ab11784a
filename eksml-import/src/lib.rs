//! Existing eksctl files: every rule they break, at the line and column of the YAML, and the `platform!` source that says the same.
//!
//! A file is a value tree with marks like any other source ([`eksml_core::source`]). It is read twice: as the ClusterConfig it is, and
//! translated into the words of `platform!`, with the same marks. So the rules about ClusterConfigs and the rules about platforms both
//! speak of it, and what they find points into the file by itself. The translated tree, printed, is the source.

mod cluster;
mod cure;
mod group;
mod known;
mod scalar;
mod text;
mod words;
mod yaml;

pub use text::Text;
pub use yaml::{Yaml, read};

use eksml_core::derived;
use eksml_core::eksctl::{ClusterConfig, key_path, spelt_anew};
use eksml_core::findings::{Finding, Severity};
use eksml_core::rules;
use eksml_core::source::{Mark, Node, Path, Places, Step, Value};
use eksml_core::spec::{Knowledge, Management, Platform, Reader, Spec};
use eksml_syntax::{Comments, Unprintable};
use known::Known;
use words::Origins;

/// Of so many unreadable parts no rule says anything sensible; they are mended first.
const MOST_UNKNOWN: usize = 500;

/// What there is to say about a file.
#[derive(Debug)]
pub struct Imported {
    /// Its text, for findings to point into.
    pub text: Text,
    /// What it says, as far as it can be read.
    pub config: ClusterConfig,
    /// Everything that is wrong with it, in the order of the file.
    pub findings: Vec<Found>,
    /// The same in the words of `platform!`, as far as it can be said.
    pub platform: Platform,
    /// The `platform!` source that says the same; where a rule is broken, a comment says what to decide. Empty for what is no ClusterConfig.
    pub source: Result<String, Unprintable>,
}

/// Something wrong, where it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What is wrong.
    pub finding: Finding,
    /// The place in eksctl's keys, such as `managedNodeGroups[0].taints`, or in the words of `platform!`.
    pub place: String,
    /// The word of the file.
    pub mark: Mark,
}

impl Found {
    /// The same with a cure for whoever has the file.
    fn in_keys(mut self, platform: &Platform) -> Self {
        let keys = self.finding.keys.clone().or_else(|| cure::in_keys(&self.finding.fix, group(&self.finding, platform)));
        // What eksctl has no key for can only be said in the source.
        self.finding.fix = keys.unwrap_or_else(|| format!("in the source that `eksml import` prints: {}", self.finding.fix));
        self
    }
}

/// The kind of group that a finding is about.
fn group(finding: &Finding, platform: &Platform) -> cure::Group {
    let index = match finding.path.steps() {
        [_, _, Step::Field("node_groups"), Step::Index(index), ..] => Some(*index),
        _ => None,
    };
    let group = index.and_then(|index| platform.clusters.first()?.node_groups.get(index));
    match group.map(|group| &group.management) {
        Some(Management::SelfManaged(_)) => cure::Group::SelfManaged,
        _ => cure::Group::Managed,
    }
}

impl Imported {
    /// Whether anything is wrong that stops emission.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|found| found.finding.severity == Severity::Error)
    }
}

/// Reads a file as eksctl does: its ClusterConfig and what cannot be read of it.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn config(text: &str) -> Result<ClusterConfig, Box<Found>> {
    let yaml = read(text.as_bytes());
    let faults = yaml.faults.into_iter().map(|(finding, mark)| Found { finding, place: String::new(), mark });
    let (config, reader) = config_of(&yaml.node);
    let mut all = faults.chain(reader.faults.into_iter().map(of_config));
    all.next().map_or(Ok(config), |first| Err(Box::new(first)))
}

fn config_of(file: &Node) -> (ClusterConfig, Reader) {
    let mut reader = Reader::of_eksctl();
    let path = Path::root();
    reader.place(&path, None, file);
    let config = ClusterConfig::read(&spelt_anew(file), &path, &mut reader);
    (config, reader)
}

fn of_config((finding, mark): (Finding, Mark)) -> Found {
    Found { place: key_path(&finding.path), finding, mark }
}

/// Judges a file as a ClusterConfig alone, without the rules about platforms.
pub fn check_config(bytes: &[u8]) -> Vec<Found> {
    let Yaml { node, faults, .. } = read(bytes);
    let mut findings: Vec<Found> = faults.into_iter().map(of_config).collect();
    of_file(&spelt_anew(&node), &mut findings);
    findings.into_iter().map(|found| found.in_keys(&Platform::default())).collect()
}

/// A file as the ClusterConfig that it is.
struct OfFile {
    config: ClusterConfig,
    places: Places,
    /// What is unknown of it; nothing is said of a file that is mostly unreadable.
    knowledge: Option<Knowledge>,
}

impl OfFile {
    /// What was found at the paths of the ClusterConfig, each at its word of the file.
    fn place(&self, findings: Vec<Finding>, file: &Node) -> impl Iterator<Item = Found> {
        findings.into_iter().map(|finding| {
            let mark = self.places.word(&finding.path).unwrap_or(file.mark);
            of_config((finding, mark))
        })
    }
}

/// The ClusterConfig of a file, and everything that is wrong with it as one.
fn of_file(node: &Node, findings: &mut Vec<Found>) -> OfFile {
    if node.value == Value::Broken {
        return OfFile { config: ClusterConfig::default(), places: Places::default(), knowledge: None };
    }
    let (config, reader) = config_of(node);
    let Reader { places, unknown, faults, .. } = reader;
    findings.extend(faults.into_iter().map(of_config));
    let knowledge = (unknown.len() <= MOST_UNKNOWN).then(|| Knowledge::without(unknown));
    let file = OfFile { config, places, knowledge };
    if let Some(knowledge) = &file.knowledge {
        findings.extend(file.place(rules::check_config(&file.config, knowledge), node));
    }
    file
}

/// Judges a file by every rule and translates it.
pub fn import(bytes: &[u8]) -> Imported {
    let Yaml { node, text, faults } = read(bytes);
    let node = spelt_anew(&node);
    let mut findings: Vec<Found> = faults.into_iter().map(of_config).collect();
    let file = of_file(&node, &mut findings);
    // Of something that is no ClusterConfig at all there is nothing else to say.
    if !is_cluster_config(&node) {
        // What it lacks to be one is no second mistake.
        let is_of_file =
            |found: &Found| found.finding.rule.starts_with("IMP-") || found.finding.path.steps() == [Step::Field("kind")];
        if findings.iter().any(|found| found.finding.path.steps() == [Step::Field("kind")]) {
            findings.retain(is_of_file);
        }
        let findings = findings.into_iter().map(|found| found.in_keys(&Platform::default())).collect();
        return Imported { text, config: file.config, findings, platform: Platform::default(), source: Ok(String::new()) };
    }
    // What follows from the words anyway is not said again: it is known once they are read.
    let words = cluster::platform(&node, &Known::guesses(), &mut Origins::default());
    let platform = Platform::read(&words, &Path::root(), &mut Reader::default());
    let known = Known::of(&file.config, &platform);
    let mut origins = Origins::default();
    let words = cluster::platform(&node, &known, &mut origins);
    let (platform, spoken) = judge(&words);
    if let (Some(knowledge), Some(cluster)) = (&file.knowledge, platform.clusters.first()) {
        let now = derived::cluster_config(&platform, cluster);
        findings.extend(file.place(rules::left_out(&file.config, &now, knowledge), &node));
    }
    let mut comments = Comments::default();
    let forth = origins.forth();
    for found in &findings {
        // What is wrong with a key that has no word stands above the cluster.
        let at = forth.get(&found.mark).copied().unwrap_or(words.mark);
        note(&mut comments, at, &found.finding);
    }
    for (finding, mark) in spoken {
        let own = origins.back(mark);
        let is_same = |known: &Finding| known.rule == finding.rule || known.problem == finding.problem;
        let said = findings.iter().any(|known| known.mark == own && is_same(&known.finding));
        if !said {
            note(&mut comments, mark, &finding);
            findings.push(Found { place: finding.path.to_string(), finding, mark: own });
        }
    }
    findings.sort_by_key(|found| (text.stretch(found.mark).start, found.finding.rule));
    findings.dedup_by(|a, b| a.mark == b.mark && a.finding.rule == b.finding.rule && a.finding.problem == b.finding.problem);
    let source = eksml_syntax::source(&words, &comments);
    let findings = findings.into_iter().map(|found| found.in_keys(&platform)).collect();
    Imported { text, config: file.config, findings, platform, source }
}

/// Whether the file is an object, and does not say that it is of another kind.
fn is_cluster_config(file: &Node) -> bool {
    let Value::Block(entries) = &file.value else { return false };
    let kind = entries.iter().find(|entry| entry.key == "kind");
    kind.is_none_or(|kind| matches!(&kind.value.value, Value::Str(kind) if kind == "ClusterConfig"))
}

/// The platform of a translated tree, and everything that the rules about platforms say of it, each with its translated mark.
fn judge(words: &Node) -> (Platform, Vec<(Finding, Mark)>) {
    let mut reader = Reader::default();
    let path = Path::root();
    reader.place(&path, None, words);
    let platform = Platform::read(words, &path, &mut reader);
    let Reader { places, unknown, faults, .. } = reader;
    let mut found = faults;
    if unknown.len() <= MOST_UNKNOWN {
        for finding in rules::check_spoken(&platform, &Knowledge::without(unknown)) {
            let mark = places.word(&finding.path).unwrap_or(words.mark);
            found.push((finding, mark));
        }
    }
    (platform, found)
}

/// Sets a comment above the translated part.
fn note(comments: &mut Comments, mark: Mark, finding: &Finding) {
    // A line break in what the file says is none of the comment's.
    let headline = eksml_syntax::visible(&finding.headline());
    comments.add(mark, &format!("{headline}\n  fix: {}", finding.fix));
}
