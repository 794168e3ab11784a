//! Applied objects: whatever the API server is given, by whom ever it was written, as facts that the rules about platforms judge.
//!
//! A Pod that somebody wrote by hand is read into the same facts as one that follows from a word: which nodes it may run on, what it
//! asks for, how many there are. Whatever an object does not say in words of the platform is unknown, and rules that look there stay
//! silent by themselves, as they do at a hole. So no rule is written twice.

mod facts;
mod in_keys;
mod judge;
mod nodes;
mod object;
mod pods;

pub use facts::DEVICES;
pub(crate) use facts::{containers, meets};
pub use judge::{Applied, Breaches, Found, Nodes, judge, judge_of};
pub use object::Object;
pub(crate) use object::{amount, at, is_false, is_true, items, number, text};
pub use pods::{Pods, Runs, pods};
