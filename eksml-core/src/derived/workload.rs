//! Workloads of every kind, by what they have in common.

use indexmap::IndexMap;

use crate::spec::{
    At, Cache, Callee, Cluster, ConfigFiles, Identity, ImageArch, Inference, Lens, Mount, Notebook, Placement, Processing,
    SecretUse, Training,
};
use crate::units::{Image, Name, Quantity, VariableName};

/// A workload of any kind.
#[derive(Debug, Clone, Copy)]
pub enum Workload<'a> {
    /// A training job.
    Training(At<'a, Training>),
    /// An inference service.
    Inference(At<'a, Inference>),
    /// Data processing.
    Processing(At<'a, Processing>),
    /// A notebook.
    Notebook(At<'a, Notebook>),
}

macro_rules! in_common {
    ($($(#[$meta:meta])* $field:ident: $ty:ty;)*) => {
        impl<'a> Workload<'a> {$(
            $(#[$meta])*
            pub fn $field(&self) -> At<'a, $ty> {
                match self {
                    Self::Training(it) => it.$field(),
                    Self::Inference(it) => it.$field(),
                    Self::Processing(it) => it.$field(),
                    Self::Notebook(it) => it.$field(),
                }
            }
        )*}
    };
}

in_common! {
    /// Its name.
    name: Name;
    /// Its namespace.
    namespace: Name;
    /// The nodes it runs on.
    placement: Placement;
    /// Accelerators per Pod, as written.
    gpus: Option<u32>;
    /// Memory of GPUs that each Pod fills.
    gpu_memory: Option<Quantity>;
    /// CPU each Pod asks for.
    cpu: Quantity;
    /// Memory each Pod asks for.
    memory: Quantity;
    /// What its container runs in place of the image's own program.
    command: Vec<String>;
    /// The container image.
    image: Image;
    /// The processors the image is built for.
    image_arch: ImageArch;
    /// Its service account.
    identity: Option<Name>;
    /// The volumes it mounts.
    mounts: Vec<Mount>;
    /// Its directories on the node's disk.
    caches: Vec<Cache>;
    /// Its environment variables.
    env: IndexMap<VariableName, String>;
    /// The Secrets it uses.
    secrets: Vec<SecretUse>;
    /// Its files.
    configs: Vec<ConfigFiles>;
    /// Its priority class, as written.
    priority: Option<Name>;
    /// Whom it opens connections to.
    talks_to: Vec<Callee>;
}

macro_rules! is_a_workload {
    ($($Kind:ident),*) => {
        $(impl<'a> From<At<'a, $Kind>> for Workload<'a> {
            fn from(at: At<'a, $Kind>) -> Self {
                Self::$Kind(at)
            }
        }

        impl<'a> From<&At<'a, $Kind>> for Workload<'a> {
            fn from(at: &At<'a, $Kind>) -> Self {
                Self::$Kind(*at)
            }
        }

        impl<'a> From<&'a $Kind> for Workload<'a> {
            fn from(value: &'a $Kind) -> Self {
                Self::$Kind(At::of(value))
            }
        })*
    };
}

is_a_workload!(Training, Inference, Processing, Notebook);

impl<'a> From<&Workload<'a>> for Workload<'a> {
    fn from(workload: &Workload<'a>) -> Self {
        *workload
    }
}

impl<'a> Workload<'a> {
    /// Whatever is mounted for it, by its name, and where.
    pub fn mounted(&self) -> impl Iterator<Item = (At<'a, Name>, At<'a, String>)> + use<'a> {
        let mounts = self.mounts().iter().map(|mount| (mount.volume(), mount.at()));
        let caches = self.caches().iter().map(|cache| (cache.name(), cache.at()));
        let configs = self.configs().iter().map(|config| (config.name(), config.at()));
        let secrets = self.secrets().iter().filter_map(|secret| Some((secret.name(), secret.at().get()?)));
        mounts.chain(caches).chain(configs).chain(secrets)
    }

    /// Every workload of a cluster: training jobs, inference services, data processing, notebooks.
    pub fn all(cluster: impl Lens<'a, Cluster>) -> impl Iterator<Item = Self> {
        let cluster = cluster.into();
        let inference = cluster.inference().iter().map(Self::Inference);
        let processing = cluster.processing().iter().map(Self::Processing);
        let notebooks = cluster.notebooks().iter().map(Self::Notebook);
        cluster.training().iter().map(Self::Training).chain(inference).chain(processing).chain(notebooks)
    }

    /// The identity it runs as, if it names one that is declared in its namespace.
    pub fn identity_in(&self, cluster: &At<'a, Cluster>) -> Option<At<'a, Identity>> {
        let (name, namespace) = (self.identity().get()?, self.namespace());
        let same = |identity: &At<'a, Identity>| *identity.name() == *name && *identity.namespace() == *namespace;
        cluster.identities().iter().find(same)
    }

    /// The notebook, if it is one.
    pub fn notebook(&self) -> Option<At<'a, Notebook>> {
        if let Self::Notebook(it) = self { Some(*it) } else { None }
    }

    /// The queue it names; `None` for what never waits in one.
    pub fn queue(&self) -> Option<At<'a, Option<Name>>> {
        match self {
            Self::Training(it) => Some(it.queue()),
            Self::Inference(it) => Some(it.queue()),
            Self::Processing(it) => Some(it.queue()),
            Self::Notebook(_) => None,
        }
    }

    /// Its kind, as its Pods' label `app.kubernetes.io/component` says it.
    pub fn component(&self) -> &'static str {
        match self {
            Self::Training(_) => "training",
            Self::Inference(_) => "inference",
            Self::Processing(_) => "processing",
            Self::Notebook(_) => "notebook",
        }
    }

    /// What it is called in a message: "training job `pretrain`".
    pub fn shown(&self) -> String {
        let kind = match self {
            Self::Training(_) => "training job",
            Self::Inference(_) => "inference service",
            Self::Processing(_) => "data processing",
            Self::Notebook(_) => "notebook",
        };
        format!("{kind} `{}`", *self.name())
    }

    /// Accelerators each Pod asks for; none when it names none.
    pub fn devices(&self) -> u32 {
        self.gpus().get().map_or(0, |gpus| *gpus)
    }

    /// The most Pods at once: the nodes of a job, the replicas of a service under full load, the parts that are worked on together.
    pub fn pods(&self) -> u32 {
        match self {
            Self::Training(it) => it.nodes().get().map_or(1, |nodes| *nodes),
            Self::Inference(it) => {
                let replicas = it.autoscale().get().map_or_else(|| *it.replicas(), |autoscale| *autoscale.up_to());
                replicas.saturating_mul(it.over().get().map_or(1, |over| *over.nodes()))
            }
            Self::Processing(it) => {
                let parts = it.parts().get().map_or(1, |parts| *parts);
                it.at_once().get().map_or(parts, |at_once| *at_once)
            }
            Self::Notebook(_) => 1,
        }
    }

    /// The word that says how many Pods there are, to report at.
    pub fn pods_word(&self) -> At<'a, ()> {
        match self {
            Self::Training(it) => it.field("nodes", |_| &()),
            Self::Inference(it) => {
                it.autoscale().get().map_or_else(|| it.field("replicas", |_| &()), |autoscale| autoscale.field("up_to", |_| &()))
            }
            Self::Processing(it) => it.field(if it.at_once().get().is_some() { "at_once" } else { "parts" }, |_| &()),
            Self::Notebook(it) => it.field("name", |_| &()),
        }
    }

    /// Whether each of its Pods takes a node, because all of them are needed at once on different ones.
    pub fn takes_nodes(&self) -> bool {
        match self {
            Self::Training(_) => true,
            Self::Inference(it) => it.over().get().is_some(),
            Self::Processing(_) | Self::Notebook(_) => false,
        }
    }
}
