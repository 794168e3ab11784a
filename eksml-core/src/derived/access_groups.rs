//! The Kubernetes groups of people: what access policies do not grant is granted to these.

use super::job_form::{JobForm, job_form};
use super::operators::{Operator, operators};
use crate::spec::{At, Cluster, Inference, Lens, LoadMetric, Team};
use crate::units::Name;

/// The group of all viewers.
pub const VIEWERS_GROUP: &str = "eksml:viewers";

/// The group of a team.
pub fn team_group<'a>(team: impl Lens<'a, Team>) -> String {
    let team = team.into();
    format!("eksml:team:{}", team.name())
}

/// Custom resources of one API group, as a role names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomKinds {
    /// The API group.
    pub group: &'static str,
    /// What is written by people.
    pub written: &'static [&'static str],
    /// What an operator makes, to be looked at.
    pub made: &'static [&'static str],
}

/// The custom resources that an operator serves to whoever runs workloads; `None` where it serves none.
pub fn custom_kinds(operator: Operator) -> Option<CustomKinds> {
    let kinds = |group, written, made| Some(CustomKinds { group, written, made });
    match operator {
        Operator::JobSet => kinds("jobset.x-k8s.io", &["jobsets"], &[]),
        Operator::KubeflowTrainer => kinds("trainer.kubeflow.org", &["trainjobs", "trainingruntimes"], &[]),
        Operator::KubeRay => kinds("ray.io", &["rayjobs"], &["rayclusters"]),
        Operator::LeaderWorkerSet => kinds("leaderworkerset.x-k8s.io", &["leaderworkersets"], &[]),
        Operator::Keda => kinds("keda.sh", &["scaledobjects"], &[]),
        Operator::Kueue => kinds("kueue.x-k8s.io", &[], &["localqueues", "workloads"]),
        _ => None,
    }
}

/// The operators whose custom resources the workloads of a namespace are. `AmazonEKSEditPolicy` covers no custom resources, so a
/// team could neither see nor stop its own jobs there, nor see what they wait for.
pub fn custom_resources_in<'a>(cluster: impl Lens<'a, Cluster>, namespace: &Name) -> Vec<Operator> {
    let cluster = cluster.into();
    let has =
        |forms: &[JobForm]| cluster.training().iter().any(|job| *job.namespace() == *namespace && forms.contains(&job_form(job)));
    let serves = |found: fn(At<'_, Inference>) -> bool| {
        cluster.inference().iter().any(|service| *service.namespace() == *namespace && found(service))
    };
    let used = |operator: &Operator| match operator {
        // What a TrainJob becomes is looked at, and sometimes stopped, as the JobSet it is.
        Operator::JobSet => has(&[JobForm::JobSet, JobForm::TrainJob]) || super::jobs_wait_here(cluster, namespace),
        Operator::KubeflowTrainer => has(&[JobForm::TrainJob]),
        Operator::KubeRay => has(&[JobForm::RayJob]),
        Operator::LeaderWorkerSet => serves(|service| service.over().is_some()),
        Operator::Keda => {
            serves(|service| service.autoscale().get().is_some_and(|it| !it.by().is(|by| matches!(by, LoadMetric::Cpu(_)))))
        }
        Operator::Kueue => super::queues(cluster).iter().any(|queue| queue.takes(namespace)),
        _ => false,
    };
    operators(cluster).into_iter().filter(used).collect()
}

/// Whether a team needs its group at all.
pub fn team_needs_group<'a>(cluster: impl Lens<'a, Cluster>, team: impl Lens<'a, Team>) -> bool {
    let cluster = cluster.into();
    let team = team.into();
    team.namespaces().iter().any(|namespace| !custom_resources_in(cluster, &namespace).is_empty())
}
