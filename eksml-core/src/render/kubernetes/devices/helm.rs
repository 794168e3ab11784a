//! How the charts of device planes are installed: at a pinned version, into the namespace of device agents, with emitted values.

use crate::derived::DEVICE_NAMESPACE;

/// What follows the chart on Helm's command line.
pub(super) fn arguments(version: &str, folder: &str, values: &str) -> String {
    format!("--version {version} --namespace {DEVICE_NAMESPACE} --values {folder}/{values} --wait")
}
