//! Which word of the user's text each part of the spec came from.

use std::collections::BTreeMap;

use super::{Mark, Path};

/// The words that belong to one part of the spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The key (`scale`), or the keyword in front of a name (`node_group`).
    pub key: Option<Mark>,
    /// The name between keyword and block.
    pub name: Option<Mark>,
    /// The value.
    pub value: Mark,
}

impl Place {
    /// The one word a finding about this part stands under: its name if it has one, a block's key, or else the value itself.
    pub fn word(&self) -> Mark {
        self.name.unwrap_or(self.value)
    }
}

/// Every part of the spec that was written, with its words.
#[derive(Debug, Clone, Default)]
pub struct Places(BTreeMap<Path, Place>);

impl Places {
    /// Remembers where `path` was written; the first mention stays.
    pub fn note(&mut self, path: &Path, place: Place) {
        self.0.entry(path.clone()).or_insert(place);
    }

    /// The word for `path`, or for the nearest part around it that was written.
    pub fn word(&self, path: &Path) -> Option<Mark> {
        let mut at = Some(path.clone());
        while let Some(path) = at {
            if let Some(place) = self.0.get(&path) {
                return Some(place.word());
            }
            at = path.parent();
        }
        None
    }

    /// The words of `path` itself, if it was written.
    pub fn get(&self, path: &Path) -> Option<&Place> {
        self.0.get(path)
    }

    /// Every written part and its words, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &Place)> {
        self.0.iter()
    }
}
