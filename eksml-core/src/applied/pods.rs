//! Pods of an object: the templates in it, and how many of each there are.

use super::object::{Object, amount, at, entries, items, number};
use crate::source::{Entry, Node, Value};

/// How Pods of a kind run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runs {
    /// All the time: Deployments, StatefulSets, LeaderWorkerSets.
    Always,
    /// Until they are done: Jobs and their kin, bare Pods.
    ToTheEnd,
    /// Once on every node that takes them: DaemonSets.
    OnEveryNode,
}

/// Pods that are alike.
#[derive(Debug, Clone, Copy)]
pub struct Pods<'a> {
    /// The Pod, or the template: `metadata` and `spec`.
    pub template: &'a Node,
    /// `spec` of the Pod.
    pub spec: &'a Node,
    /// How many there are at once, where the object says so.
    pub count: Option<u32>,
    /// What says how many.
    pub counted_at: Option<&'a Node>,
    /// How they run.
    pub runs: Runs,
}

impl Pods<'_> {
    /// Whether they carry all the labels of a selector; an empty one selects none of them for sure.
    pub fn carry(&self, selector: Option<&Node>) -> bool {
        let wanted = selector.map(entries).unwrap_or_default();
        let carries =
            |entry: &Entry| at(self.template, &["metadata", "labels", &entry.key]).and_then(amount) == amount(&entry.value);
        !wanted.is_empty() && wanted.iter().all(carries)
    }
}

/// The Pods of an object: of a Pod itself, of each template in it. None where it has none.
pub fn pods<'a>(object: &Object<'a>) -> Vec<Pods<'a>> {
    let mut found = Vec::new();
    let runs = match (object.group(), object.kind()) {
        (_, "DaemonSet") => Runs::OnEveryNode,
        ("batch" | "jobset.x-k8s.io" | "kubeflow.org" | "trainer.kubeflow.org" | "argoproj.io", kind) if kind != "Rollout" => {
            Runs::ToTheEnd
        }
        (_, "Pod" | "RayJob") => Runs::ToTheEnd,
        _ => Runs::Always,
    };
    // A definition has the shape of Pods in it, and is none.
    if object.group() != "apiextensions.k8s.io" {
        gather(object.node, Counted::Once, runs, &mut found);
    }
    found
}

/// What says how often something is there.
#[derive(Debug, Clone, Copy)]
enum Counted<'a> {
    /// Nothing: it is there once.
    Once,
    /// A number of replicas around it.
    By(&'a Node),
    /// Several numbers, at several levels.
    ByMany,
}

/// Finds every block that has containers below `spec`.
fn gather<'a>(node: &'a Node, counted: Counted<'a>, runs: Runs, found: &mut Vec<Pods<'a>>) {
    match &node.value {
        Value::Block(entries) => {
            if let Some(spec) = at(node, &["spec"]).filter(|spec| !items(spec, &["containers"]).is_empty()) {
                let (count, counted_at) = match counted {
                    Counted::Once => (Some(1), None),
                    Counted::By(counted) => (number(counted, &[]), Some(counted)),
                    Counted::ByMany => (None, None),
                };
                found.push(Pods { template: node, spec, count, counted_at, runs });
                return;
            }
            let own = ["replicas", "parallelism", "numWorkers"].iter().find_map(|key| at(node, &[key]));
            let counted = match (own, counted) {
                (None, counted) => counted,
                (Some(own), Counted::Once) => Counted::By(own),
                (Some(_), _) => Counted::ByMany,
            };
            for entry in entries {
                gather(&entry.value, counted, runs, found);
            }
        }
        Value::List(list) => {
            for item in list {
                gather(item, counted, runs, found);
            }
        }
        _ => {}
    }
}
