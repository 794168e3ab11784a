//! A place in the spec: the fields, positions and keys that lead to it.

use std::fmt;

/// One step from a value into one of its parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A field of a struct, by its Rust name.
    Field(&'static str),
    /// An element of a list.
    Index(usize),
    /// An entry of a map.
    Key(String),
}

/// A place in the spec, from the platform down. Orders as the spec's own declaration and list order do within one parent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Path(Vec<Step>);

impl Path {
    /// The platform itself.
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// This place's field `name`.
    #[must_use]
    pub fn field(&self, name: &'static str) -> Self {
        self.then(Step::Field(name))
    }

    /// This list's element at `index`.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    /// This map's entry `key`.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.then(Step::Key(key.to_owned()))
    }

    /// The place that `steps` lead to from here.
    #[must_use]
    pub fn join(&self, steps: &[Step]) -> Self {
        Self(self.0.iter().chain(steps).cloned().collect())
    }

    /// The steps, outermost first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The place this one is part of; `None` at the platform itself.
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.0.split_last()?;
        Some(Self(rest.to_vec()))
    }

    /// Whether this place is `outer` or a part of it.
    pub fn is_within(&self, outer: &Self) -> bool {
        self.0.starts_with(&outer.0)
    }

    fn then(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("platform");
        }
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Field(name) if position == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_as_a_rust_expression_would() {
        let path = Path::root().field("clusters").index(0).field("labels").key("team");
        assert_eq!(path.to_string(), "clusters[0].labels[\"team\"]");
        assert_eq!(Path::root().to_string(), "platform");
    }

    #[test]
    fn containment_is_by_whole_steps() {
        let cluster = Path::root().field("clusters").index(1);
        assert!(cluster.field("vpc").is_within(&cluster));
        assert!(cluster.is_within(&cluster));
        assert!(!Path::root().field("clusters").index(11).is_within(&cluster));
    }
}
