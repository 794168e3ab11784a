//! An inference service on the nodes of a group.

use std::marker::PhantomData;

use super::carries::carries;
use super::container::{Container, Service};
use super::devices::{Cpu, OffersDevices};
use super::identity::Identity;
use super::namespace::Namespace;
use super::nodes::Nodes;
use super::queue::Queue;
use super::sealed::Sealed;
use super::supply::{Covered, Steady};
use super::told::told;
use super::volume::mounts;
use crate::spec::{self, Autoscale, Callee, Expose, NodesPerReplica, Peers, Placement};
use crate::units::Name;

/// An inference service: what its nodes are made of, and whether it may stand on them. Spread over zones, with a budget for
/// disruptions.
#[derive(Debug)]
pub struct Inference<H = Cpu, R = Steady> {
    spec: spec::Inference,
    known: PhantomData<fn() -> (H, R)>,
}

carries!([H, R] Inference<H, R> => spec::Inference);
mounts!(Inference);
told!(Inference);

impl<H, R> Clone for Inference<H, R> {
    fn clone(&self) -> Self {
        Self { spec: self.spec.clone(), known: PhantomData }
    }
}

impl Inference {
    /// A service of this name on the nodes of `group`.
    pub fn on<N: Nodes<H, R> + ?Sized, H, R>(
        group: &N,
        name: Name,
        namespace: &Namespace,
        container: Container,
        service: Service<'_>,
    ) -> Inference<H, R> {
        let Container { image, cpu, memory } = container;
        let spec = spec::Inference {
            name,
            namespace: namespace.spec().name.clone(),
            placement: Placement::On(group.group_name().clone()),
            replicas: service.replicas,
            cpu,
            memory,
            image,
            port: service.port,
            health: service.health.to_owned(),
            ..Default::default()
        };
        Inference { spec, known: PhantomData }
    }
}

impl<H, R> Inference<H, R> {
    /// Of its Pods, how many may be down for maintenance (SCH-06).
    pub fn max_unavailable(self, pods: u32) -> Self {
        self.with(|inference| inference.max_unavailable = Some(pods))
    }

    /// Accelerators per Pod (ACC-08, ACC-12).
    pub fn gpus(self, gpus: u32) -> Self
    where
        H: OffersDevices,
    {
        self.with(|inference| inference.gpus = Some(gpus))
    }

    /// Its priority class, where it is not the one of its use (SCH-11).
    pub fn priority(self, class: Name) -> Self {
        self.with(|inference| inference.priority = Some(class))
    }

    /// The command and its arguments; the image's own where none is given.
    pub fn command<W: Into<String>>(self, words: impl IntoIterator<Item = W>) -> Self {
        self.with(|inference| inference.command = words.into_iter().map(Into::into).collect())
    }

    /// The service account with its AWS permissions (SEC-13).
    pub fn identity(self, identity: &Identity) -> Self {
        self.with(|inference| inference.identity = Some(identity.spec().name.clone()))
    }

    /// More replicas under load (SCH-15).
    pub fn autoscale(self, autoscale: Autoscale) -> Self {
        self.with(|inference| inference.autoscale = Some(autoscale))
    }

    /// Nodes of each replica, for a model that one node cannot hold, and what all but the first run (SCH-20).
    pub fn over<W: Into<String>>(self, nodes: u32, worker_command: impl IntoIterator<Item = W>) -> Self {
        let worker_command = worker_command.into_iter().map(Into::into).collect();
        self.with(|inference| inference.over = Some(NodesPerReplica { nodes, worker_command }))
    }

    /// The queue its replicas of several nodes wait in (SCH-09).
    pub fn queue(self, queue: &Queue) -> Self {
        self.with(|inference| inference.queue = Some(queue.spec().name.clone()))
    }

    /// The path of its Prometheus metrics (NP-07).
    pub fn metrics(self, path: &str) -> Self {
        self.with(|inference| inference.metrics = Some(path.to_owned()))
    }

    /// Who may open connections to it, beside the workloads that say they talk to it (NP-11).
    pub fn serves(self, peers: impl IntoIterator<Item = Peers>) -> Self {
        self.with(|inference| inference.serves.extend(peers))
    }

    /// The name under which it is reached from outside the cluster (ADD-04).
    pub fn expose(self, expose: Expose) -> Self {
        self.with(|inference| inference.expose = Some(expose))
    }

    /// A service it opens connections to (NP-11).
    pub fn talks_to<G, S>(self, service: &Inference<G, S>) -> Self {
        let callee = service.callee();
        self.with(|inference| inference.talks_to.push(callee))
    }

    /// The service as others call it.
    pub(super) fn callee(&self) -> Callee {
        Callee::Service(self.spec.name.clone())
    }

    /// Why it may run on Spot nodes, in words (CST-01).
    pub fn spot_because(self, reason: &str) -> Inference<H, Covered> {
        let spec = self.with(|inference| inference.spot_because = Some(reason.to_owned())).spec;
        Inference { spec, known: PhantomData }
    }
}

/// Inference services that may stand on their nodes.
#[diagnostic::on_unimplemented(
    message = "[CST-01] this inference service runs on Spot nodes, and nothing says why it may",
    label = "a service on Spot nodes without a reason",
    note = "why: EC2 takes Spot nodes back at two minutes' notice, often many at once, and the requests they serve fail",
    note = "fix: put it on an on-demand group, or say why it may lose nodes: `.spot_because(\"batch scoring, callers retry\")`"
)]
pub trait MayBeInterrupted: Sealed {}
impl<H, R> Sealed for Inference<H, R> {}
#[diagnostic::do_not_recommend]
impl<H> MayBeInterrupted for Inference<H, Steady> {}
#[diagnostic::do_not_recommend]
impl<H> MayBeInterrupted for Inference<H, Covered> {}
