//! A platform as it was written, before it is a spec: a small value tree that remembers where every word stood.
//!
//! Every door (the macro's tokens, an imported file) produces the same [`Node`]s; [`crate::spec`] reads them. What the door could
//! not know yet (`{expr}` in the macro) is a [`Value::Hole`]: nothing is assumed about it.

mod node;
mod path;
mod places;
mod plain_data;

pub use node::{Entry, Mark, Node, Value};
pub use path::{Path, Step};
pub use places::{Place, Places};
