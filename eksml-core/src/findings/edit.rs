//! Edits: what mends a mistake, as data that can be printed and applied.

use crate::source::{Node, Path};
use crate::spec::At;

/// One change to what is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The part that is changed, in the spec or, for a rule about the ClusterConfig, in that.
    pub at: Path,
    /// What becomes of it.
    pub what: Change,
}

/// What becomes of a part.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It has this value, whether it was written before or not.
    Set(Node),
    /// It is not written.
    Remove,
    /// Its key is another.
    Rename(String),
    /// The list has this element too.
    Insert(Node),
}

/// Who may apply an edit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// A program: it takes no knowledge that eksml lacks, and changes nothing but what is wrong.
    Safe,
    /// Somebody who knows the platform.
    #[default]
    Decision,
}

impl Applicability {
    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Decision => "decision",
        }
    }
}

impl Edit {
    /// This part is to have this value.
    pub fn set<T: ?Sized>(at: &At<'_, T>, value: impl Into<Node>) -> Self {
        Self { at: at.path(), what: Change::Set(value.into()) }
    }

    /// This part is to go.
    pub fn remove<T: ?Sized>(at: &At<'_, T>) -> Self {
        Self { at: at.path(), what: Change::Remove }
    }

    /// This list is to have one more element.
    pub fn insert<T: ?Sized>(at: &At<'_, T>, value: impl Into<Node>) -> Self {
        Self { at: at.path(), what: Change::Insert(value.into()) }
    }

    /// The key at `at` is to be another.
    pub fn rename(at: Path, to: impl Into<String>) -> Self {
        Self { at, what: Change::Rename(to.into()) }
    }
}
