//! Judgement of applied objects, by the rules about platforms and by those about objects alone.

use super::facts::{Facts, Word, fields_but};
use super::in_keys;
use super::nodes;
use super::object::{Object, amount};
use super::pods::{Pods, pods};
use crate::derived;
use crate::findings::{Applicability, Finding};
use crate::rules::{self, Check, Rule};
use crate::source::{Mark, Path, Step};
use crate::spec::{At, Cluster, ClusterAutoscaler, Karpenter, Knowledge, Namespace, NodeGroup, Platform, Scaler, Spec};
use crate::units::Name;

/// Rules that are right about Pods of which only some conditions are known: what no node of more nodes can do, none of fewer can.
const OF_ANY_NODES: [&str; 2] = ["SCH-01", "ACC-12"];

/// What rules say of words of the platform and of no object: these words were made up here.
const OF_WORDS: [&str; 2] = ["SCH-03", "SEC-03"];

/// How the names begin that facts have in the platform.
const MADE_UP: &str = "applied-";

/// The cluster that objects are applied to.
#[derive(Debug, Clone, Copy)]
pub struct Nodes<'a> {
    /// The platform it is in, with this cluster alone.
    pub platform: &'a Platform,
    /// What is unknown of the platform.
    pub unknown: &'a [Path],
    /// Whether its node groups follow from words of the platform, which give them labels.
    pub are_words: bool,
}

/// What was found about an object.
#[derive(Debug, Clone)]
pub struct Found {
    /// Which of the objects.
    pub object: usize,
    /// Where in it.
    pub mark: Mark,
    /// What.
    pub finding: Finding,
}

/// Objects that are applied together.
#[derive(Debug, Clone, Copy)]
pub struct Applied<'a> {
    /// All of them.
    pub objects: &'a [Object<'a>],
    /// The cluster, where it is known.
    pub cluster: Option<At<'a, Cluster>>,
}

impl<'a> Applied<'a> {
    /// Every object with its number.
    pub fn each(&self) -> impl Iterator<Item = (usize, Object<'a>)> + use<'a> {
        self.objects.iter().copied().enumerate()
    }

    /// Every object's Pods, with the object and its number.
    pub fn pods(&self) -> impl Iterator<Item = (usize, Object<'a>, Pods<'a>)> + use<'a> {
        self.each().flat_map(|(number, object)| pods(&object).into_iter().map(move |pods| (number, object, pods)))
    }

    /// What scales an object, if anything does.
    pub fn scaler_of(&self, object: &Object<'_>) -> Option<Object<'a>> {
        self.objects.iter().copied().find(|scaler| {
            let target = |key| scaler.at(&["spec", "scaleTargetRef", key]).and_then(amount);
            matches!(scaler.kind(), "HorizontalPodAutoscaler" | "ScaledObject")
                && scaler.namespace() == object.namespace()
                && target("name").as_deref() == Some(object.name())
                && target("kind").map_or(object.kind() == "Deployment", |kind| kind == object.kind())
        })
    }

    /// The objects of a kind in a namespace.
    pub fn of_kind(&self, kind: &'static str, namespace: &'a str) -> impl Iterator<Item = Object<'a>> + use<'a> {
        self.objects.iter().copied().filter(move |object| object.kind() == kind && object.namespace() == namespace)
    }
}

/// Where a rule about objects puts what it finds.
#[derive(Debug)]
pub struct Breaches<'a> {
    rule: &'static Rule,
    applied: Applied<'a>,
    found: &'a mut Vec<Found>,
}

impl Breaches<'_> {
    /// Reports that the object of this number breaks the rule, at a mark in it. The sentence begins with what the object is called.
    pub fn report(&mut self, object: usize, mark: Mark, problem: impl AsRef<str>, fix: impl Into<String>) {
        let shown = self.applied.objects.get(object).map(Object::shown).unwrap_or_default();
        let problem = format!("{shown} {}", problem.as_ref());
        self.found.push(Found { object, mark, finding: self.rule.finding(Path::root(), problem, fix) });
    }
}

/// Judges objects by the rules about objects alone, and by all that look at nodes where nodes are known: those of `nodes`, and those
/// that the objects tell of themselves.
pub fn judge(nodes: Option<Nodes<'_>>, objects: &[Object<'_>]) -> Vec<Found> {
    judge_of(nodes, objects, &|_| true)
}

/// The same of those alone of which `is_asked` says so by number; the others are there to be seen.
pub fn judge_of(nodes: Option<Nodes<'_>>, objects: &[Object<'_>], is_asked: &dyn Fn(usize) -> bool) -> Vec<Found> {
    let mut found = Vec::new();
    // Pools that follow from words are groups already.
    let asked: Vec<Object<'_>> =
        objects.iter().enumerate().filter(|(number, _)| is_asked(*number)).map(|(_, object)| *object).collect();
    let told = nodes::groups(&asked);
    let (platform, unknown) = match nodes {
        Some(nodes) => (nodes.platform.clone(), nodes.unknown.to_vec()),
        None => nowhere(told.iter().any(|known| derived::pool(&known.group).is_some())),
    };
    let has_nodes = nodes.is_some() || !told.is_empty();
    let (platform, unknown) = with_groups(platform, unknown, told);
    let knowledge = Knowledge::without(unknown.clone());
    let cluster = At::root(&platform, &knowledge).clusters().first().filter(|_| has_nodes);
    if let Some(cluster) = cluster {
        let nodes = Nodes { platform: &platform, unknown: &unknown, are_words: nodes.is_some_and(|nodes| nodes.are_words) };
        found.extend(by_words(nodes, &cluster, objects, is_asked));
    }
    let applied = Applied { objects, cluster };
    for rule in rules::all() {
        if let Check::Applied(check) = rule.check {
            knowledge.scope(|| check(&applied, &mut Breaches { rule, applied, found: &mut found }));
        }
    }
    found.retain(|found| is_asked(found.object));
    found.sort_by(|a, b| (a.object, a.mark, a.finding.rule).cmp(&(b.object, b.mark, b.finding.rule)));
    found
}

/// A platform of one cluster of which nothing is known but whether pools buy its nodes.
fn nowhere(has_pools: bool) -> (Platform, Vec<Path>) {
    let scaler =
        if has_pools { Scaler::Karpenter(Karpenter::default()) } else { Scaler::ClusterAutoscaler(ClusterAutoscaler::default()) };
    let platform = Platform { clusters: vec![Cluster { scaler, ..Cluster::default() }], ..Platform::default() };
    let mut unknown = fields_but(Platform::SHAPE, &Path::root(), &["clusters"]);
    let lists = ["node_groups", "namespaces", "training", "inference", "processing", "notebooks", "waivers"];
    // What agents take of a node: without it there is more room than there is in truth, and what does not fit there fits nowhere.
    let of_nodes = ["storage", "volumes", "monitoring", "accelerators", "scaler"];
    unknown.extend(fields_but(Cluster::SHAPE, &the_cluster(), &[&lists[..], &of_nodes[..]].concat()));
    (platform, unknown)
}

/// Where the cluster is in its platform.
fn the_cluster() -> Path {
    Path::root().field("clusters").index(0)
}

/// The same platform with further groups in its cluster.
fn with_groups(mut platform: Platform, mut unknown: Vec<Path>, told: Vec<nodes::Known>) -> (Platform, Vec<Path>) {
    let groups = the_cluster().field("node_groups");
    if let Some(cluster) = platform.clusters.first_mut() {
        for known in told {
            unknown.extend(fields_but(NodeGroup::SHAPE, &groups.index(cluster.node_groups.len()), &known.fields));
            cluster.node_groups.push(known.group);
        }
    }
    (platform, unknown)
}

/// The facts about each object's Pods, in a cluster of their own, judged by the rules about platforms.
fn by_words(nodes: Nodes<'_>, cluster: &At<'_, Cluster>, objects: &[Object<'_>], is_asked: &dyn Fn(usize) -> bool) -> Vec<Found> {
    let mut platform = nodes.platform.clone();
    let mut unknown = nodes.unknown.to_vec();
    let mut placed: Vec<(Path, usize, Facts, Object<'_>)> = Vec::new();
    let Some(own) = platform.clusters.first_mut() else { return Vec::new() };
    let at = the_cluster();
    for (number, object) in objects.iter().enumerate().filter(|(number, _)| is_asked(*number)) {
        for pods in pods(object) {
            let Ok(name) = format!("{MADE_UP}{}", placed.len()).parse() else { continue };
            let Some(facts) = Facts::of(*object, &pods, name, cluster, nodes.are_words) else { continue };
            let path = match &facts.word {
                Word::Inference(word) => {
                    own.inference.push((**word).clone());
                    at.field("inference").index(own.inference.len() - 1)
                }
                Word::Processing(word) => {
                    own.processing.push((**word).clone());
                    at.field("processing").index(own.processing.len() - 1)
                }
            };
            unknown.extend(facts.unknown(&path));
            placed.push((path, number, facts, *object));
        }
    }
    // A namespace that no word declares may be there all the same.
    for (.., object) in &placed {
        let Ok(name) = object.namespace().parse() else { continue };
        if !own.namespaces.iter().any(|namespace| namespace.name == name) {
            own.namespaces.push(Namespace { name, ..Namespace::default() });
            let path = at.field("namespaces").index(own.namespaces.len() - 1);
            unknown.extend(fields_but(Namespace::SHAPE, &path, &["name"]));
        }
    }
    let found = rules::check_spoken(&platform, &Knowledge::without(unknown));
    let some_pools = objects.iter().any(|object| object.kind() == "NodePool") && !nodes.are_words;
    let names: Vec<Name> = cluster.node_groups().iter().map(|group| group.name().whole().clone()).collect();
    found.into_iter().filter_map(|finding| of_object(finding, &placed, &names, some_pools)).collect()
}

/// What was found about facts, as something about the object they are of.
fn of_object(
    mut finding: Finding,
    placed: &[(Path, usize, Facts, Object<'_>)],
    names: &[Name],
    some_pools: bool,
) -> Option<Found> {
    let (path, number, facts, _) = placed.iter().find(|(path, ..)| finding.path.is_within(path))?;
    let is_judged = facts.is_exact || OF_ANY_NODES.contains(&finding.rule);
    // Files have some of a cluster's pools, hardly ever all: a label of none of them may be another pool's.
    let is_about_labels = finding.path.steps().contains(&Step::Field("labels"));
    if is_about_labels && some_pools {
        return None;
    }
    if !is_judged || OF_WORDS.contains(&finding.rule) {
        return None;
    }
    let mark = match finding.path.steps().get(path.steps().len()) {
        Some(Step::Field(field)) => facts.mark_of(field),
        _ => facts.mark,
    };
    // A name that was made up becomes the object's own; most findings have that of one object.
    let is_named = |text: &str| text.contains(MADE_UP);
    for (.., facts, object) in placed {
        if !is_named(&finding.problem) && !is_named(&finding.fix) {
            break;
        }
        let (kind, name) = match &facts.word {
            Word::Inference(word) => ("inference service", &word.name),
            Word::Processing(word) => ("data processing", &word.name),
        };
        finding.problem = finding.problem.replace(&format!("{kind} `{name}`"), &object.shown());
        finding.problem = finding.problem.replace(&format!("`{name}`"), &format!("`{}`", object.name()));
        finding.fix = finding.fix.replace(&format!("`{name}`"), &format!("`{}`", object.name()));
    }
    finding.fix = in_keys::of(&finding.fix, names);
    // Edits are of the words that were made up.
    finding.edits = Vec::new();
    finding.applicability = Applicability::Decision;
    finding.path = Path::root();
    Some(Found { object: *number, mark, finding })
}
