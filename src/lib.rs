//! Amazon EKS platforms for AI/ML as compile-time-checked Rust: what would hurt in production does not compile.
//!
//! Write the platform with [`platform!`] (or with the typed builders), then use it in any of three ways:
//!
//! ```no_run
//! # fn platform() -> eksml::Platform { unimplemented!() }
//! // A binary: `cargo run` writes manifests/.
//! fn main() -> std::process::ExitCode {
//!     eksml::run(platform())
//! }
//! ```
//!
//! - [`run`]: the command line inside your own binary (`emit`, `check`, `list`, `explain`).
//! - [`build_script::emit`]: the same set from `build.rs`.
//! - [`testing`]: assertions for `cargo test`; [`assert_reaches!`] and [`assert_blocked!`] over the emitted NetworkPolicies.
//!
//! The road is spec → rules → gate → manifests: [`spec`] is the platform as plain data, [`rules`] judges it, [`render::manifests`]
//! is the only way to output, [`output`] writes it as one atomic step.

pub mod build_script;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod run;
pub mod testing;

pub mod prelude {
    //! What an infrastructure repository imports.
    pub use crate::raw::RawDoor as _;
    pub use crate::reachability::Reachability as _;
    pub use crate::render::Gate as _;
    pub use crate::testing::Assertions as _;
    pub use crate::units::{AccountId, Cidr, KeyArn, Name, Quantity, RoleArn};
    pub use crate::{Platform, platform};
}

#[doc(hidden)]
pub use eksml_core::components;
pub use eksml_core::{builder, catalog, derived, eksctl, patterns, rules, source, spec, units, yaml};
pub use eksml_emit::{findings, k8s_openapi, output, raw, reachability, render};
pub use eksml_macros::{
    account, capacity, cidr, cold, cron, data_key, date, duration, file_system, host, image, instance, key_arn, label_key,
    label_value, name, platform, quantity, queue_arn, region, replication, role_arn, s3_bucket, security_group, subnet, variable,
    version, zone,
};
pub use run::{ExitStatus, run, run_with};
pub use spec::Platform;

#[doc(hidden)]
pub use eksml_core::expansion as __macro;
