//! A finding at a word of a file, and how grave it is.

use super::cure;
use super::edit::{Editor, Replacement, Target};
use eksml_core::eksctl::key_path;
use eksml_core::findings::{Applicability, Change, Finding, Severity};
use eksml_core::source::{Mark, Places, Step};
use eksml_core::spec::{Management, Platform};

/// How grave a finding is; the gravest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// The file cannot be read as a ClusterConfig, or eksctl or AWS refuses it.
    Refused,
    /// It is taken, and will hurt.
    Harmful,
    /// A warning.
    Opinion,
    /// What the file leaves to eksctl, and what eksml has no word for.
    Note,
}

/// Something wrong, where it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What is wrong.
    pub finding: Finding,
    /// How grave it is.
    pub rank: Rank,
    /// The place in eksctl's keys, such as `managedNodeGroups[0].taints`, or in the words of `platform!`.
    pub place: String,
    /// The word of the file.
    pub mark: Mark,
    /// What its edits change in the text; empty where that is a matter of choice, or cannot be told from the text alone.
    pub replacements: Vec<Replacement>,
    /// What is edited.
    edits: Vec<(Target, Change)>,
}

impl Found {
    /// What is wrong with the file as a ClusterConfig.
    pub(super) fn of_config((finding, mark): (Finding, Mark)) -> Self {
        let rank = rank(finding.severity, Rank::Refused);
        let edits = finding.edits.iter().map(|edit| (Target::Config(edit.at.clone()), edit.what.clone())).collect();
        Self { place: key_path(&finding.path), rank, finding, mark, replacements: Vec::new(), edits }
    }

    /// What is wrong with what the file describes. A word that eksml lacks is no fault of the file.
    pub(super) fn of_platform(finding: Finding, mark: Mark) -> Self {
        let rank = rank(finding.severity, Rank::Harmful);
        Self { place: finding.path.to_string(), rank, finding, mark, replacements: Vec::new(), edits: Vec::new() }
    }

    /// The same with its edits, each at the value of the file that its word was translated from.
    pub(super) fn editing(mut self, places: &Places, start: impl Fn(Mark) -> usize) -> Self {
        let edit = |edit: &eksml_core::findings::Edit| {
            let place = places.get(&edit.at)?;
            Some((Target::Scalar(start(place.value)), edit.what.clone()))
        };
        let edits: Option<Vec<_>> = self.finding.edits.iter().map(edit).collect();
        self.edits = edits.unwrap_or_default();
        self
    }

    /// What its edits do to the file.
    pub fn sentence(&self) -> String {
        let is_of_config = self.edits.iter().all(|(target, _)| matches!(target, Target::Config(_)));
        if is_of_config { self.finding.edited_keys() } else { self.finding.fix.clone() }
    }

    /// Whether a program may mend it.
    pub fn is_safe(&self) -> bool {
        self.finding.applicability == Applicability::Safe && !self.replacements.is_empty()
    }

    /// The same with what its edits change in the text.
    pub(super) fn resolved(mut self, editor: Option<&Editor<'_>>) -> Self {
        if let Some(editor) = editor.filter(|_| !self.edits.is_empty()) {
            self.replacements = editor.replacements(&self.edits).unwrap_or_default();
        }
        self
    }

    /// What is wrong with an object of Kubernetes in the file.
    pub fn of_object(finding: Finding, mark: Mark) -> Self {
        let rank = rank(finding.severity, Rank::Harmful);
        Self { place: String::new(), rank, finding, mark, edits: Vec::new(), replacements: Vec::new() }
    }

    /// Whether this, found in the file, is what `other` says of its words.
    pub(super) fn says_it_of(&self, other: &Self) -> bool {
        let (own, its) = (&self.finding, &other.finding);
        // What eksctl refuses has no word for that reason.
        let is_refused = self.rank == Rank::Refused && other.is_limit();
        self.mark == other.mark && (is_refused || own.rule == its.rule || own.problem == its.problem)
    }

    /// Whether it is eksml that has no word: by a limit of its own, or because what eksctl reads has another form in words.
    pub(super) fn is_limit(&self) -> bool {
        self.finding.limit.is_some() || self.finding.rule.starts_with("DSL-") && self.rank == Rank::Harmful
    }

    /// Whether something of the file could not be read.
    pub(super) fn is_of_reading(&self) -> bool {
        !self.is_limit() && (self.finding.rule.starts_with("DSL-") || self.finding.rule.starts_with("IMP-"))
    }

    /// The same for whoever has the file: with a cure in eksctl's keys, and with eksml's limits as what they are.
    pub(super) fn in_keys(mut self, platform: &Platform) -> Self {
        let keys = self.finding.keys.clone().or_else(|| cure::in_keys(&self.finding.fix, group(&self.finding, platform)));
        // What eksctl has no key for can only be said in the source.
        self.finding.fix = keys.unwrap_or_else(|| format!("in the source that `eksml import` prints: {}", self.finding.fix));
        if self.is_limit()
            && let Some(rule) = eksml_core::rules::find("IMP-04")
        {
            self.finding.problem = match self.finding.limit.take() {
                Some(limit) => limit,
                None => {
                    self.finding.fix = format!("for the source, {}", self.finding.fix);
                    format!("eksml has no word for this: {}", self.finding.problem)
                }
            };
            (self.finding.rule, self.finding.severity, self.rank) = (rule.id, rule.severity, Rank::Note);
            rule.why.clone_into(&mut self.finding.why);
        }
        self
    }
}

fn rank(severity: Severity, error: Rank) -> Rank {
    match severity {
        Severity::Error => error,
        Severity::Warning => Rank::Opinion,
        Severity::Note => Rank::Note,
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
