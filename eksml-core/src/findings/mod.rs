//! What eksml has to say about a platform: findings, each with a rule id, a place, a reason and a cure.

mod edit;
mod finding;
mod fix;
mod report;
mod said;

pub use edit::{Applicability, Change, Edit};
pub use finding::{Finding, Severity};
pub use fix::Fix;
pub use report::Report;
pub(crate) use said::Tongue;
pub use said::in_words;
