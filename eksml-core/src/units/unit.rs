//! The contract every unit keeps: text in, canonical text out, one sentence on what it expects.
use std::fmt::Display;
use std::str::FromStr;

use super::Invalid;

/// A value that is parsed once and valid ever after.
pub trait Unit: FromStr<Err = Invalid> + Display + Clone {
    /// The form the unit accepts, with an example, written to follow the words "expected …".
    const EXPECTS: &'static str;

    /// Of a text that this unit refuses and eksctl takes: what eksml has no word for, and what to do about it.
    fn limit(_text: &str) -> Option<(String, String)> {
        None
    }
}
