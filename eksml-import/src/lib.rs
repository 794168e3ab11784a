//! Existing eksctl files: every rule they break, at the line and column of the YAML, and the `platform!` source that says the same.
//!
//! A file is a value tree with marks like any other source ([`eksml_core::source`]). It is read twice: as the ClusterConfig it is, and
//! translated into the words of `platform!`, with the same marks. So the rules about ClusterConfigs and the rules about platforms both
//! speak of it, and what they find points into the file by itself. The translated tree, printed, is the source.
//!
//! The rules about platforms judge it twice as well: as it stands, with eksctl's defaults where it is silent (`standing`), which is
//! what is wrong with the file; and as the source says it, which is what the comments in the source say.

mod baseline;
mod beyond;
mod cluster;
mod cure;
mod documents;
mod edit;
mod found;
mod group;
mod known;
mod mend;
mod nodes;
mod numbers;
mod scalar;
mod standing;
mod template;
mod text;
mod words;
mod yaml;

pub use baseline::Baseline;
pub use beyond::{Change, Difference};
pub use documents::Passed;
pub use edit::{Replacement, apply};
pub use found::{Found, Rank};
pub use mend::{Fixed, Mended, mend};
pub use nodes::{Standing, objects};
pub use text::Text;
pub use yaml::{Yaml, read};

use eksml_core::derived;
use eksml_core::eksctl::{ClusterConfig, spelt_anew};
use eksml_core::findings::{Finding, Severity};
use eksml_core::rules;
use eksml_core::source::{Mark, Node, Path, Places, Step, Value};
use eksml_core::spec::{Knowledge, Platform, Reader, Scaler, Spec};
use eksml_syntax::{Comments, Unprintable};
use known::Known;
use words::{Object, Origins};

/// Of so many unreadable parts no rule says anything sensible; they are mended first.
const MOST_UNKNOWN: usize = 500;

/// What there is to say about a file.
#[derive(Debug)]
pub struct Imported {
    /// Its text, for findings to point into.
    pub text: Text,
    /// What it is.
    pub kind: Kind,
    /// Objects of other kinds beside it, or in its place.
    pub passed: Vec<Passed>,
    /// What it says, as far as it can be read.
    pub config: ClusterConfig,
    /// Everything that is wrong with it as it stands, the gravest first ([`Rank`]), each in the order of the file.
    pub findings: Vec<Found>,
    /// The same in the words of `platform!`, as far as it can be said.
    pub platform: Platform,
    /// The `platform!` source that says the same; where a rule is broken, a comment says what to decide. Empty for what is no ClusterConfig,
    /// and for a template.
    pub source: Result<String, Unprintable>,
    /// How much there is to decide in the source before it compiles.
    pub open: usize,
    /// In which the ClusterConfig of the source differs from the file; the head of the source names each.
    pub differences: Vec<Difference>,
    /// What a baseline could not set aside, a sentence each.
    pub undecided: Vec<String>,
    /// The cluster as the file has it, with eksctl's defaults where it is silent, for what is applied to it; `None` where there is none.
    pub stands: Option<Standing>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A ClusterConfig, or meant to be one.
    ClusterConfig,
    /// Nothing of eksctl's: objects of other kinds alone.
    Other,
    /// A ClusterConfig that is still to be rendered.
    Template,
    /// No text, or no YAML.
    Unreadable,
}

impl Imported {
    /// Whether anything is wrong that stops emission.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|found| found.finding.severity == Severity::Error)
    }
}

/// A file that was read, with what is wrong so far.
struct File {
    node: Node,
    text: Text,
    kind: Kind,
    passed: Vec<Passed>,
    findings: Vec<Found>,
}

fn file(bytes: &[u8]) -> File {
    let Yaml { node, mut text, faults, passed } = read(bytes);
    let mut node = spelt_anew(&node);
    numbers::whole(&mut node, ClusterConfig::SHAPE);
    let unread = faults.iter().any(|(fault, _)| fault.rule == "IMP-01").then(|| template::unread(&mut text)).flatten();
    if let Some(told) = unread {
        // It is told that it is a template, and no more.
        let node = Node { value: Value::Broken, mark: told.1 };
        return File { node, text, kind: Kind::Template, passed, findings: vec![Found::of_config(told)] };
    }
    let mut findings: Vec<Found> = faults.into_iter().map(Found::of_config).collect();
    let kind = match (&node.value, passed.is_empty()) {
        (Value::Broken, _) => Kind::Unreadable,
        (Value::Null, false) => Kind::Other,
        (Value::Null, true) => {
            let problem = "there is nothing in this file".to_owned();
            let empty =
                yaml::fault("IMP-01", problem, "write a ClusterConfig: `apiVersion: eksctl.io/v1alpha5`, `kind: ClusterConfig`");
            findings.push(Found::of_config((empty, node.mark)));
            Kind::Unreadable
        }
        _ => match template::holes(&mut node) {
            Some(told) => {
                findings.push(Found::of_config(told));
                Kind::Template
            }
            None => Kind::ClusterConfig,
        },
    };
    File { node, text, kind, passed, findings }
}

/// Reads a file as eksctl does: its ClusterConfig and what cannot be read of it.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn config(text: &str) -> Result<ClusterConfig, Box<Found>> {
    let File { node, findings, .. } = file(text.as_bytes());
    let (config, reader) = config_of(&node);
    let mut all = findings.into_iter().chain(reader.faults.into_iter().map(Found::of_config));
    all.next().map_or(Ok(config), |first| Err(Box::new(first)))
}

fn config_of(file: &Node) -> (ClusterConfig, Reader) {
    let mut reader = Reader::of_eksctl();
    let path = Path::root();
    reader.place(&path, None, file);
    let config = ClusterConfig::read(file, &path, &mut reader);
    (config, reader)
}

/// Judges a file as a ClusterConfig alone, without the rules about platforms.
pub fn check_config(bytes: &[u8]) -> Vec<Found> {
    let File { node, kind, mut findings, .. } = file(bytes);
    if node.value != Value::Broken && kind != Kind::Unreadable {
        of_file(&node, &mut findings);
    }
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
            Found::of_config((finding, mark))
        })
    }
}

/// The ClusterConfig of a file, and everything that is wrong with it as one.
fn of_file(node: &Node, findings: &mut Vec<Found>) -> OfFile {
    let (config, reader) = config_of(node);
    let Reader { places, unknown, faults, .. } = reader;
    findings.extend(faults.into_iter().map(Found::of_config));
    let knowledge = (unknown.len() <= MOST_UNKNOWN).then(|| Knowledge::without(unknown));
    let file = OfFile { config, places, knowledge };
    if let Some(knowledge) = &file.knowledge {
        findings.extend(file.place(rules::check_config(&file.config, knowledge), node));
    }
    file
}

/// Judges a file by every rule and translates it.
pub fn import(bytes: &[u8]) -> Imported {
    import_with(bytes, None)
}

/// The same, with what the file breaks set aside for a while.
pub fn import_with(bytes: &[u8], baseline: Option<Baseline>) -> Imported {
    let File { node, text, kind, passed, mut findings } = file(bytes);
    let nothing = |text: Text, passed, findings: Vec<Found>, config| {
        let findings = in_keys(findings, &Platform::default(), &text, node.mark);
        let (platform, source) = (Platform::default(), Ok(String::new()));
        Imported {
            text,
            kind,
            passed,
            config,
            findings,
            platform,
            source,
            open: 0,
            differences: Vec::new(),
            undecided: Vec::new(),
            stands: None,
        }
    };
    let is_known = match kind {
        Kind::Unreadable | Kind::Other => false,
        Kind::Template => matches!(node.value, Value::Block(_)),
        Kind::ClusterConfig => true,
    };
    if !is_known {
        return nothing(text, passed, findings, ClusterConfig::default());
    }
    let file = of_file(&node, &mut findings);
    // Of something that is no ClusterConfig at all there is nothing else to say.
    if !is_cluster_config(&node) {
        // What it lacks to be one is no second mistake.
        let is_of_file =
            |found: &Found| found.finding.rule.starts_with("IMP-") || found.finding.path.steps() == [Step::Field("kind")];
        if findings.iter().any(|found| found.finding.path.steps() == [Step::Field("kind")]) {
            findings.retain(is_of_file);
        }
        return nothing(text, passed, findings, file.config);
    }
    // What follows from the words anyway is not said again: it is known once they are read.
    let words = cluster::platform(&node, &Known::guesses(), &mut Origins::default());
    let platform = Platform::read(&words, &Path::root(), &mut Reader::default());
    let known = Known::of(&file.config, &platform);
    let mut origins = Origins::default();
    let words = cluster::platform(&node, &known, &mut origins);
    let Judged { platform, found: spoken, .. } = judge(&words, Vec::new());
    if let (Some(knowledge), Some(cluster)) = (&file.knowledge, platform.clusters.first()) {
        let now = derived::cluster_config(&platform, cluster);
        findings.extend(file.place(rules::left_out(&file.config, &now, knowledge), &node));
    }
    // What no word can say shows in the source, where nothing is unknown.
    let limits = spoken.iter().map(|(finding, mark)| Found::of_platform(finding.clone(), origins.back(*mark)));
    let limits: Vec<Found> = limits.filter(Found::is_limit).collect();
    let aside = baseline.map(|baseline| (baseline, baseline::set_aside(&words, baseline, &mut origins)));
    let printed = aside.as_ref().map_or(&words, |(_, aside)| &aside.words).clone();
    let platform = Platform::read(&printed, &Path::root(), &mut Reader::default());
    let differences = match (&file.knowledge, platform.clusters.first()) {
        (Some(_), Some(cluster)) => beyond::differences(&file.config, &derived::cluster_config(&platform, cluster)),
        _ => Vec::new(),
    };
    let mut head = Comments::default();
    if let Some((baseline, aside)) = &aside {
        head.add(words.mark, &aside.head(*baseline));
    }
    head.add(words.mark, &beyond_the_file(&platform, &differences));
    let (comments, open) = comments(head, &words, &node, &findings, spoken, &origins);
    // What could not be read is in no source, and no waiver brings it back.
    let is_lost = |found: &&Found| found.finding.severity == Severity::Error && found.is_of_reading();
    let lost = findings.iter().filter(is_lost).map(|found| &found.finding);
    let undecided: Vec<String> =
        aside.iter().flat_map(|(_, aside)| aside.left.iter().chain(lost.clone())).map(Finding::headline).collect();
    let open = if aside.is_some() { undecided.len() + holes(&printed) } else { open };
    let standing = standing::standing(&words, &node, &mut origins);
    let standing = judge(&standing, standing::unsaid());
    let start = |mark: Mark| text.stretch(origins.back(mark)).start;
    let stands = standing
        .found
        .into_iter()
        .map(|(finding, mark)| Found::of_platform(finding, origins.back(mark)).editing(&standing.places, start));
    for found in limits.into_iter().chain(stands) {
        if !findings.iter().any(|known| known.says_it_of(&found)) {
            findings.push(found);
        }
    }
    findings.sort_by_key(|found| (found.rank, text.stretch(found.mark).start, found.finding.rule));
    findings.dedup_by(|a, b| a.mark == b.mark && a.finding.rule == b.finding.rule && a.finding.problem == b.finding.problem);
    let source = if kind == Kind::Template { Ok(String::new()) } else { eksml_syntax::source(&printed, &comments) };
    let findings = in_keys(findings, &platform, &text, node.mark);
    let stands = Some(Standing::new(standing.platform, standing.unknown, &file.config));
    Imported { text, kind, passed, config: file.config, findings, platform, source, open, differences, undecided, stands }
}

/// The comments of the source, and how many of them are to be decided before it compiles.
fn comments(
    head: Comments,
    words: &Node,
    file: &Node,
    of_file: &[Found],
    spoken: Vec<(Finding, Mark)>,
    origins: &Origins,
) -> (Comments, usize) {
    let (mut comments, mut open) = (head, 0);
    let forth = origins.forth();
    for found in of_file {
        // What is wrong with a key that has no word stands above the cluster.
        let at = forth.get(&found.mark).copied().unwrap_or(words.mark);
        note(&mut comments, at, &found.finding);
        open += usize::from(found.finding.severity == Severity::Error);
    }
    for (finding, mark) in spoken {
        let own = Found::of_platform(finding, origins.back(mark));
        if !of_file.iter().any(|known| known.says_it_of(&own)) {
            note(&mut comments, mark, &own.finding);
            open += usize::from(own.finding.severity == Severity::Error);
        }
    }
    if let Some(mark) = unstated_environment(words, file) {
        comments
            .add(mark, "the file does not say how much depends on this cluster; to Staging and Development fewer rules apply");
    }
    (comments, open + holes(words))
}

/// What the source says beyond the file, key by key.
fn beyond_the_file(platform: &Platform, differences: &[Difference]) -> String {
    let mut lines = Vec::new();
    let grown = platform.clusters.first().is_some_and(|cluster| matches!(cluster.scaler, Scaler::ClusterAutoscaler(_)));
    if grown {
        lines.push("  + `scaler: ClusterAutoscaler`, because groups can grow and nothing in the file grows them".to_owned());
    }
    lines.extend(differences.iter().map(|difference| eksml_syntax::visible(&format!("  {difference}"))));
    if lines.is_empty() {
        return String::new();
    }
    lines.insert(0, "beyond the file, this source has (+), changes (~) or leaves out (-):".to_owned());
    lines.join("\n")
}

/// The word for an environment that the file does not state.
fn unstated_environment(words: &Node, file: &Node) -> Option<Mark> {
    let (_, mut metadata) = Object::of(file).object("metadata");
    if metadata.object("tags").1.peek("eksml/environment").is_some() {
        return None;
    }
    let cluster = Object::of(words).take("cluster")?;
    Some(Object::of(&cluster.value).take("environment")?.value.mark)
}

/// How many words have no value.
fn holes(words: &Node) -> usize {
    match &words.value {
        Value::Hole(_) | Value::Broken => 1,
        Value::List(items) => items.iter().map(holes).sum(),
        Value::Block(entries) => entries.iter().map(|entry| holes(&entry.value)).sum(),
        Value::Tagged(_, _, payload) => holes(payload),
        _ => 0,
    }
}

/// Whether the file is an object, and does not say that it is of another kind.
fn is_cluster_config(file: &Node) -> bool {
    let Value::Block(entries) = &file.value else { return false };
    let kind = entries.iter().find(|entry| entry.key == "kind");
    kind.is_none_or(|kind| matches!(&kind.value.value, Value::Str(kind) if kind == "ClusterConfig"))
}

/// A translated tree as a platform, and what the rules say of it.
struct Judged {
    platform: Platform,
    unknown: Vec<Path>,
    /// Each with its translated mark.
    found: Vec<(Finding, Mark)>,
    places: Places,
}

/// What was found, for whoever has the file: with fixes in eksctl's keys, and with what their edits change in the text.
fn in_keys(findings: Vec<Found>, platform: &Platform, text: &Text, document: Mark) -> Vec<Found> {
    let is_edited = findings.iter().any(|found| !found.finding.edits.is_empty());
    let editor = is_edited.then(|| edit::Editor::new(&text.text, text.stretch(document).start)).flatten();
    findings.into_iter().map(|found| found.in_keys(platform).resolved(editor.as_ref())).collect()
}

/// The platform of a translated tree, and everything that the rules about platforms say of it, each with its translated mark.
fn judge(words: &Node, unsaid: Vec<Path>) -> Judged {
    let mut reader = Reader::default();
    let path = Path::root();
    reader.place(&path, None, words);
    let platform = Platform::read(words, &path, &mut reader);
    let Reader { places, mut unknown, faults, .. } = reader;
    unknown.extend(unsaid);
    let mut found = faults;
    if unknown.len() <= MOST_UNKNOWN {
        for finding in rules::check_spoken(&platform, &Knowledge::without(unknown.clone())) {
            let mark = places.word(&finding.path).unwrap_or(words.mark);
            found.push((finding, mark));
        }
    }
    Judged { platform, unknown, found, places }
}

/// Sets a comment above the translated part.
fn note(comments: &mut Comments, mark: Mark, finding: &Finding) {
    // A line break in what the file says is none of the comment's.
    let headline = eksml_syntax::visible(&finding.headline());
    comments.add(mark, &format!("{headline}\n  fix: {}", finding.fix));
}
