//! What eksml has to say about a platform: findings, each with a rule id, a place, a reason and a cure.

mod finding;
mod fix;
mod report;
#[cfg(feature = "k8s")]
mod terminal;

pub use finding::{Finding, Severity};
pub use fix::Fix;
pub use report::Report;
#[cfg(feature = "k8s")]
pub use terminal::{Colour, render, render_at};
