//! The promise of `eksml::output`: the folder holds one whole set, and nothing foreign is touched.
mod folder;

mod at_once;
mod emitting;
mod foreign;
mod killed;
mod recovery;
mod refusals;
mod scale;
mod staleness;
mod users;
