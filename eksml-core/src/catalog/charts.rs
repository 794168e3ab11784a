//! The Helm charts eksml installs itself, pinned by version, and the manifests of Argo CD; `facts/charts.tsv` and `facts/manifests.tsv`.
pub use super::tables::charts::*;

/// A chart pinned to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinnedChart {
    /// The chart's name in its repository.
    pub name: &'static str,
    /// The repository: `https://…`, or `oci://…` without the chart's name.
    pub repo: &'static str,
    /// The chart's version.
    pub version: &'static str,
    /// Where the version comes from.
    pub source: &'static str,
}
