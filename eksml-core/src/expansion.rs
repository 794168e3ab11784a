//! What the expansion of `platform!` calls. Not for people: it may change with any release.

use indexmap::IndexMap;

use crate::spec::{MapKey, Spec, Written, unit as read_unit};
use crate::units::Unit;

/// A unit from a text that the macro has read already.
pub fn unit<T: Unit + StandIn>(text: &str) -> T {
    read_unit(text, false).unwrap_or_else(|_| T::stand_in())
}

/// A unit from a word that the macro has read already; `_` may stand for `-`.
pub fn word<T: Unit + StandIn>(text: &str) -> T {
    read_unit(text, true).unwrap_or_else(|_| T::stand_in())
}

/// The key of a map, from a text that the macro has read already.
pub fn key<K: MapKey + StandIn>(text: &str) -> K {
    K::read(text).unwrap_or_else(|_| K::stand_in())
}

/// What stands where something could not be read; there is a compile error beside it.
pub fn stand_in<T: StandIn>() -> T {
    T::stand_in()
}

/// A map of entries in their order.
pub fn map<K: std::hash::Hash + Eq, V, const N: usize>(entries: [(K, V); N]) -> IndexMap<K, V> {
    IndexMap::from_iter(entries)
}

/// A list and what was written after it one by one.
pub fn extended<T>(mut list: Vec<T>, more: Vec<T>) -> Vec<T> {
    list.extend(more);
    list
}

/// Where everything was written.
pub fn written(file: &str, table: &str) -> Written {
    Written::from_table(file, table)
}

/// The value of a `{expression}`.
pub fn fill<T, V: Fills<T>>(value: V) -> T {
    value.fill()
}

/// Anything with a stand-in.
pub trait StandIn {
    /// The stand-in.
    fn stand_in() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Spec> StandIn for T {
    fn stand_in() -> Self {
        T::stand_in()
    }
}

/// An expression whose value may stand in a place of type `T`.
#[diagnostic::on_unimplemented(
    message = "[DSL-02] an expression of type `{Self}` cannot stand here",
    label = "this place takes a `{T}`",
    note = "parse texts into the type first, for example `let cidr: Cidr = \"10.0.0.0/16\".parse()?;`"
)]
pub trait Fills<T> {
    /// The value in its place.
    fn fill(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T> Fills<T> for T {
    fn fill(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> Fills<Option<T>> for T {
    fn fill(self) -> Option<T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl Fills<String> for &str {
    fn fill(self) -> String {
        self.to_owned()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Clone, const N: usize> Fills<Vec<T>> for [T; N] {
    fn fill(self) -> Vec<T> {
        self.to_vec()
    }
}
