//! Objects of Kubernetes in the files of a run: judged together, against the nodes of the cluster that is named beside them.

use eksml_core::applied::{self, Nodes, Object};
use eksml_core::source::{Node, Path, Step, Value};
use eksml_core::spec::{ClusterAutoscaler, Platform, Scaler};
use eksml_import::{Found, Kind, Standing};

use super::files::File;

/// Which nodes objects were judged against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Against {
    /// There is no object.
    Nothing,
    /// Those of the ClusterConfig in this file.
    Cluster(String),
    /// None: no file is a ClusterConfig.
    NoNodes,
    /// None: so many files are, and it is not said which.
    Several(Vec<String>),
}

/// What was judged.
#[derive(Debug)]
pub(super) struct Summary {
    /// How many objects.
    pub(super) count: usize,
    /// Against what.
    pub(super) against: Against,
}

/// Judges the objects of all files, and adds what is found to the file that each stands in. `wanted` is the name of the cluster.
pub(super) fn judge(files: &mut [File], wanted: Option<&str>) -> Summary {
    let mut objects: Vec<Object<'_>> = Vec::new();
    let mut homes: Vec<usize> = Vec::new();
    let mut clusters: Vec<Cluster> = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let Ok(imported) = &file.imported else { continue };
        for passed in &imported.passed {
            each_object(&passed.node, &mut |node| {
                objects.push(Object { node });
                homes.push(number);
            });
        }
        if let Some(standing) = imported.stands.as_ref().filter(|_| imported.kind == Kind::ClusterConfig) {
            let cluster = Cluster::of(&file.name, standing);
            match clusters.iter_mut().find(|known| known.name == cluster.name) {
                Some(known) => known.add(cluster),
                None if wanted.is_none_or(|wanted| wanted == cluster.name) => clusters.push(cluster),
                None => {}
            }
        }
    }
    let against = match (objects.is_empty(), clusters.as_slice()) {
        (true, _) => Against::Nothing,
        (_, []) => Against::NoNodes,
        (_, [cluster]) => Against::Cluster(cluster.files.join(" and ")),
        (_, several) => Against::Several(several.iter().map(|cluster| cluster.name.clone()).collect()),
    };
    let nodes = match clusters.as_slice() {
        [cluster] => Some(Nodes { platform: &cluster.platform, index: 0, unknown: &cluster.unknown, are_words: false }),
        _ => None,
    };
    let found = applied::judge(nodes, &objects);
    let summary = Summary { count: objects.len(), against };
    let placed: Vec<(usize, Found)> = found
        .into_iter()
        .filter_map(|found| Some((*homes.get(found.object)?, Found::of_object(found.finding, found.mark))))
        .collect();
    for (file, found) in placed {
        if let Some(Ok(imported)) = files.get_mut(file).map(|file| file.imported.as_mut()) {
            imported.findings.push(found);
        }
    }
    summary
}

/// A cluster with the node groups of all files that are about it.
#[derive(Debug)]
struct Cluster {
    name: String,
    files: Vec<String>,
    platform: Platform,
    unknown: Vec<Path>,
}

impl Cluster {
    fn of(file: &str, standing: &Standing) -> Self {
        let (mut platform, mut unknown) = (standing.platform.clone(), standing.unknown.clone());
        let mut name = String::new();
        let at = Path::root().field("clusters").index(0);
        if let Some(cluster) = platform.clusters.first_mut() {
            name = cluster.name.to_string();
            match cluster.scaler {
                // Whatever scales them, groups have no more nodes than they may have.
                Scaler::Fixed => cluster.scaler = Scaler::ClusterAutoscaler(ClusterAutoscaler::default()),
                // There are pools that no file tells of.
                Scaler::AutoMode(_) | Scaler::Karpenter(_) => unknown.push(at.field("node_groups")),
                Scaler::ClusterAutoscaler(_) => {}
            }
            unknown.push(at.field("scaler").field("0"));
        }
        Self { name, files: vec![file.to_owned()], platform, unknown }
    }

    /// Adds the node groups of a further file about the same cluster.
    fn add(&mut self, mut other: Self) {
        let at = Path::root().field("clusters").index(0).field("node_groups");
        let (Some(own), Some(more)) = (self.platform.clusters.first_mut(), other.platform.clusters.first_mut()) else { return };
        let before = own.node_groups.len();
        own.node_groups.append(&mut more.node_groups);
        self.unknown.extend(other.unknown.iter().filter(|path| path.is_within(&at)).filter_map(|path| {
            let (head, rest) = path.steps().split_at_checked(at.steps().len())?;
            let Some((Step::Index(index), rest)) = rest.split_first() else { return Some(Path::root().join(head)) };
            Some(at.index(index + before).join(rest))
        }));
        self.files.append(&mut other.files);
    }
}

/// Every object of a document: itself, or the items of a list.
fn each_object<'a>(node: &'a Node, add: &mut dyn FnMut(&'a Node)) {
    let Value::Block(entries) = &node.value else { return };
    let of = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value.value);
    match (of("kind"), of("items")) {
        (Some(Value::Str(kind)), Some(Value::List(items))) if kind.ends_with("List") => {
            items.iter().for_each(|item| each_object(item, add));
        }
        _ => add(node),
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let objects = if self.count == 1 { "1 object".to_owned() } else { format!("{} objects", self.count) };
        match &self.against {
            Against::Nothing => Ok(()),
            Against::Cluster(file) => writeln!(f, "{objects} judged against the nodes of {file}"),
            Against::NoNodes => writeln!(
                f,
                "{objects} judged without nodes: rules about where Pods fit were passed over; name the cluster's eksctl file as well"
            ),
            Against::Several(names) => writeln!(
                f,
                "{objects} judged without nodes: rules about where Pods fit were passed over; say which cluster they are for: {}",
                names.iter().map(|name| format!("`--cluster {name}`")).collect::<Vec<_>>().join(" or ")
            ),
        }
    }
}
