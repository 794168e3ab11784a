//! What a ClusterConfig is derived from, and a record of the parts of it that depend on something unknown.

use std::cell::RefCell;

use crate::catalog::{Region, Zone};
use crate::derived;
use crate::source::Path;
use crate::spec::{At, Cluster, Platform};

/// One cluster with the platform around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    /// The platform.
    pub(super) platform: At<'a, Platform>,
    /// The cluster.
    pub(super) cluster: At<'a, Cluster>,
    /// Where the unknown parts are recorded. Without a record, what is read counts for whoever asked for the ClusterConfig.
    pub(super) unknown: Option<&'a RefCell<Vec<Path>>>,
}

impl<'a> View<'a> {
    pub(super) fn region(&self) -> &'a Region {
        derived::region(self.platform, self.cluster)
    }

    pub(super) fn zones(&self) -> Vec<Zone> {
        derived::zones_of_cluster(self.platform, self.cluster)
    }

    /// The field of the part at `at` that `derive` returns: unknown if it depends on something unknown.
    pub(super) fn part<R>(&self, at: &Path, field: &'static str, derive: impl FnOnce() -> R) -> R {
        self.derived(derive, || at.field(field))
    }

    /// The same of an element of a list.
    pub(super) fn element<R>(&self, list: &Path, index: usize, derive: impl FnOnce() -> R) -> R {
        self.derived(derive, || list.index(index))
    }

    /// The same of the whole ClusterConfig.
    pub(super) fn whole<R>(&self, derive: impl FnOnce() -> R) -> R {
        self.derived(derive, Path::root)
    }

    /// A value that is taken over as it is: what is unknown of it is unknown in the field, and nothing else.
    pub(super) fn copied<T>(&self, at: &Path, field: &'static str, value: At<'a, T>) -> &'a T {
        let Some(record) = self.unknown else { return value.whole() };
        let (value, unknown) = value.with_unknown();
        record.borrow_mut().extend(unknown.iter().map(|part| at.field(field).join(part.steps())));
        value
    }

    fn derived<R>(&self, derive: impl FnOnce() -> R, place: impl FnOnce() -> Path) -> R {
        let Some(record) = self.unknown else { return derive() };
        let (result, depends) = self.cluster.depends(derive);
        if depends {
            record.borrow_mut().push(place());
        }
        result
    }
}

/// A struct of the ClusterConfig, each field a [part](View::part) of its own: what is not named is not set.
macro_rules! parts {
    ($view:expr, $at:expr, $Type:ident { $($field:ident $(: $value:expr)?),* $(,)? }) => {
        $Type {
            $($field: $view.part($at, stringify!($field), || $crate::derived::cluster_config::view::value!($field $(, $value)?)),)*
            ..$Type::default()
        }
    };
}

macro_rules! value {
    ($field:ident) => {
        $field
    };
    ($field:ident, $value:expr) => {
        $value
    };
}

pub(super) use {parts, value};
