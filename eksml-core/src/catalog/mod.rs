//! Dated facts: instance types, regions and zones, Kubernetes versions, add-ons, images, retired things.
//!
//! Nothing in here computes or judges; rules ask and decide. Every table says when it was right and where it comes from, so that
//! bringing it up to date is a matter of one file. No other module may hold a fact with a date.
//!
//! ```
//! use eksml_core::catalog::{Accelerator, InstanceType, KubernetesVersion, Region};
//!
//! let facts = InstanceType::lookup("p5.48xlarge").expect("catalogued");
//! assert_eq!((facts.accelerator, facts.accelerator_count, facts.efa_interfaces), (Accelerator::Nvidia, 8, 32));
//!
//! let refused = "p3.2xlarge".parse::<InstanceType>().unwrap_err();
//! assert!(refused.problem.contains("retired"));
//! assert_eq!(Region::lookup("us-west-2").expect("a region").zones().count(), 4);
//! assert_eq!("1.35".parse(), Ok(KubernetesVersion::V1_35));
//! ```
pub mod addons;
pub mod ami;
pub mod charts;
pub mod images;
pub mod instance_types;
pub mod kubernetes;
pub mod log_retention;
pub mod mig;
pub mod node_agents;
pub mod node_policies;
pub mod regions;
pub mod releases;
pub mod retired;
pub mod served_apis;

pub use addons::Addon;
pub use ami::AmiFamily;
pub use instance_types::{Accelerator, Arch, Hypervisor, InstanceFacts, InstanceType};
pub use kubernetes::KubernetesVersion;
pub use log_retention::LOG_RETENTION_DAYS;
pub use node_policies::{can_join, is_node_policy};
pub(crate) use regions::is_of_eksctl_alone;
pub use regions::{Region, Zone};

use crate::units::Date;

/// The day on which the catalogue as a whole was last held against its sources; parts with another date say so themselves.
pub const AS_OF: Date = Date::known(2026, 11, 23);
