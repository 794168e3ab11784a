//! Strict reading of a ClusterConfig file: every key must be known, every error names the path of its key.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Mapping, Sequence, Value};

use super::spelling::nearest;

/// Reads any object of this module from YAML (or JSON, its subset), as strictly as eksctl should.
///
/// eksctl drops a key in the wrong case without a word (eksctl #753); here it is refused with the right spelling. Like eksctl,
/// `yes`, `on` and their kin are booleans where a boolean is expected, an empty value counts as absent, and merge keys are
/// resolved; unlike eksctl, a second document in the file is refused instead of ignored.
pub fn from_yaml<T: DeserializeOwned>(text: &str) -> Result<T, ReadError> {
    let mut value: Value = serde_yaml::from_str(text).map_err(|error| ReadError::new(error.to_string()))?;
    value.apply_merge().map_err(|error| ReadError::new(error.to_string()))?;
    from_value(&value)
}

/// Reads any object of this module from a YAML value that was parsed already, as strictly as [`from_yaml`].
pub fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, ReadError> {
    T::deserialize(Node(value))
}

/// Why a ClusterConfig could not be read, and the path of the key at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Innermost step first: a step is added on the way out of each object.
    steps: Vec<Step>,
    message: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Item(usize),
}

impl ReadError {
    fn new(message: String) -> Self {
        Self { steps: Vec::new(), message }
    }

    fn under(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// The path of the key at fault, such as `managedNodeGroups[0].taints[1].value`; empty for the document itself.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.steps.iter().rev() {
            match step {
                Step::Key(key) if path.is_empty() => path.push_str(key),
                Step::Key(key) => {
                    path.push('.');
                    path.push_str(key);
                }
                Step::Item(at) => {
                    path.push('[');
                    path.push_str(&at.to_string());
                    path.push(']');
                }
            }
        }
        path
    }

    /// What is wrong there, as a lowercase fragment.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.steps.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.path(), self.message) }
    }
}

impl std::error::Error for ReadError {}

impl de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

/// One value of the document.
#[derive(Clone, Copy)]
struct Node<'de>(&'de Value);

impl Node<'_> {
    fn unquoted(self) -> ReadError {
        let (kind, text) = match self.0 {
            Value::Bool(value) => ("a boolean", value.to_string()),
            Value::Number(value) => ("a number", value.to_string()),
            Value::Null => return ReadError::new("expected a string, found nothing".to_owned()),
            Value::Sequence(_) => return ReadError::new("expected a string, found a list".to_owned()),
            _ => return ReadError::new("expected a string, found an object".to_owned()),
        };
        ReadError::new(format!("expected a string, found {kind}: write \"{text}\" in quotes"))
    }
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(value), ..) => visitor.visit_u64(value),
                (_, Some(value), _) => visitor.visit_i64(value),
                (.., Some(value)) => visitor.visit_f64(value),
                _ => Err(ReadError::new(format!("number {number} is out of range"))),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Sequence(items) => visitor.visit_seq(Items::new(items)),
            Value::Mapping(entries) => visitor.visit_map(Entries::new(entries, false)),
            Value::Tagged(tagged) => Err(ReadError::new(format!("YAML tag {} is not supported", tagged.tag))),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        // eksctl parses YAML 1.1, where these plain words are booleans (goyaml v2 resolve.go).
        match self.0.as_str() {
            Some("y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON") => visitor.visit_bool(true),
            Some("n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF") => visitor.visit_bool(false),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Value::String(text) => visitor.visit_borrowed_str(text),
            _ => Err(self.unquoted()),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let Value::Mapping(entries) = self.0 else { return self.deserialize_any(visitor) };
        for key in entries.keys() {
            let key = key.as_str().ok_or_else(|| Node(key).unquoted())?;
            if !keys.contains(&key) {
                return Err(unknown_key(key, keys));
            }
        }
        visitor.visit_map(Entries::new(entries, true))
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char bytes byte_buf unit unit_struct seq tuple tuple_struct map enum identifier
        ignored_any
    }
}

fn unknown_key(key: &str, keys: &[&'static str]) -> ReadError {
    let message = match nearest(key, keys) {
        Some(known) if known.eq_ignore_ascii_case(key) => {
            format!("unknown key, did you mean `{known}`? (eksctl would drop it silently)")
        }
        Some(known) => format!("unknown key, did you mean `{known}`?"),
        None => format!("unknown key (one of {})", keys.join(", ")),
    };
    ReadError::new(message).under(Step::Key(key.to_owned()))
}

struct Items<'de> {
    rest: std::iter::Enumerate<std::slice::Iter<'de, Value>>,
}

impl<'de> Items<'de> {
    fn new(items: &'de Sequence) -> Self {
        Self { rest: items.iter().enumerate() }
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadError> {
        let Some((at, item)) = self.rest.next() else { return Ok(None) };
        seed.deserialize(Node(item)).map(Some).map_err(|error| error.under(Step::Item(at)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

struct Entries<'de> {
    rest: serde_yaml::mapping::Iter<'de>,
    current: Option<(&'de str, &'de Value)>,
    /// Go leaves a field alone when its value is null; in a free-form map a null is data.
    skip_null: bool,
}

impl<'de> Entries<'de> {
    fn new(entries: &'de Mapping, skip_null: bool) -> Self {
        Self { rest: entries.iter(), current: None, skip_null }
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadError> {
        let skip_null = self.skip_null;
        let Some((key, value)) = self.rest.find(|(_, value)| !(skip_null && value.is_null())) else { return Ok(None) };
        let key = key.as_str().ok_or_else(|| Node(key).unquoted())?;
        self.current = Some((key, value));
        let key: StrDeserializer<'_, ReadError> = key.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let Some((key, value)) = self.current.take() else {
            return Err(ReadError::new("a value was asked for before its key".to_owned()));
        };
        seed.deserialize(Node(value)).map_err(|error| error.under(Step::Key(key.to_owned())))
    }
}
