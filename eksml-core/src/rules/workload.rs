//! What training jobs and inference services have in common, through the lens.

use crate::spec::{At, Cache, Cluster, Inference, Mount, Placement, Training};
use crate::units::{Name, Quantity};

/// A training job or an inference service.
#[derive(Debug, Clone)]
pub enum Workload<'a> {
    /// A training job.
    Training(At<'a, Training>),
    /// An inference service.
    Inference(At<'a, Inference>),
}

macro_rules! in_common {
    ($($(#[$meta:meta])* $field:ident: $ty:ty;)*) => {
        impl<'a> Workload<'a> {$(
            $(#[$meta])*
            pub fn $field(&self) -> At<'a, $ty> {
                match self {
                    Self::Training(it) => it.$field(),
                    Self::Inference(it) => it.$field(),
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
    /// CPU each Pod asks for.
    cpu: Quantity;
    /// Memory each Pod asks for.
    memory: Quantity;
    /// Its service account.
    identity: Option<Name>;
    /// The volumes it mounts.
    mounts: Vec<Mount>;
    /// Its directories on the node's disk.
    caches: Vec<Cache>;
    /// Its priority class, as written.
    priority: Option<Name>;
}

impl<'a> Workload<'a> {
    /// Every workload of a cluster: training jobs, then inference services.
    pub fn all(cluster: &At<'a, Cluster>) -> impl Iterator<Item = Self> + use<'a> {
        let inference = cluster.inference().iter().map(Self::Inference);
        cluster.training().iter().map(Self::Training).chain(inference)
    }

    /// What it is called in a message: "training job `pretrain`".
    pub fn shown(&self) -> String {
        match self {
            Self::Training(_) => format!("training job `{}`", *self.name()),
            Self::Inference(_) => format!("inference service `{}`", *self.name()),
        }
    }

    /// Accelerators each Pod asks for; none when it names none.
    pub fn devices(&self) -> u32 {
        self.gpus().get().map_or(0, |gpus| *gpus)
    }

    /// Pods at once: the nodes of a job, the replicas of a service.
    pub fn pods(&self) -> u32 {
        match self {
            Self::Training(it) => it.nodes().get().map_or(1, |nodes| *nodes),
            Self::Inference(it) => *it.replicas(),
        }
    }

    /// The word that says how many Pods there are, to report at.
    pub fn pods_word(&self) -> At<'a, ()> {
        match self {
            Self::Training(it) => it.field("nodes", |_| &()),
            Self::Inference(it) => it.field("replicas", |_| &()),
        }
    }
}
