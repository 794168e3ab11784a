//! A notebook on the nodes of a group.

use std::marker::PhantomData;

use super::carries::carries;
use super::container::Container;
use super::devices::{Cpu, OffersDevices};
use super::identity::Identity;
use super::inference::Inference;
use super::namespace::Namespace;
use super::nodes::Nodes;
use super::storage::StorageClass;
use super::told::told;
use super::volume::mounts;
use crate::spec::{self, Home, Placement};
use crate::units::{CronSchedule, Duration, Name, Quantity};

/// A notebook server of one person, and what its node is made of.
#[derive(Debug)]
pub struct Notebook<H = Cpu> {
    spec: spec::Notebook,
    known: PhantomData<fn() -> H>,
}

carries!([H] Notebook<H> => spec::Notebook);
mounts!([H] Notebook<H>);
told!([H] Notebook<H>);

impl<H> Clone for Notebook<H> {
    fn clone(&self) -> Self {
        Self { spec: self.spec.clone(), known: PhantomData }
    }
}

impl Notebook {
    /// A notebook of this name on a node of `group`, with a home of this size on a volume of `class`.
    pub fn on<N: Nodes<H, R> + ?Sized, H, R>(
        group: &N,
        name: Name,
        namespace: &Namespace,
        container: Container,
        size: Quantity,
        class: &StorageClass,
    ) -> Notebook<H> {
        let Container { image, cpu, memory } = container;
        let spec = spec::Notebook {
            name,
            namespace: namespace.spec().name.clone(),
            placement: Placement::On(group.group_name().clone()),
            home: Home { size, class: Some(class.spec().name.clone()) },
            cpu,
            memory,
            image,
            ..Default::default()
        };
        Notebook { spec, known: PhantomData }
    }
}

impl<H> Notebook<H> {
    /// A kernel without work for so long is stopped.
    pub fn kernels_after(self, after: Duration) -> Self {
        self.with(|notebook| notebook.idle.get_or_insert_default().kernels_after = Some(after))
    }

    /// When the whole server is stopped, in UTC (CST-20).
    pub fn stop(self, schedule: CronSchedule) -> Self {
        self.with(|notebook| notebook.idle.get_or_insert_default().stop = Some(schedule))
    }

    /// Accelerators it asks for (ACC-08, ACC-12).
    pub fn gpus(self, gpus: u32) -> Self
    where
        H: OffersDevices,
    {
        self.with(|notebook| notebook.gpus = Some(gpus))
    }

    /// The command and its arguments; the image's own where none is given.
    pub fn command<W: Into<String>>(self, words: impl IntoIterator<Item = W>) -> Self {
        self.with(|notebook| notebook.command = words.into_iter().map(Into::into).collect())
    }

    /// The service account with its AWS permissions (SEC-13).
    pub fn identity(self, identity: &Identity) -> Self {
        self.with(|notebook| notebook.identity = Some(identity.spec().name.clone()))
    }

    /// A service it opens connections to (NP-11).
    pub fn talks_to<G, R>(self, service: &Inference<G, R>) -> Self {
        self.with(|notebook| notebook.talks_to.push(service.callee()))
    }
}
