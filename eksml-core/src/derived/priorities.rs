//! Which priority classes a cluster has, and which of them a workload's Pods get.

use super::Workload;
use crate::spec::{At, Cluster, Lens, Use};

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
pub fn priority_classes<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<PriorityClass> {
    let cluster = cluster.into();
    let mut all: Vec<PriorityClass> = PRIORITY_OF_USE
        .into_iter()
        .filter(|(name, _)| is_of_use(cluster, name))
        // Of the three only inference pushes others away: users wait for it. A training job's Pods would push single workers out of
        // another job, which all its other workers then wait for; Kueue makes room for jobs as a whole.
        .map(|(name, value)| PriorityClass { name: name.to_owned(), value, preempts: name == "inference", default: false })
        .collect();
    for priority in cluster.priorities().iter() {
        let name = priority.name().to_string();
        let (value, preempts, default) = (*priority.value(), *priority.preempts(), *priority.default());
        let own = PriorityClass { name, value, preempts, default };
        match all.iter_mut().find(|class| class.name == own.name) {
            Some(class) => *class = own,
            None => all.push(own),
        }
    }
    all.sort_by(|one, other| other.value.cmp(&one.value).then_with(|| one.name.cmp(&other.name)));
    all
}

/// Whether something in the cluster is of the use that gives the class its name.
fn is_of_use(cluster: At<'_, Cluster>, class: &str) -> bool {
    let serves = |used: &Use| cluster.namespaces().iter().any(|namespace| *namespace.serves() == *used);
    match class {
        "inference" => serves(&Use::Inference) || !cluster.inference().is_empty(),
        "training" => serves(&Use::Training) || !cluster.training().is_empty() || !cluster.processing().is_empty(),
        _ => serves(&Use::Development) || !cluster.notebooks().is_empty(),
    }
}

/// The priority class of a workload's Pods: its own, or that of its use. What runs in a namespace for development is development.
pub fn priority_of<'a, 'b>(cluster: impl Lens<'a, Cluster>, workload: impl Into<Workload<'b>>) -> String {
    let (cluster, workload) = (cluster.into(), workload.into());
    if let Some(own) = workload.priority().get() {
        return own.to_string();
    }
    let namespace = workload.namespace();
    let namespace = cluster.namespaces().iter().find(|other| other.name() == namespace);
    let is_development = namespace.is_some_and(|namespace| *namespace.serves() == Use::Development);
    match workload {
        Workload::Notebook(_) => "development",
        _ if is_development => "development",
        Workload::Inference(_) => "inference",
        Workload::Training(_) | Workload::Processing(_) => "training",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Namespace, Priority, Training};

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
        assert_eq!(priority_of(&cluster, &job("ns-0")), "development");
        assert_eq!(priority_of(&cluster, &job("ns-1")), "training");
        let urgent = Training { priority: Some("urgent".parse().expect("a name")), ..job("ns-0") };
        assert_eq!(priority_of(&cluster, &urgent), "urgent");
    }
}
