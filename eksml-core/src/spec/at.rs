//! The lens on a spec: a value, its place, and whether what was read is known at all.
//!
//! In `platform!` a value may be an expression the compiler cannot evaluate yet. A rule must not judge by the stand-in that the
//! spec holds there. So rules, and everything that is derived from a spec, read values through [`At`], which notes in its
//! [`Knowledge`] when the value (or any part of it) is unknown; findings that depend on such a read are dropped, and the same rule
//! speaks at the gate instead, when everything is known. There, and in renderers, [`At::of`] looks at a value without notes.

use std::fmt;
use std::ops::Deref;

use indexmap::IndexMap;

use super::knowledge::{Knowledge, Place};
use crate::source::Path;

/// The step from an enum to the payload of its variant, as Rust itself writes it.
pub(super) const PAYLOAD: &str = "0";

/// The step from an entry of a map to its key.
pub(super) const KEY: &str = "key";

/// A value of the spec with its place. Dereference it to read the whole value; step through its fields to read only a part.
#[derive(Debug)]
pub struct At<'a, T: ?Sized> {
    value: &'a T,
    place: Place,
    knowledge: Option<&'a Knowledge>,
}

impl<T: ?Sized> Clone for At<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for At<'_, T> {}

impl<T: ?Sized> Deref for At<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.whole()
    }
}

/// Shows the whole value.
impl<T: ?Sized + fmt::Display> fmt::Display for At<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.whole().fmt(f)
    }
}

/// Compares the values, with a read of both.
impl<T: ?Sized + PartialEq> PartialEq for At<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.whole() == other.whole()
    }
}

/// What a lens can be made of: a lens, or a value of which everything is known. Whatever is derived from a spec takes either.
pub trait Lens<'a, T: ?Sized + 'a>: Into<At<'a, T>> {}

impl<'a, T: ?Sized + 'a, L: Into<At<'a, T>>> Lens<'a, T> for L {}

/// A value of which everything is known.
impl<'a, T: ?Sized> From<&'a T> for At<'a, T> {
    fn from(value: &'a T) -> Self {
        Self::of(value)
    }
}

impl<'a, T: ?Sized> From<&At<'a, T>> for At<'a, T> {
    fn from(at: &At<'a, T>) -> Self {
        *at
    }
}

impl<'a, T: ?Sized> From<&&'a T> for At<'a, T> {
    fn from(value: &&'a T) -> Self {
        Self::of(value)
    }
}

impl<'a, T: ?Sized> At<'a, T> {
    /// A value of which everything is known, and which stands nowhere: what renderers derive from. No read of it is noted.
    pub fn of(value: &'a T) -> Self {
        Self { value, place: Place::ROOT, knowledge: None }
    }

    /// A whole spec.
    pub fn root(value: &'a T, knowledge: &'a Knowledge) -> Self {
        Self { value, place: Place::ROOT, knowledge: Some(knowledge) }
    }

    /// Where this value stands.
    pub fn path(&self) -> Path {
        self.knowledge.map_or_else(Path::root, |knowledge| knowledge.path(self.place))
    }

    /// Whether this is the value that stands at the place of `other`.
    pub fn is_at<U: ?Sized>(&self, other: &At<'_, U>) -> bool {
        self.place == other.place && (self.knowledge.is_some() || std::ptr::addr_eq(self.value, other.value))
    }

    /// The whole value, for as long as the spec lives.
    pub fn whole(&self) -> &'a T {
        if let Some(knowledge) = self.knowledge {
            knowledge.read(self.place);
        }
        self.value
    }

    /// The whole value if all of it is known. For what is offered as a fix, which is no worse for not knowing everything; a rule
    /// that judges by the answer would judge by what is unknown.
    pub fn known(&self) -> Option<&'a T> {
        self.knowledge.is_none_or(|knowledge| knowledge.knows(self.place)).then_some(self.value)
    }

    /// The value whatever is known of it, without a note: for what finds places in it, and judges nothing.
    pub(crate) fn any(&self) -> &'a T {
        self.value
    }

    /// The value, and the parts of it that are unknown, as paths from it: for what copies a value together with what is known of it.
    pub(crate) fn with_unknown(&self) -> (&'a T, Vec<Path>) {
        (self.value, self.knowledge.map_or_else(Vec::new, |knowledge| knowledge.unknown_at(self.place)))
    }

    /// What `derive` returns, and whether it depends on something unknown. Its reads do not count for anything else.
    pub(crate) fn depends<R>(&self, derive: impl FnOnce() -> R) -> (R, bool) {
        match self.knowledge {
            Some(knowledge) => knowledge.depends(derive),
            None => (derive(), false),
        }
    }

    /// A place below this value by its steps, for what looks at values of any type.
    pub fn below(&self, steps: &Path) -> At<'a, ()> {
        let place = steps.steps().iter().fold(self.place, |place, step| match self.knowledge {
            Some(knowledge) => knowledge.step(place, step.clone()),
            None => place,
        });
        At { value: &(), place, knowledge: self.knowledge }
    }

    /// A field. The spec's own declarations make a method of every field; rules use those.
    pub fn field<F: ?Sized>(&self, name: &'static str, get: impl FnOnce(&'a T) -> &'a F) -> At<'a, F> {
        let place = self.knowledge.map_or(self.place, |knowledge| knowledge.field(self.place, name));
        At { value: get(self.value), place, knowledge: self.knowledge }
    }

    /// The payload of an enum variant, if the value is that variant.
    pub fn variant<P: ?Sized>(&self, get: impl FnOnce(&'a T) -> Option<&'a P>) -> Option<At<'a, P>> {
        self.pass();
        let value = get(self.value)?;
        Some(self.field(PAYLOAD, |_| value))
    }

    /// Whether the value is a certain enum variant, whatever its payload.
    pub fn is(&self, variant: impl FnOnce(&'a T) -> bool) -> bool {
        self.pass();
        variant(self.value)
    }

    /// Reads that there is a value, and none of its parts.
    fn pass(&self) {
        if let Some(knowledge) = self.knowledge {
            knowledge.pass(self.place);
        }
    }
}

impl<'a, T> At<'a, Option<T>> {
    /// The value, if it is there.
    pub fn get(&self) -> Option<At<'a, T>> {
        self.pass();
        Some(At { value: self.value.as_ref()?, place: self.place, knowledge: self.knowledge })
    }

    /// Whether it is there; none of it is read.
    pub fn is_some(&self) -> bool {
        self.get().is_some()
    }

    /// Whether it is absent; none of it is read.
    pub fn is_none(&self) -> bool {
        self.get().is_none()
    }
}

impl<'a, T> At<'a, Vec<T>> {
    /// The elements in order.
    pub fn iter(&self) -> impl Iterator<Item = At<'a, T>> + use<'a, T> {
        self.pass();
        let of = *self;
        self.value.iter().enumerate().map(move |(index, value)| of.element(index, value))
    }

    /// The first element.
    pub fn first(&self) -> Option<At<'a, T>> {
        self.iter().next()
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.pass();
        self.value.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn element(&self, index: usize, value: &'a T) -> At<'a, T> {
        let place = self.knowledge.map_or(self.place, |knowledge| knowledge.element(self.place, index));
        At { value, place, knowledge: self.knowledge }
    }
}

impl<'a, K: fmt::Display, T> At<'a, IndexMap<K, T>> {
    /// The keys in declared order; a finding about one stands under the key, not under its value.
    pub fn keys(&self) -> impl Iterator<Item = At<'a, K>> + use<'a, K, T> {
        self.pass();
        let of = *self;
        self.value.keys().map(move |key| of.entry(key, &()).field(KEY, |()| key))
    }

    /// The entries in declared order.
    pub fn iter(&self) -> impl Iterator<Item = (&'a K, At<'a, T>)> + use<'a, K, T> {
        self.pass();
        let of = *self;
        self.value.iter().map(move |(key, value)| (key, of.entry(key, value)))
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.pass();
        self.value.is_empty()
    }

    fn entry<V>(&self, key: &K, value: &'a V) -> At<'a, V> {
        let place = self.knowledge.map_or(self.place, |knowledge| knowledge.entry(self.place, key.to_string()));
        At { value, place, knowledge: self.knowledge }
    }
}

/// The payload of a variant, if the value at the lens is of it: `variant!(group.management(), Management::NodePool)`.
macro_rules! variant {
    ($at:expr, $($variant:ident)::+) => {
        $at.variant(|value| match value {
            $($variant)::+(payload) => Some(payload),
            #[allow(unreachable_patterns, reason = "an enum may have no other variant")]
            _ => None,
        })
    };
}

pub(crate) use variant;
