//! What eksml has to say about a platform: findings, each with a rule id, a place, a reason and a cure.

mod finding;
mod fix;
mod report;

pub use finding::{Finding, Severity};
pub use fix::Fix;
pub use report::Report;
