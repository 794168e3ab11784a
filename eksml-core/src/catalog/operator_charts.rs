//! The Helm charts of operators that emitted objects need, pinned by version, and the manifests of Argo CD.

use crate::units::Date;

/// A Helm chart in an OCI registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Its name.
    pub name: &'static str,
    /// The registry and repository it is in, without scheme and name.
    pub repository: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The namespace it is installed into.
    pub namespace: &'static str,
    /// The day the version was last held against its source.
    pub as_of: Date,
    /// Where the version comes from.
    pub source: &'static str,
}

/// JobSet: several Jobs that start together.
pub const JOBSET: Chart = Chart {
    name: "jobset",
    repository: "registry.k8s.io/jobset/charts",
    version: "0.12.0",
    namespace: "jobset-system",
    as_of: Date::known(2026, 11, 23),
    source: "kubernetes-sigs/jobset release v0.12.0, Helm chart",
};

/// The manifests of Argo CD, for a cluster that runs its own (argoproj/argo-cd release v3.5.4, 2026-11-23).
pub const ARGO_CD: &str = "https://raw.githubusercontent.com/argoproj/argo-cd/v3.5.4/manifests/install.yaml";
