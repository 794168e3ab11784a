//! eksctl's ClusterConfig: the whole of it, read and written alike, and judged as eksctl would.

mod any_bytes;
mod cures;
mod examples;
mod findings;
mod fixes;
mod model;
mod rules;
mod standing;
