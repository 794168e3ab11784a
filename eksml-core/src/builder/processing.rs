//! Data processing on the nodes of a group.

use std::marker::PhantomData;

use super::carries::carries;
use super::container::Container;
use super::devices::{Cpu, OffersDevices};
use super::identity::Identity;
use super::inference::Inference;
use super::namespace::Namespace;
use super::nodes::Nodes;
use super::queue::Queue;
use super::told::told;
use super::volume::mounts;
use crate::spec::{self, Placement};
use crate::units::{CronSchedule, Duration, Name};

/// Data processing, and what its nodes are made of. It may run on Spot: a part that lost its node is done again (SCH-12).
#[derive(Debug)]
pub struct Processing<H = Cpu> {
    spec: spec::Processing,
    known: PhantomData<fn() -> H>,
}

carries!([H] Processing<H> => spec::Processing);
mounts!([H] Processing<H>);
told!([H] Processing<H>);

impl<H> Clone for Processing<H> {
    fn clone(&self) -> Self {
        Self { spec: self.spec.clone(), known: PhantomData }
    }
}

impl Processing {
    /// Work of this name on the nodes of `group`, in one part, once.
    pub fn on<N: Nodes<H, R> + ?Sized, H, R>(
        group: &N,
        name: Name,
        namespace: &Namespace,
        container: Container,
    ) -> Processing<H> {
        let Container { image, cpu, memory } = container;
        let spec = spec::Processing {
            name,
            namespace: namespace.spec().name.clone(),
            placement: Placement::On(group.group_name().clone()),
            cpu,
            memory,
            image,
            ..Default::default()
        };
        Processing { spec, known: PhantomData }
    }
}

impl<H> Processing<H> {
    /// Parts of the work, and how many are worked on at once (SCH-12).
    pub fn parts(self, parts: u32, at_once: u32) -> Self {
        self.with(|work| (work.parts, work.at_once) = (Some(parts), Some(at_once)))
    }

    /// When it runs again and again, in UTC.
    pub fn schedule(self, schedule: CronSchedule) -> Self {
        self.with(|work| work.schedule = Some(schedule))
    }

    /// How long it may take before it is given up (SCH-12).
    pub fn give_up_after(self, after: Duration) -> Self {
        self.with(|work| work.give_up_after = Some(after))
    }

    /// The queue it waits in (SCH-09).
    pub fn queue(self, queue: &Queue) -> Self {
        self.with(|work| work.queue = Some(queue.spec().name.clone()))
    }

    /// Accelerators per Pod (ACC-08, ACC-12).
    pub fn gpus(self, gpus: u32) -> Self
    where
        H: OffersDevices,
    {
        self.with(|work| work.gpus = Some(gpus))
    }

    /// The command and its arguments; the image's own where none is given.
    pub fn command<W: Into<String>>(self, words: impl IntoIterator<Item = W>) -> Self {
        self.with(|work| work.command = words.into_iter().map(Into::into).collect())
    }

    /// The service account with its AWS permissions (SEC-13).
    pub fn identity(self, identity: &Identity) -> Self {
        self.with(|work| work.identity = Some(identity.spec().name.clone()))
    }

    /// A service it opens connections to (NP-11).
    pub fn talks_to<G, R>(self, service: &Inference<G, R>) -> Self {
        self.with(|work| work.talks_to.push(service.callee()))
    }
}
