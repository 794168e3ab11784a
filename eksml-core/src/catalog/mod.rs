//! Dated facts: instance types, regions and zones, Kubernetes versions, add-ons, images, retired things.
//!
//! Nothing in here computes or judges; rules ask and decide. What has a date stands in a table of the repository's `facts/`, which
//! says when it was right and where it comes from; `tables` is written from those. No other module may hold a fact with a date.
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
pub mod mig;
pub mod node_agents;
pub mod node_policies;
pub mod regions;
pub mod releases;
pub mod retired;
pub mod served_apis;
mod tables;

pub use addons::Addon;
pub use ami::AmiFamily;
pub use instance_types::{Accelerator, Arch, Hypervisor, InstanceFacts, InstanceType};
pub use kubernetes::KubernetesVersion;
pub use node_policies::{can_join, is_node_policy};
pub(crate) use regions::is_of_eksctl_alone;
pub use regions::{Region, Zone};
pub use tables::dates::{self, OLDEST as AS_OF};
pub use tables::nodes::LOG_RETENTION_DAYS;
