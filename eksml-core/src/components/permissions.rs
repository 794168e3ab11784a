//! What a component may do in AWS, as an association of Pod Identity says it.

use crate::derived::Statement;
use crate::eksctl::{InlineDocument, WellKnownPolicies};

/// The permissions of a component's role.
pub enum Permissions {
    /// Statements.
    Statements(Vec<Statement>),
    /// A whole policy.
    Document(InlineDocument),
    /// Policies that eksctl keeps.
    WellKnown(WellKnownPolicies),
}
