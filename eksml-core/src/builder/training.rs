//! A training job on the nodes of a group.

use std::marker::PhantomData;

use super::bucket::Bucket;
use super::carries::carries;
use super::container::Container;
use super::devices::{Cpu, OffersDevices};
use super::identity::Identity;
use super::inference::Inference;
use super::namespace::Namespace;
use super::nodes::TrainingNodes;
use super::queue::Queue;
use super::sealed::Sealed;
use super::supply::{Covered, Steady};
use super::told::told;
use super::volume::mounts;
use crate::spec::{self, Checkpoint, Placement, RunAs};
use crate::units::{Duration, Name};

/// A training job: what its nodes are made of, and whether it outlasts them. One node gives a Job, several a JobSet.
#[derive(Debug)]
pub struct Training<H = Cpu, R = Steady> {
    spec: spec::Training,
    known: PhantomData<fn() -> (H, R)>,
}

carries!([H, R] Training<H, R> => spec::Training);
mounts!(Training);
told!(Training);

impl<H, R> Clone for Training<H, R> {
    fn clone(&self) -> Self {
        Self { spec: self.spec.clone(), known: PhantomData }
    }
}

impl Training {
    /// A job of this name on the nodes of `group`.
    pub fn on<N: TrainingNodes<H, R> + ?Sized, H, R>(
        group: &N,
        name: Name,
        namespace: &Namespace,
        container: Container,
    ) -> Training<H, R> {
        let Container { image, cpu, memory } = container;
        let spec = spec::Training {
            name,
            namespace: namespace.spec().name.clone(),
            placement: Placement::On(group.group_name().clone()),
            cpu,
            memory,
            image,
            ..Default::default()
        };
        Training { spec, known: PhantomData }
    }
}

impl<H, R> Training<H, R> {
    /// Nodes at once.
    pub fn nodes(self, nodes: u32) -> Self {
        self.with(|training| training.nodes = Some(nodes))
    }

    /// Accelerators on each node (ACC-12, ACC-13).
    pub fn gpus(self, gpus: u32) -> Self
    where
        H: OffersDevices,
    {
        self.with(|training| training.gpus = Some(gpus))
    }

    /// The form in which Kubernetes runs it; a Job or a JobSet where none is said (SCH-21).
    pub fn run_as(self, form: RunAs) -> Self {
        self.with(|training| training.run_as = form)
    }

    /// The queue it waits in, where its namespace has several (SCH-09).
    pub fn queue(self, queue: &Queue) -> Self {
        self.with(|training| training.queue = Some(queue.spec().name.clone()))
    }

    /// Its priority class, where it is not the one of its use (SCH-11).
    pub fn priority(self, class: Name) -> Self {
        self.with(|training| training.priority = Some(class))
    }

    /// The command and its arguments; the image's own where none is given.
    pub fn command<W: Into<String>>(self, words: impl IntoIterator<Item = W>) -> Self {
        self.with(|training| training.command = words.into_iter().map(Into::into).collect())
    }

    /// The service account with its AWS permissions (SEC-13).
    pub fn identity(self, identity: &Identity) -> Self {
        self.with(|training| training.identity = Some(identity.spec().name.clone()))
    }

    /// A service it opens connections to (NP-11).
    pub fn talks_to<G, S>(self, service: &Inference<G, S>) -> Self {
        self.with(|training| training.talks_to.push(service.callee()))
    }

    /// Saves its progress this often into a bucket, and so outlasts its nodes (CST-01, CST-02).
    pub fn checkpoint(self, every: Duration, to: &Bucket<impl Sized>) -> Training<H, Covered> {
        let spec = self.with(|training| training.checkpoint = Some(Checkpoint { every, to: to.store() })).spec;
        Training { spec, known: PhantomData }
    }
}

/// Training jobs that outlast their nodes.
#[diagnostic::on_unimplemented(
    message = "[CST-02] this training job runs on Spot nodes and saves no checkpoints",
    label = "a job on Spot nodes without a checkpoint",
    note = "why: EC2 takes Spot nodes back at two minutes' notice, and the job would start again from its first step",
    note = "fix: add `.checkpoint(duration!(\"15m\"), &checkpoints)` with a `Bucket` that outlives the nodes"
)]
pub trait SurvivesInterruption: Sealed {}
impl<H, R> Sealed for Training<H, R> {}
#[diagnostic::do_not_recommend]
impl<H> SurvivesInterruption for Training<H, Steady> {}
#[diagnostic::do_not_recommend]
impl<H> SurvivesInterruption for Training<H, Covered> {}
