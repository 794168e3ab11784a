//! Which priority classes a cluster has, and which of them a workload's Pods get.

use crate::spec::{Cluster, Inference, Namespace, Notebook, Priority, Processing, Training, Use};
use crate::units::Name;

/// The classes that follow from use, most important first, with their values: what users wait for, what costs most to repeat, what
/// can be repeated. Far below the two billion of Kubernetes' own classes (`system-cluster-critical`), with room in between.
pub const PRIORITY_OF_USE: [(&str, u32); 3] = [("inference", 1_000_000), ("training", 100_000), ("development", 10_000)];

/// A priority class of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityClass {
    /// Its name.
    pub name: String,
    /// How important its Pods are.
    pub value: u32,
    /// Whether its Pods push less important ones off their nodes.
    pub preempts: bool,
    /// Whether Pods that name no class get it.
    pub default: bool,
}

/// The classes of a cluster, most important first: those of the uses its namespaces and workloads have, and those it declares.
pub fn priority_classes(cluster: &Cluster) -> Vec<PriorityClass> {
    let mut all: Vec<PriorityClass> = PRIORITY_OF_USE
        .into_iter()
        .filter(|(name, _)| is_of_use(cluster, name))
        // Of the three only inference pushes others away: users wait for it. A training job's Pods would push single workers out of
        // another job, which all its other workers then wait for; Kueue makes room for jobs as a whole.
        .map(|(name, value)| PriorityClass { name: name.to_owned(), value, preempts: name == "inference", default: false })
        .collect();
    for Priority { name, value, preempts, default, .. } in &cluster.priorities {
        let own = PriorityClass { name: name.to_string(), value: *value, preempts: *preempts, default: *default };
        match all.iter_mut().find(|class| class.name == name.as_str()) {
            Some(class) => *class = own,
            None => all.push(own),
        }
    }
    all.sort_by(|one, other| other.value.cmp(&one.value).then_with(|| one.name.cmp(&other.name)));
    all
}

/// Whether something in the cluster is of the use that gives the class its name.
fn is_of_use(cluster: &Cluster, class: &str) -> bool {
    let serves = |used: &Use| cluster.namespaces.iter().any(|namespace| namespace.serves == *used);
    match class {
        "inference" => serves(&Use::Inference) || !cluster.inference.is_empty(),
        "training" => serves(&Use::Training) || !cluster.training.is_empty() || !cluster.processing.is_empty(),
        _ => serves(&Use::Development) || !cluster.notebooks.is_empty(),
    }
}

/// The class of a training job's Pods: its own, or `training`, or `development` in a namespace for experiments.
pub fn training_priority(cluster: &Cluster, job: &Training) -> String {
    class(cluster, "training", &job.namespace, job.priority.as_ref())
}

/// The class of an inference service's Pods: its own, or `inference`, or `development` in a namespace for experiments.
pub fn inference_priority(cluster: &Cluster, service: &Inference) -> String {
    class(cluster, "inference", &service.namespace, service.priority.as_ref())
}

/// The class of the Pods of data processing: its own, or that of training, since both can be repeated at a cost.
pub fn processing_priority(cluster: &Cluster, work: &Processing) -> String {
    class(cluster, "training", &work.namespace, work.priority.as_ref())
}

/// The class of a notebook's Pod: its own, or `development`.
pub fn notebook_priority(cluster: &Cluster, notebook: &Notebook) -> String {
    class(cluster, "development", &notebook.namespace, notebook.priority.as_ref())
}

fn class(cluster: &Cluster, of_use: &str, namespace: &Name, own: Option<&Name>) -> String {
    let of_use = if is_development(cluster, namespace) { "development" } else { of_use };
    own.map_or_else(|| of_use.to_owned(), ToString::to_string)
}

fn is_development(cluster: &Cluster, namespace: &Name) -> bool {
    let of_this_name = |other: &&Namespace| other.name == *namespace;
    cluster.namespaces.iter().find(of_this_name).is_some_and(|namespace| namespace.serves == Use::Development)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(uses: &[Use]) -> Cluster {
        let namespaces = uses.iter().enumerate().map(|(index, serves)| Namespace {
            name: format!("ns-{index}").parse().expect("a name"),
            serves: serves.clone(),
            ..Namespace::default()
        });
        Cluster { namespaces: namespaces.collect(), ..Cluster::default() }
    }

    fn names(cluster: &Cluster) -> Vec<String> {
        priority_classes(cluster).into_iter().map(|class| class.name).collect()
    }

    #[test]
    fn a_cluster_has_the_classes_of_its_uses() {
        assert_eq!(names(&cluster(&[])), [""; 0]);
        assert_eq!(names(&cluster(&[Use::Development, Use::General, Use::Inference])), ["inference", "development"]);
    }

    #[test]
    fn declared_classes_stand_beside_or_replace_them() {
        let declared = |name: &str, value| Priority { name: name.parse().expect("a name"), value, ..Priority::default() };
        let mut cluster = cluster(&[Use::Training]);
        cluster.priorities = vec![declared("urgent", 200_000), declared("training", 5)];
        assert_eq!(names(&cluster), ["urgent", "training"]);
        assert_eq!(priority_classes(&cluster)[1].value, 5);
    }

    #[test]
    fn what_runs_among_experiments_is_an_experiment() {
        let cluster = cluster(&[Use::Development, Use::Training]);
        let job = |namespace: &str| Training { namespace: namespace.parse().expect("a name"), ..Training::default() };
        assert_eq!(training_priority(&cluster, &job("ns-0")), "development");
        assert_eq!(training_priority(&cluster, &job("ns-1")), "training");
        let urgent = Training { priority: Some("urgent".parse().expect("a name")), ..job("ns-0") };
        assert_eq!(training_priority(&cluster, &urgent), "urgent");
    }
}
