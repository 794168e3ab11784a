//! Releases of node images, pinned: a pool that follows the newest replaces all its nodes on the day it comes out;
//! `facts/node_images.tsv`.
pub use super::tables::nodes::{AMAZON_LINUX_2023, BOTTLEROCKET};
