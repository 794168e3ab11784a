//! The promise of `eksml_core::output`: the folder holds one whole set, and nothing foreign is touched.
#![cfg(feature = "k8s")]
mod folder;

mod at_once;
mod emitting;
mod foreign;
mod killed;
mod recovery;
mod refusals;
mod scale;
mod staleness;
