//! Why a value cannot be written as YAML, and where in the value.
use std::fmt;

/// A value that cannot be written as YAML: what is wrong, and the path to it from the root of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    /// Innermost step first: steps are added while the error travels outwards.
    steps: Vec<String>,
}

/// What is wrong with the value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Raw bytes: Kubernetes carries them as base64 text, so the caller must choose the text.
    Bytes,
    /// A mapping key that is neither text nor something with one obvious text form; holds what it is.
    KeyNotText(&'static str),
    /// The same key twice in one mapping, which strict readers refuse and lenient ones resolve differently.
    DuplicateKey(String),
    /// An integer outside of the 64-bit range, which readers would round to a float.
    IntegerRange(String),
    /// More nested collections than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
    /// What the value's own `Serialize` said.
    Custom(String),
}

impl Error {
    pub(super) fn new(kind: ErrorKind) -> Self {
        Self { kind, steps: Vec::new() }
    }

    pub(super) fn within_key(mut self, key: &str) -> Self {
        self.steps.push(format!(".{key}"));
        self
    }

    pub(super) fn within_item(mut self, index: usize) -> Self {
        self.steps.push(format!("[{index}]"));
        self
    }

    /// What is wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The path to the value from the root, such as `spec.containers[0].name`; empty for the root itself.
    pub fn path(&self) -> String {
        let path: String = self.steps.iter().rev().map(String::as_str).collect();
        path.strip_prefix('.').map(str::to_owned).unwrap_or(path)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes => f.write_str("raw bytes have no YAML form that Kubernetes reads; encode them as base64 text"),
            Self::KeyNotText(what) => write!(f, "{what} cannot be a mapping key; use text"),
            Self::DuplicateKey(key) => write!(f, "the key {key:?} stands twice in one mapping; keep one of them"),
            Self::IntegerRange(digits) => write!(f, "the integer {digits} does not fit into 64 bits; write it as text"),
            Self::TooDeep => write!(f, "nested deeper than {} collections; flatten the value", super::MAX_DEPTH),
            Self::Custom(message) => f.write_str(message),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.steps.is_empty() { self.kind.fmt(f) } else { write!(f, "at {}: {}", self.path(), self.kind) }
    }
}

impl std::error::Error for Error {}

impl serde_core::ser::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(ErrorKind::Custom(message.to_string()))
    }
}
