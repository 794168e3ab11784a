//! The lens a rule looks through: a value, its path, and whether what was looked at is known at all.
//!
//! In `platform!` a value may be an expression the compiler cannot evaluate yet. A rule must not judge by the stand-in that the
//! spec holds there. So every look at a value goes through [`At`], which notes when the value (or any part of it) is unknown;
//! findings made after such a look are dropped, and the same rule speaks at the gate instead, when everything is known.

use std::cell::Cell;
use std::ops::Deref;

use indexmap::IndexMap;

use crate::source::Path;

/// The step from an enum to the payload of its variant, as Rust itself writes it.
pub(super) const PAYLOAD: &str = "0";

/// Which parts of a spec are unknown, and whether anyone has looked at one.
#[derive(Debug, Default)]
pub struct Knowledge {
    unknown: Vec<Path>,
    consulted: Cell<bool>,
}

impl Knowledge {
    /// Everything is known but `unknown`.
    pub fn without(unknown: Vec<Path>) -> Self {
        Self { unknown, consulted: Cell::new(false) }
    }

    /// The parts nothing is known of.
    pub fn unknown(&self) -> &[Path] {
        &self.unknown
    }

    /// Forgets the looks so far: the next rule starts afresh.
    pub fn begin(&self) {
        self.consulted.set(false);
    }

    /// Whether something unknown was looked at since [`Knowledge::begin`].
    pub fn guessed(&self) -> bool {
        self.consulted.get()
    }

    /// Someone passes through `path`: it matters if it or something around it is unknown.
    fn pass(&self, path: &Path) {
        if self.unknown.iter().any(|unknown| path.is_within(unknown)) {
            self.consulted.set(true);
        }
    }

    /// Someone reads all of `path`: it matters if any part of it is unknown, too.
    fn read(&self, path: &Path) {
        if !self.knows(path) {
            self.consulted.set(true);
        }
    }

    /// Whether `path`, all around it and all parts of it are known.
    fn knows(&self, path: &Path) -> bool {
        !self.unknown.iter().any(|unknown| path.is_within(unknown) || unknown.is_within(path))
    }
}

/// A value of the spec with its path. Dereference it to read the whole value; step through its fields to read only a part.
#[derive(Debug)]
pub struct At<'a, T: ?Sized> {
    value: &'a T,
    path: Path,
    knowledge: &'a Knowledge,
}

impl<T: ?Sized> Clone for At<'_, T> {
    fn clone(&self) -> Self {
        Self { value: self.value, path: self.path.clone(), knowledge: self.knowledge }
    }
}

impl<T: ?Sized> Deref for At<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.whole()
    }
}

impl<'a, T: ?Sized> At<'a, T> {
    /// Looks at a whole spec.
    pub fn root(value: &'a T, knowledge: &'a Knowledge) -> Self {
        Self { value, path: Path::root(), knowledge }
    }

    /// Where this value stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole value, for as long as the spec lives.
    pub fn whole(&self) -> &'a T {
        self.knowledge.read(&self.path);
        self.value
    }

    /// The whole value if all of it is known. For what is offered as a cure, which is no worse for not knowing everything; a rule
    /// that judges by the answer would judge by what is unknown.
    pub fn known(&self) -> Option<&'a T> {
        self.knowledge.knows(&self.path).then_some(self.value)
    }

    /// A place below this value by its steps, for what looks at values of any type.
    pub fn below(&self, steps: &Path) -> At<'a, ()> {
        At { value: &(), path: self.path.join(steps.steps()), knowledge: self.knowledge }
    }

    /// A field. The spec's own declarations make a method of every field; rules use those.
    pub fn field<F: ?Sized>(&self, name: &'static str, get: impl FnOnce(&'a T) -> &'a F) -> At<'a, F> {
        At { value: get(self.value), path: self.path.field(name), knowledge: self.knowledge }
    }

    /// The payload of an enum variant, if the value is that variant.
    pub fn variant<P: ?Sized>(&self, get: impl FnOnce(&'a T) -> Option<&'a P>) -> Option<At<'a, P>> {
        self.knowledge.pass(&self.path);
        Some(At { value: get(self.value)?, path: self.path.field(PAYLOAD), knowledge: self.knowledge })
    }

    /// Whether the value is a certain enum variant, whatever its payload.
    pub fn is(&self, variant: impl FnOnce(&'a T) -> bool) -> bool {
        self.knowledge.pass(&self.path);
        variant(self.value)
    }
}

impl<'a, T> At<'a, Option<T>> {
    /// The value, if it is there.
    pub fn get(&self) -> Option<At<'a, T>> {
        self.knowledge.pass(&self.path);
        Some(At { value: self.value.as_ref()?, path: self.path.clone(), knowledge: self.knowledge })
    }
}

impl<'a, T> At<'a, Vec<T>> {
    /// The elements in order.
    pub fn iter(&self) -> impl Iterator<Item = At<'a, T>> + use<'a, T> {
        self.knowledge.pass(&self.path);
        let (path, knowledge) = (self.path.clone(), self.knowledge);
        self.value.iter().enumerate().map(move |(index, value)| At { value, path: path.index(index), knowledge })
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.knowledge.pass(&self.path);
        self.value.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The step from an entry of a map to its key.
pub(super) const KEY: &str = "key";

impl<'a, K: std::fmt::Display, T> At<'a, IndexMap<K, T>> {
    /// The keys in declared order; a finding about one stands under the key, not under its value.
    pub fn keys(&self) -> impl Iterator<Item = At<'a, K>> + use<'a, K, T> {
        self.knowledge.pass(&self.path);
        let (path, knowledge) = (self.path.clone(), self.knowledge);
        self.value.keys().map(move |key| At { value: key, path: path.key(&key.to_string()).field(KEY), knowledge })
    }

    /// The entries in declared order.
    pub fn iter(&self) -> impl Iterator<Item = (&'a K, At<'a, T>)> + use<'a, K, T> {
        self.knowledge.pass(&self.path);
        let (path, knowledge) = (self.path.clone(), self.knowledge);
        self.value.iter().map(move |(key, value)| (key, At { value, path: path.key(&key.to_string()), knowledge }))
    }
}
