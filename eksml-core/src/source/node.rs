//! The value tree a door hands to the reader.

/// Where something stood, as an index into the door's own table of places (spans, or lines and columns).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(pub u32);

/// One value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What was written.
    pub value: Value,
    /// Where it stood.
    pub mark: Mark,
}

/// What can be written as a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A quoted text.
    Str(String),
    /// A whole number, sign included.
    Int(i128),
    /// A number with a point, as text.
    Float(String),
    /// `true` or `false`.
    Bool(bool),
    /// A bare word: an enum variant or the name of something declared elsewhere.
    Word(String),
    /// `0..=16`, or `0..16` (which excludes its end).
    Range {
        /// The lower bound.
        from: Box<Node>,
        /// The upper bound as written.
        to: Box<Node>,
        /// Whether the upper bound itself is included.
        inclusive: bool,
    },
    /// A word with a payload: `CapacityBlock("cr-…")`, `bucket models`, `Persistent2 { … }`.
    Tagged(String, Mark, Box<Node>),
    /// `[a, b]`.
    List(Vec<Node>),
    /// `{ key: value, … }`.
    Block(Vec<Entry>),
    /// A key that stands alone: `prometheus,`.
    Present,
    /// Nothing, written out: `null`.
    Null,
    /// A value unknown to this door, with the door's own number for it.
    Hole(usize),
    /// Something was there, but it could not be understood; the door has already said so.
    Broken,
}

/// One entry of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key as written.
    pub key: String,
    /// Where the key stood.
    pub key_mark: Mark,
    /// The name between key and block: `node_group training_gpu { … }`.
    pub name: Option<(String, Mark)>,
    /// What follows.
    pub value: Node,
}

impl Node {
    /// The values of a block that has exactly these keys, in whatever order.
    pub fn parts<const N: usize>(&self, keys: [&str; N]) -> Option<[&Self; N]> {
        let Value::Block(entries) = &self.value else { return None };
        let of = |key| entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
        let found = keys.map(of);
        (entries.len() == N && found.iter().all(Option::is_some)).then(|| found.map(|node| node.unwrap_or(self)))
    }
}

impl Value {
    /// What a message calls this kind of value.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Str(_) => "a text",
            Self::Int(_) => "a whole number",
            Self::Float(_) => "a number with a point",
            Self::Bool(_) => "a truth value",
            Self::Word(_) => "a word",
            Self::Range { .. } => "a range",
            Self::Tagged(..) => "a word with a value",
            Self::List(_) => "a list",
            Self::Block(_) => "a block",
            Self::Present | Self::Null => "nothing",
            Self::Hole(_) => "an expression",
            Self::Broken => "something unreadable",
        }
    }

    /// The value as the user would recognise it in a message.
    pub fn shown(&self) -> String {
        match self {
            Self::Str(text) => format!("{text:?}"),
            Self::Int(number) => number.to_string(),
            Self::Float(text) => text.clone(),
            Self::Bool(truth) => truth.to_string(),
            Self::Word(word) | Self::Tagged(word, ..) => word.clone(),
            other => other.kind().to_owned(),
        }
    }
}
