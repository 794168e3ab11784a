//! The team's infrastructure.

pub mod platform;

/// Where the build script left the manifests of this build.
pub const MANIFESTS: &str = env!("EKSML_MANIFESTS");
