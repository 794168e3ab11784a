//! Facts about Pods of any origin, as the words of the platform say them: where they may run, what they ask for, how many there are.

use super::object::{Object, amount, at, entries, items, text};
use super::pods::{Pods, Runs};
use crate::derived::{self, GROUP_LABEL, USE_LABEL};
use crate::source::{Mark, Node, Path};
use crate::spec::shape::{Kind, Shape};
use crate::spec::{At, Cluster, Inference, Placement, Processing, Selection, Spec, Taint};
use crate::units::{LabelKey, Name, Quantity};

/// The resources that are accelerators.
pub const DEVICES: [&str; 2] = ["nvidia.com/gpu", "aws.amazon.com/neuron"];

/// Labels of nodes whose values the platform knows; others are put there by the cloud, the kubelet or agents.
const DECIDED: [&str; 10] = [
    "karpenter.sh/nodepool",
    "kubernetes.io/os",
    "kubernetes.io/arch",
    "node.kubernetes.io/instance-type",
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
    "eks.amazonaws.com/nodegroup",
    "alpha.eksctl.io/nodegroup-name",
    "alpha.eksctl.io/cluster-name",
    "eks.amazonaws.com/capacityType",
];

/// Domains whose labels come from elsewhere than a group's own.
const NOT_OURS: [&str; 6] = ["kubernetes.io", "k8s.io", "amazonaws.com", "karpenter.sh", "nvidia.com", "k8s.aws"];

/// Whether a label of nodes comes from elsewhere than a group's own.
pub(super) fn is_foreign(key: &str) -> bool {
    let is_of = |domain: &str| {
        NOT_OURS.iter().any(|of| domain.strip_suffix(of).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
    };
    key.split_once('/').is_some_and(|(domain, _)| is_of(domain))
}

/// A workload as the platform's words say it.
#[derive(Debug)]
pub(super) enum Word {
    /// What always runs.
    Inference(Box<Inference>),
    /// What runs to its end.
    Processing(Box<Processing>),
}

/// Facts about the Pods of an object.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) word: Word,
    /// The fields that are known, each with where it is said.
    known: Vec<(&'static str, Mark)>,
    /// Where a finding about all of it stands.
    pub(super) mark: Mark,
    /// Whether every node that the facts lead to is one the Pods may run on. Otherwise there are conditions that no word has, and they
    /// run on some of those nodes at most.
    pub(super) is_exact: bool,
}

impl Facts {
    /// The facts about `pods`, under a name that is nobody else's. `None` for those whose nodes nobody chooses.
    pub(super) fn of(
        object: Object<'_>,
        pods: &Pods<'_>,
        name: Name,
        cluster: &At<'_, Cluster>,
        nodes_are_words: bool,
    ) -> Option<Self> {
        let (placement, placed_at, is_exact) = placement(pods.spec, cluster, nodes_are_words)?;
        let mut known = vec![("name", object.mark()), ("placement", placed_at.unwrap_or_else(|| object.mark()))];
        let mut read = |field: &'static str, mark: Mark| known.push((field, mark));
        let namespace: Option<Name> = object.namespace().parse().ok().inspect(|_| read("namespace", object.mark()));
        let [cpu, memory] = ["cpu", "memory"].map(|resource| {
            let (sum, mark) = requested(pods.spec, resource)?;
            read(resource, mark);
            Some(sum)
        });
        let gpus = devices(pods.spec)?.map(|(count, mark)| {
            read("gpus", mark);
            count
        });
        let counted = pods.counted_at.map_or_else(|| object.mark(), |counted| counted.mark);
        // What is not known stays as it is made, and is told as unknown.
        macro_rules! in_common {
            ($word:ident) => {
                $word.name = name;
                $word.placement = placement;
                $word.namespace = namespace.unwrap_or($word.namespace);
                $word.cpu = cpu.unwrap_or($word.cpu);
                $word.memory = memory.unwrap_or($word.memory);
                $word.gpus = gpus.filter(|count| *count > 0);
            };
        }
        let word = match pods.runs {
            Runs::OnEveryNode => return None,
            Runs::Always => {
                let mut word = Inference::default();
                in_common!(word);
                if let Some(count) = pods.count {
                    word.replicas = count;
                    read("replicas", counted);
                }
                read("autoscale", counted);
                read("over", counted);
                Word::Inference(Box::new(word))
            }
            Runs::ToTheEnd => {
                let mut word = Processing::default();
                in_common!(word);
                if pods.count.is_some() {
                    word.parts = pods.count;
                    read("parts", counted);
                    read("at_once", counted);
                }
                Word::Processing(Box::new(word))
            }
        };
        Some(Self { word, known, mark: object.mark(), is_exact })
    }

    /// The fields of the block at `path` that nothing is known of.
    pub(super) fn unknown(&self, path: &Path) -> Vec<Path> {
        let shape: &'static Shape = match self.word {
            Word::Inference(_) => Inference::SHAPE,
            Word::Processing(_) => Processing::SHAPE,
        };
        let known: Vec<&str> = self.known.iter().map(|(known, _)| *known).chain(["waivers"]).collect();
        fields_but(shape, path, &known)
    }

    /// Where a field is said.
    pub(super) fn mark_of(&self, field: &str) -> Mark {
        self.known.iter().find(|(known, _)| *known == field).map_or(self.mark, |(_, mark)| *mark)
    }
}

/// The fields of the block at `path`, but these.
pub(super) fn fields_but(shape: &'static Shape, path: &Path, known: &[&str]) -> Vec<Path> {
    let Kind::Struct { fields, .. } = &shape.kind else { return vec![path.clone()] };
    fields.iter().map(|field| field.name).filter(|name| !known.contains(name)).map(|name| path.field(name)).collect()
}

/// Containers that run side by side, and those that run before them.
pub(crate) fn containers(spec: &Node) -> impl Iterator<Item = &Node> {
    items(spec, &["containers"]).iter().chain(items(spec, &["initContainers"]))
}

/// Whether a container of the second kind goes on running beside the first ones.
fn is_sidecar(container: &Node) -> bool {
    text(container, &["restartPolicy"]) == Some("Always")
}

/// What a container asks for of a resource: its request, or its limit where it has none.
fn asked<'a>(container: &'a Node, resource: &str) -> Option<&'a Node> {
    let of = |kind| at(container, &["resources", kind, resource]);
    of("requests").or_else(|| of("limits"))
}

/// What a Pod asks for of a resource, all its containers together, and where the most of it is said; `None` where some container says
/// nothing that can be counted. Source: Kubernetes, sidecar containers, "Resource sharing within containers".
fn requested(spec: &Node, resource: &str) -> Option<(Quantity, Mark)> {
    let read = |container: &Node| -> Option<(i128, Mark)> {
        let node = asked(container, resource)?;
        let quantity: Quantity = amount(node)?.parse().ok()?;
        Some((quantity.as_millis(), node.mark))
    };
    let mut all = Vec::new();
    for container in items(spec, &["containers"]) {
        all.push(read(container)?);
    }
    let before = items(spec, &["initContainers"]);
    all.extend(before.iter().filter(|container| is_sidecar(container)).filter_map(read));
    let mut sum: i128 = all.iter().map(|(millis, _)| millis).sum();
    let mut mark = all.iter().max_by_key(|(millis, _)| *millis)?.1;
    for (millis, own) in before.iter().filter(|container| !is_sidecar(container)).filter_map(read) {
        if millis > sum {
            (sum, mark) = (millis, own);
        }
    }
    Some((shown(resource, sum).parse().ok()?, mark))
}

/// An amount of so many thousandths, as people write it.
fn shown(resource: &str, millis: i128) -> String {
    const MIB: i128 = 1024 * 1024;
    let whole = (millis + 999) / 1000;
    match resource {
        "memory" if whole % (MIB * 1024) == 0 => format!("{}Gi", whole / (MIB * 1024)),
        "memory" if whole >= MIB => format!("{}Mi", (whole + MIB - 1) / MIB),
        "memory" => whole.to_string(),
        _ if millis % 1000 == 0 => whole.to_string(),
        _ => format!("{millis}m"),
    }
}

/// The accelerators a Pod asks for, and where; `Some(None)` where it may get some that no resource counts.
#[allow(clippy::option_option)]
fn devices(spec: &Node) -> Option<Option<(u32, Mark)>> {
    let mut found: Option<(u32, Mark)> = None;
    for container in containers(spec) {
        let claims = !items(container, &["resources", "claims"]).is_empty();
        let all = at(container, &["resources", "limits"]).into_iter().chain(at(container, &["resources", "requests"]));
        let others = |key: &str| {
            let is_of_maker =
                ["nvidia.com/", "aws.amazon.com/neuron", "amd.com/", "gpu.intel.com/"].iter().any(|of| key.starts_with(of));
            is_of_maker && !DEVICES.contains(&key)
        };
        if claims || all.clone().flat_map(entries).any(|entry| others(&entry.key)) {
            return Some(None);
        }
        for device in DEVICES {
            let Some(node) = asked(container, device) else { continue };
            let count: u32 = amount(node)?.parse().ok()?;
            found = Some(found.map_or((count, node.mark), |(sum, mark)| (sum.saturating_add(count), mark)));
        }
    }
    Some(Some(found.unwrap_or((0, spec.mark))))
}

/// Where the Pods may run, where that is said, and whether there are no further conditions. `None` where they name their node.
fn placement(spec: &Node, cluster: &At<'_, Cluster>, nodes_are_words: bool) -> Option<(Placement, Option<Mark>, bool)> {
    if at(spec, &["nodeName"]).is_some() {
        return None;
    }
    // Words give each group labels of their own; nodes of other origin have those alone that somebody wrote.
    let groups = cluster.node_groups();
    let is_carried = |key: &str| {
        nodes_are_words
            || ![USE_LABEL, GROUP_LABEL].contains(&key)
            || groups.iter().any(|group| group.labels().iter().any(|(own, _)| own.as_str() == key))
    };
    let mut is_exact = true;
    let mut selection = Selection::default();
    let mut mark = None;
    let mut require = |key: &str, value: &str, own: Mark| {
        let is_decided = DECIDED.contains(&key) || !is_foreign(key) && is_carried(key);
        match (key.parse(), value.parse()) {
            (Ok(key), Ok(value)) if is_decided => {
                mark = mark.or(Some(own));
                selection.labels.insert(key, value);
            }
            _ => is_exact = false,
        }
    };
    for entry in at(spec, &["nodeSelector"]).map(entries).unwrap_or_default() {
        require(&entry.key, amount(&entry.value).as_deref().unwrap_or_default(), entry.value.mark);
    }
    let terms = items(spec, &["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"]);
    let mut inexact = terms.len() > 1;
    for expression in terms.iter().take(1).filter(|_| terms.len() == 1).flat_map(|term| items(term, &["matchExpressions"])) {
        match (text(expression, &["key"]), text(expression, &["operator"]), items(expression, &["values"])) {
            (Some(key), Some("In"), [value]) => require(key, amount(value).as_deref().unwrap_or_default(), value.mark),
            _ => inexact = true,
        }
    }
    // A Pod of several nodes or none is kept together or apart by its kin, which no single node shows.
    let of_kin = ["podAffinity", "podAntiAffinity"].iter().any(|kind| at(spec, &["affinity", kind]).is_some());
    selection.tolerate = tolerated(spec, cluster);
    let mark = mark.or_else(|| at(spec, &["tolerations"]).map(|node| node.mark));
    Some((Placement::Select(selection), mark, is_exact && !inexact && !of_kin))
}

/// The keys of taints that a Pod tolerates, of those that nodes of the cluster have, and of accelerators.
fn tolerated(spec: &Node, cluster: &At<'_, Cluster>) -> Vec<LabelKey> {
    let all = items(spec, &["tolerations"]);
    let mut keys: Vec<LabelKey> = Vec::new();
    let mut add = |key: &str| {
        if let Ok(key) = key.parse()
            && !keys.contains(&key)
        {
            keys.push(key);
        }
    };
    for toleration in all {
        let Some(key) = text(toleration, &["key"]).filter(|key| !key.is_empty()) else {
            let groups = cluster.node_groups();
            let taints = groups.iter().flat_map(derived::taints);
            taints.for_each(|taint| add(taint.parts().0));
            continue;
        };
        // One that asks for another value or effect than every node has tolerates nothing.
        let groups = cluster.node_groups();
        let mut known = groups.iter().flat_map(derived::taints).filter(|taint| taint.parts().0 == key).peekable();
        if known.peek().is_none() || known.any(|taint| meets(toleration, taint)) {
            add(key);
        }
    }
    keys
}

/// Whether a toleration of a taint's key takes its value and its effect as well.
pub(crate) fn meets(toleration: &Node, taint: &Taint) -> bool {
    let (_, value, effect) = taint.parts();
    let same_value = text(toleration, &["operator"]) == Some("Exists")
        || at(toleration, &["value"]).and_then(amount).unwrap_or_default() == value;
    let same_effect = text(toleration, &["effect"]).is_none_or(|own| own.is_empty() || own == format!("{effect:?}"));
    same_value && same_effect
}
