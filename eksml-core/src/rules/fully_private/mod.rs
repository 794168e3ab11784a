//! Fully private clusters: what their nodes do not reach. Of an eksctl file alone nobody knows what will run there, so that files are not
//! held to it.

mod endpoints;
mod images;

use super::{Check, Example, Findings, Rule, Scope};

pub(super) const RULES: &[Rule] = &[endpoints::NET_18, images::SEC_22, images::SEC_23, images::SEC_24];
