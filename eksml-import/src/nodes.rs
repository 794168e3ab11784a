//! Nodes of a file's cluster, for what is applied to it, and the objects of a document.

use eksml_core::applied::Nodes;
use eksml_core::derived::GROUP_LABEL;
use eksml_core::eksctl::ClusterConfig;
use eksml_core::source::{Node, Path, Step, Value};
use eksml_core::spec::{ClusterAutoscaler, Platform, Scaler};

/// A file's cluster as it stands, with eksctl's defaults where the file is silent.
#[derive(Debug, Clone)]
pub struct Standing {
    platform: Platform,
    unknown: Vec<Path>,
    /// Whether its groups say the labels that words give each group.
    are_words: bool,
}

fn cluster() -> Path {
    Path::root().field("clusters").index(0)
}

impl Standing {
    /// A platform of one cluster, and what the file does not say of it, or says in a way that no word has.
    pub(super) fn new(mut platform: Platform, mut unknown: Vec<Path>, config: &ClusterConfig) -> Self {
        if let Some(own) = platform.clusters.first_mut() {
            match own.scaler {
                // Whatever scales them, groups have no more nodes than they may have.
                Scaler::Fixed => own.scaler = Scaler::ClusterAutoscaler(ClusterAutoscaler::default()),
                // There are pools that the file does not tell of.
                Scaler::AutoMode(_) | Scaler::Karpenter(_) => unknown.push(cluster().field("node_groups")),
                Scaler::ClusterAutoscaler(_) => {}
            }
            unknown.push(cluster().field("scaler").field("0"));
        }
        let own = config.self_managed_node_groups.iter().map(|group| &group.labels);
        let mut labels = own.chain(config.managed_node_groups.iter().map(|group| &group.labels));
        let are_words = labels.all(|labels| labels.contains_key(GROUP_LABEL));
        Self { platform, unknown, are_words }
    }

    /// The cluster's name.
    pub fn name(&self) -> &str {
        self.platform.clusters.first().map_or("", |own| own.name.as_str())
    }

    /// Its nodes.
    pub fn nodes(&self) -> Nodes<'_> {
        Nodes { platform: &self.platform, unknown: &self.unknown, are_words: self.are_words }
    }

    /// Adds the node groups of a further file about the same cluster.
    pub fn join(&mut self, other: &Self) {
        let at = cluster().field("node_groups");
        let (Some(own), Some(more)) = (self.platform.clusters.first_mut(), other.platform.clusters.first()) else { return };
        self.are_words &= other.are_words;
        let before = own.node_groups.len();
        own.node_groups.extend(more.node_groups.iter().cloned());
        self.unknown.extend(other.unknown.iter().filter(|path| path.is_within(&at)).filter_map(|path| {
            let (head, rest) = path.steps().split_at_checked(at.steps().len())?;
            let Some((Step::Index(index), rest)) = rest.split_first() else { return Some(Path::root().join(head)) };
            Some(at.index(index + before).join(rest))
        }));
    }
}

/// Every object of a document: itself, or the items of a list.
pub fn objects(document: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    let mut open = vec![document];
    while let Some(node) = open.pop() {
        let Value::Block(entries) = &node.value else { continue };
        let of = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value.value);
        match (of("kind"), of("items")) {
            (Some(Value::Str(kind)), Some(Value::List(items))) if kind.ends_with("List") => open.extend(items.iter().rev()),
            _ => found.push(node),
        }
    }
    found
}
