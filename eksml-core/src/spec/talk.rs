//! Whom a workload talks to, and who may talk to it.

use super::Traffic;
use super::declare::spec;
use crate::units::Name;

spec! {
    /// Somebody a workload opens connections to. Both ends get their NetworkPolicy (NP-11).
    pub enum Callee {
        /// An inference service of the cluster, in whatever namespace, on its port.
        Service(Name),
        /// Anybody else, by addresses or namespaces and ports.
        Others(Traffic),
    }
}
