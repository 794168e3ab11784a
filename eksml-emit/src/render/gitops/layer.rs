//! The order in which GitOps applies a cluster's files: what comes later needs what came before (EM-06).

/// A layer of files; operators, with their definitions, come before all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    /// Namespaces, permissions, network policies, storage classes.
    Foundation,
    /// Agents, controllers, queues and metrics: what uses both.
    Services,
    /// Training jobs and inference services.
    Workloads,
}

impl Layer {
    /// The layers in apply order.
    pub(super) const ALL: [Self; 3] = [Self::Foundation, Self::Services, Self::Workloads];

    /// The layer of a file, by the number that its name begins with.
    pub(super) fn of(file: &str) -> Self {
        match file.as_bytes().first() {
            Some(b'0'..=b'3') => Self::Foundation,
            Some(b'4'..=b'6') => Self::Services,
            _ => Self::Workloads,
        }
    }

    /// Its name, also that of its folder.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Foundation => "foundation",
            Self::Services => "services",
            Self::Workloads => "workloads",
        }
    }

    /// Argo CD's sync wave of its objects.
    pub(super) fn wave(self) -> &'static str {
        match self {
            Self::Foundation => "1",
            Self::Services => "2",
            Self::Workloads => "3",
        }
    }
}
