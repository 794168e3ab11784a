//! Objects of Kubernetes in the files of a run: judged together, against the nodes of the cluster that is named beside them.

use eksml_core::applied::{self, Object};
use eksml_import::{self as import, Found, Kind, Standing};

use super::files::File;

/// Which nodes objects were judged against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Against {
    /// There is no object.
    Nothing,
    /// Those of this cluster.
    Cluster(String),
    /// Those that objects tell of themselves, if any do: no file is a ClusterConfig.
    OwnNodes(usize),
    /// None: so many files are, and it is not said which.
    Several(Vec<String>),
}

/// What was judged.
#[derive(Debug)]
pub(super) struct Summary {
    count: usize,
    against: Against,
}

/// A cluster and the files that are about it.
struct Cluster<'a> {
    files: Vec<&'a str>,
    standing: Standing,
}

/// Judges the objects of all files, and adds what is found to the file that each stands in. `wanted` is the name of the cluster.
pub(super) fn judge(files: &mut [File], wanted: Option<&str>) -> Summary {
    let mut objects: Vec<Object<'_>> = Vec::new();
    let mut homes: Vec<usize> = Vec::new();
    let mut clusters: Vec<Cluster<'_>> = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let Ok(imported) = &file.imported else { continue };
        for node in imported.passed.iter().flat_map(|passed| import::objects(&passed.node)) {
            objects.push(Object { node });
            homes.push(number);
        }
        let Some(standing) = imported.stands.as_ref().filter(|_| imported.kind == Kind::ClusterConfig) else { continue };
        match clusters.iter_mut().find(|known| known.standing.name() == standing.name()) {
            Some(known) => {
                known.standing.join(standing);
                known.files.push(&file.name);
            }
            None if wanted.is_none_or(|wanted| wanted == standing.name()) => {
                clusters.push(Cluster { files: vec![&file.name], standing: standing.clone() });
            }
            None => {}
        }
    }
    let pools = objects.iter().filter(|object| matches!(object.kind(), "NodePool" | "Node")).count();
    let against = match (objects.is_empty(), clusters.as_slice()) {
        (true, _) => Against::Nothing,
        (_, []) => Against::OwnNodes(pools),
        (_, [cluster]) => Against::Cluster(cluster.shown()),
        (_, several) => Against::Several(several.iter().map(|cluster| cluster.standing.name().to_owned()).collect()),
    };
    let nodes = match clusters.as_slice() {
        [cluster] => Some(cluster.standing.nodes()),
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

impl Cluster<'_> {
    /// "cluster `shared` (cluster.yaml)"
    fn shown(&self) -> String {
        match self.files.as_slice() {
            [file] => format!("cluster `{}` ({file})", self.standing.name()),
            files => format!("cluster `{}` ({} files)", self.standing.name(), files.len()),
        }
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const PASSED_OVER: &str = "judged without nodes: rules about where Pods fit were passed over";
        let objects = if self.count == 1 { "1 object".to_owned() } else { format!("{} objects", self.count) };
        match &self.against {
            Against::Nothing => Ok(()),
            Against::Cluster(cluster) => writeln!(f, "{objects} judged against the nodes of {cluster}"),
            Against::OwnNodes(0) => {
                writeln!(f, "{objects} {PASSED_OVER}; name the cluster's eksctl file as well, or a dump of its nodes")
            }
            Against::OwnNodes(count) => writeln!(f, "{objects} judged against the nodes that {count} of them tell of"),
            Against::Several(names) => {
                let which: Vec<String> = names.iter().map(|name| format!("`--cluster {name}`")).collect();
                writeln!(f, "{objects} {PASSED_OVER}; say which cluster they are for: {}", which.join(" or "))
            }
        }
    }
}
