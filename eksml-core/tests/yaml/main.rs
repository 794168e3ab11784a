//! The promise of `eksml_core::yaml`: what is written is what every reader reads.
mod nasty;
mod resolver_1_1;

mod judges;
mod numbers;
mod speed;
mod strings;
mod trees;
