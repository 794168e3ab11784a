//! Documents of a file: which one is the ClusterConfig, and which are none of eksctl's business.

use super::text::Text;
use super::yaml::{Yaml, fault};
use eksml_core::findings::Finding;
use eksml_core::source::{Mark, Node, Value};
use eksml_core::units::spelling::closest;

/// One document.
pub(super) struct Document {
    pub(super) node: Node,
    /// What cannot be read of it.
    pub(super) faults: Vec<(Finding, Mark)>,
    /// Where it begins.
    pub(super) mark: Mark,
}

/// An object of another kind: nothing of eksctl's.
#[derive(Debug, Clone, PartialEq)]
pub struct Passed {
    /// Its kind, such as `ConfigMap`.
    pub kind: String,
    /// The object itself.
    pub node: Node,
}

/// What a document is.
#[derive(Debug, PartialEq, Eq)]
enum Is {
    /// A ClusterConfig, or something that is meant to be one.
    ClusterConfig,
    /// An object of this kind, of another API than eksctl's.
    Other(String),
    /// Comments between two `---`, or none.
    Nothing,
}

/// What a document is. Without a kind, or with one that is nearly `ClusterConfig`, it is meant for eksctl.
fn is(node: &Node) -> Is {
    let entries = match &node.value {
        Value::Block(entries) => entries,
        Value::Null => return Is::Nothing,
        _ => return Is::ClusterConfig,
    };
    let text = |key: &str| {
        entries.iter().find(|entry| entry.key == key).and_then(|entry| match &entry.value.value {
            Value::Str(text) => Some(text.as_str()),
            _ => None,
        })
    };
    let is_nearly = |text: &str, right: &'static str| closest(text, std::iter::once(right)).is_some();
    let is_meant = match (text("kind"), text("apiVersion")) {
        (None | Some(""), _) | (Some("ClusterConfig"), Some(_)) => true,
        (Some(kind), None) => is_nearly(kind, "ClusterConfig"),
        (Some(_), Some(version)) => version.starts_with("eksctl.io/") || is_nearly(version, "eksctl.io/v1alpha5"),
    };
    match text("kind") {
        Some(kind) if !is_meant => Is::Other(kind.to_owned()),
        _ => Is::ClusterConfig,
    }
}

/// Takes the ClusterConfig among the documents of a file. eksctl reads the first document and nothing else.
pub(super) fn choose(documents: Vec<Document>, text: Text, start: Mark) -> Yaml {
    let mut passed = Vec::new();
    let mut chosen: Option<(Document, bool)> = None;
    let mut late = Vec::new();
    let mut is_first = true;
    for document in documents {
        match is(&document.node) {
            Is::Nothing => continue,
            Is::Other(kind) => passed.push(Passed { kind, node: document.node }),
            Is::ClusterConfig if chosen.is_none() => chosen = Some((document, is_first)),
            // What cannot be read behind it, eksctl does not read either.
            Is::ClusterConfig if document.node.value == Value::Broken => {}
            Is::ClusterConfig => late.push(document.mark),
        }
        is_first = false;
    }
    let mut faults: Vec<(Finding, Mark)> = Vec::new();
    let mut ignored = |mark: Mark| {
        let problem = "eksctl reads the first document of a file only; this one is ignored".to_owned();
        faults.push((fault("IMP-02", problem, "move it into a file of its own"), mark));
    };
    late.into_iter().for_each(&mut ignored);
    let node = match chosen {
        Some((document, is_first)) => {
            if !is_first && document.node.value != Value::Broken {
                ignored(document.mark);
            }
            faults.extend(document.faults);
            document.node
        }
        None => Node { value: Value::Null, mark: start },
    };
    Yaml { node, text, faults, passed }
}

#[cfg(test)]
mod tests {
    use crate::yaml::read;

    #[test]
    fn other_kinds_are_named_and_misspelt_ones_are_not_other_kinds() {
        for (text, kind) in [
            ("kind: ConfigMap\napiVersion: v1", Some("ConfigMap")),
            ("kind: Cluster\napiVersion: x-k8s.io/v1", Some("Cluster")),
            ("kind: ClusterConfg\napiVersion: eksctl.io/v1alpha5", None),
            ("kind: clusterconfig", None),
            ("kind: Cluster\napiVersion: eksctl.io/v1alpha5", None),
            ("metadata: {name: a}", None),
        ] {
            let yaml = read(text.as_bytes());
            assert_eq!(yaml.passed.first().map(|passed| passed.kind.as_str()), kind, "{text}");
        }
    }
}
