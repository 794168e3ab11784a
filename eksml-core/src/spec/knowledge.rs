//! Knowledge of a spec: which of its parts are unknown, and whether something that depends on one was read.
//!
//! Reads are noted in scopes. What was read before a scope began counts inside it; what was read inside it counts for nothing
//! outside. So a finding depends on exactly what led to it, and nobody has to list that.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use crate::source::{Path, Step};

/// A place of the spec, as a number: places are compared and passed on far more often than they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place(u32);

impl Place {
    /// The spec itself.
    pub(super) const ROOT: Self = Self(0);
}

/// What is known of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// All of it.
    Known,
    /// Parts of it are unknown: those of `unknown` from the first number to the second, which have this place's path in common.
    Partly(usize, usize),
    /// Nothing.
    Unknown,
}

#[derive(Debug)]
struct Node {
    parent: u32,
    step: Option<Step>,
    depth: usize,
    state: State,
}

/// The places that were looked at so far.
#[derive(Debug, Default)]
struct Places {
    nodes: Vec<Node>,
    below: HashMap<(u32, Step), u32>,
}

/// Which parts of a spec are unknown, and whether the reads that count now touched one.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// In the order of paths, so that those below one place are next to each other.
    unknown: Vec<Path>,
    touched: Cell<bool>,
    places: RefCell<Places>,
}

impl Knowledge {
    /// Everything is known but `unknown`.
    pub fn without(mut unknown: Vec<Path>) -> Self {
        unknown.sort();
        unknown.dedup();
        Self { unknown, ..Self::default() }
    }

    /// The parts nothing is known of.
    pub fn unknown(&self) -> &[Path] {
        &self.unknown
    }

    /// Whether something unknown was read in this scope, or before it in one around it.
    pub fn is_touched(&self) -> bool {
        self.touched.get()
    }

    /// Runs `inside` in a scope of its own: what it reads counts for what is found in it, and for nothing after it.
    pub fn scope<R>(&self, inside: impl FnOnce() -> R) -> R {
        let before = self.touched.get();
        let result = inside();
        self.touched.set(before);
        result
    }

    /// What `derive` returns, and whether that depends on something unknown.
    pub(crate) fn depends<R>(&self, derive: impl FnOnce() -> R) -> (R, bool) {
        let before = self.touched.replace(false);
        let result = derive();
        (result, self.touched.replace(before))
    }

    /// Notes that someone passes through a place: it matters if it or something around it is unknown.
    pub(super) fn pass(&self, place: Place) {
        if self.state(place) == State::Unknown {
            self.touched.set(true);
        }
    }

    /// Notes that someone reads all of a place: it matters if any part of it is unknown, too.
    pub(super) fn read(&self, place: Place) {
        if !self.knows(place) {
            self.touched.set(true);
        }
    }

    /// Whether a place, all around it and all parts of it are known.
    pub(super) fn knows(&self, place: Place) -> bool {
        self.state(place) == State::Known
    }

    /// The unknown parts of a place, as paths from it; the empty one if nothing of it is known.
    pub(super) fn unknown_at(&self, place: Place) -> Vec<Path> {
        match self.state(place) {
            State::Known => Vec::new(),
            State::Unknown => vec![Path::root()],
            State::Partly(from, to) => {
                let depth = self.path(place).steps().len();
                let parts = self.unknown.get(from..to).unwrap_or_default();
                parts.iter().map(|part| Path::root().join(part.steps().get(depth..).unwrap_or_default())).collect()
            }
        }
    }

    pub(super) fn path(&self, place: Place) -> Path {
        let places = self.places.borrow();
        let mut steps = Vec::new();
        let mut node = places.nodes.get(place.0 as usize);
        while let Some(Node { parent, step: Some(step), .. }) = node {
            steps.push(step.clone());
            node = places.nodes.get(*parent as usize);
        }
        steps.reverse();
        Path::root().join(&steps)
    }

    pub(super) fn field(&self, of: Place, name: &'static str) -> Place {
        self.step(of, Step::Field(name))
    }

    pub(super) fn element(&self, of: Place, index: usize) -> Place {
        self.step(of, Step::Index(index))
    }

    pub(super) fn entry(&self, of: Place, key: String) -> Place {
        self.step(of, Step::Key(key))
    }

    /// The place one step below another.
    pub(super) fn step(&self, of: Place, step: Step) -> Place {
        let mut places = self.places.borrow_mut();
        self.begin(&mut places);
        let key = (of.0, step);
        if let Some(known) = places.below.get(&key) {
            return Place(*known);
        }
        let (state, depth) = places.nodes.get(of.0 as usize).map_or((State::Unknown, 0), |node| (node.state, node.depth));
        let state = match state {
            State::Partly(from, to) => self.below(from, to, depth, &key.1),
            all => all,
        };
        let new = u32::try_from(places.nodes.len()).unwrap_or(u32::MAX);
        places.nodes.push(Node { parent: of.0, step: Some(key.1.clone()), depth: depth + 1, state });
        places.below.insert(key, new);
        Place(new)
    }

    fn state(&self, place: Place) -> State {
        if self.unknown.is_empty() {
            return State::Known;
        }
        let mut places = self.places.borrow_mut();
        self.begin(&mut places);
        places.nodes.get(place.0 as usize).map_or(State::Unknown, |node| node.state)
    }

    /// The root is there from the first look on.
    fn begin(&self, places: &mut Places) {
        if places.nodes.is_empty() {
            let state = match self.unknown.first() {
                None => State::Known,
                Some(first) if first.steps().is_empty() => State::Unknown,
                Some(_) => State::Partly(0, self.unknown.len()),
            };
            places.nodes.push(Node { parent: 0, step: None, depth: 0, state });
        }
    }

    /// What is known below a place at `depth` of which the parts from `from` to `to` are unknown, one `step` further.
    fn below(&self, from: usize, to: usize, depth: usize, step: &Step) -> State {
        let range = self.unknown.get(from..to).unwrap_or_default();
        let is_there = |path: &Path| path.steps().get(depth) == Some(step);
        let Some(first) = range.iter().position(is_there) else { return State::Known };
        let count = range.iter().skip(first).take_while(|path| is_there(path)).count();
        // The shortest comes first: it has all the others in it.
        if range.get(first).is_some_and(|path| path.steps().len() == depth + 1) {
            return State::Unknown;
        }
        State::Partly(from + first, from + first + count)
    }
}
