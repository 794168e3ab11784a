//! The tables of the repository's `facts/`, as the catalogue includes them.
//!
//! `cargo xtask facts write` writes every other file of this folder, and a test of `xtask` holds them to the tables: change those.
#[rustfmt::skip]
pub(super) mod addons;
#[rustfmt::skip]
pub(super) mod charts;
#[rustfmt::skip]
pub mod dates;
#[rustfmt::skip]
pub(super) mod devices;
#[rustfmt::skip]
pub(super) mod images;
#[rustfmt::skip]
pub(super) mod kubernetes;
#[rustfmt::skip]
pub(super) mod nodes;
#[rustfmt::skip]
pub(super) mod regions;
#[rustfmt::skip]
pub(super) mod served_apis;
