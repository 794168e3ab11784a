//! Who can talk to whom, evaluated over the NetworkPolicies that were emitted, not over what they were derived from.
//!
//! A connection passes where both ends allow it: the policies that select the caller, and those that select the called. An end that
//! no policy selects is open. Pods have addresses of the VPC, which is what address blocks are held against.

mod end;
mod matrix;
mod network;
mod pods;
mod verdict;

pub use end::End;
pub use matrix::Matrix;
pub use network::Network;
pub use pods::Pod;
pub use verdict::Verdict;

use crate::render::{self, Refusal};
use crate::spec::Platform;

/// Why there is no answer.
#[derive(Debug)]
pub enum Unanswered {
    /// The platform breaks rules, so that nothing is emitted.
    Unsound(Refusal),
    /// An end of the connection is nobody the platform knows.
    Unknown(String),
}

impl std::fmt::Display for Unanswered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unsound(refusal) => refusal.fmt(f),
            Self::Unknown(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Unanswered {}

/// Who can talk to whom in a platform, as its methods.
pub trait Reachability {
    /// The network of each cluster, as its emitted policies make it.
    ///
    /// # Errors
    /// When the platform breaks rules and emits nothing.
    fn networks(&self) -> Result<Vec<Network>, Unanswered>;

    /// Whether `from` can open a connection to `to`, in every cluster that has both. Ends are written as [`End`] says.
    ///
    /// # Errors
    /// When the platform emits nothing, or an end is nobody it knows.
    fn connection(&self, from: &str, to: &str) -> Result<Verdict, Unanswered>;
}

impl Reachability for Platform {
    fn networks(&self) -> Result<Vec<Network>, Unanswered> {
        let set = render::manifests(self).map_err(Unanswered::Unsound)?;
        Ok(self.clusters.iter().map(|cluster| Network::of(cluster, &set)).collect())
    }

    fn connection(&self, from: &str, to: &str) -> Result<Verdict, Unanswered> {
        let mut verdict: Option<Verdict> = None;
        let mut unknown = String::from("the platform has no cluster");
        for network in self.networks()? {
            match network.connection(from, to) {
                Ok(here) => verdict = Some(verdict.map_or(here.clone(), |before| before.and(here))),
                Err(why) => unknown = why,
            }
        }
        verdict.ok_or(Unanswered::Unknown(unknown))
    }
}
