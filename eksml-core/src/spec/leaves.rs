//! How texts, numbers, truth values, lists, options and maps are read.

use std::fmt::Debug;

use indexmap::IndexMap;

use super::reader::{Dialect, Reader, Spec, expects};
use super::shape::{Kind, Shape};
use crate::source::{Entry, Node, Path, Place, Value};
use crate::units::{Invalid, Unit};

macro_rules! int_leaves {
    ($($Int:ty),*) => {$(
        impl Spec for $Int {
            const SHAPE: &'static Shape =
                &Shape { rust: "", kind: Kind::Int { min: <$Int>::MIN as i128, max: <$Int>::MAX as i128 } };

            fn stand_in() -> Self {
                0
            }

            fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
                if let Value::Int(number) = node.value
                    && let Ok(number) = <$Int>::try_from(number)
                {
                    return number;
                }
                reader.expected(&expects(Self::SHAPE), node, path);
                0
            }

            fn write(&self) -> Node {
                Node::plain(Value::Int((*self).into()))
            }
        }
    )*};
}
int_leaves!(u16, u32);

impl Spec for bool {
    const SHAPE: &'static Shape = &Shape { rust: "", kind: Kind::Bool };

    fn stand_in() -> Self {
        false
    }

    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        match node.value {
            Value::Bool(truth) => truth,
            Value::Present => true,
            _ => {
                reader.expected("`true` or `false`", node, path);
                false
            }
        }
    }

    fn write(&self) -> Node {
        Node::plain(Value::Bool(*self))
    }
}

impl Spec for String {
    const SHAPE: &'static Shape = &Shape { rust: "", kind: Kind::Text };

    fn stand_in() -> Self {
        Self::new()
    }

    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        if let Value::Str(text) = &node.value {
            return text.clone();
        }
        reader.expected("a quoted text", node, path);
        Self::new()
    }

    fn write(&self) -> Node {
        Node::text(self)
    }
}

impl Spec for f64 {
    const SHAPE: &'static Shape = &Shape { rust: "", kind: Kind::Number };

    fn stand_in() -> Self {
        0.0
    }

    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        let number = match &node.value {
            Value::Int(number) => number.to_string().parse().ok(),
            Value::Float(text) => text.replace('_', "").parse().ok(),
            _ => None,
        };
        number.filter(|number: &Self| number.is_finite()).unwrap_or_else(|| {
            reader.expected("a number", node, path);
            0.0
        })
    }

    fn write(&self) -> Node {
        Node::plain(Value::Float(format!("{self:?}")))
    }
}

impl<T: Spec> Spec for Option<T> {
    const SHAPE: &'static Shape = &Shape { rust: "", kind: Kind::Optional(T::SHAPE) };

    fn stand_in() -> Self {
        None
    }

    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        Self::read_named(node, None, path, reader)
    }

    fn read_named(node: &Node, name: Option<&(String, crate::source::Mark)>, path: &Path, reader: &mut Reader) -> Self {
        if let Value::Hole(_) | Value::Broken = node.value {
            reader.unknown.push(path.clone());
            return None;
        }
        Some(T::read_named(node, name, path, reader))
    }

    fn write(&self) -> Node {
        self.as_ref().map_or(Node::plain(Value::Null), T::write)
    }
}

impl<T: Spec> Spec for Vec<T> {
    const SHAPE: &'static Shape = &Shape { rust: "", kind: Kind::List(T::SHAPE) };

    fn stand_in() -> Self {
        Self::new()
    }

    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        match &node.value {
            Value::Hole(_) | Value::Broken => {
                reader.unknown.push(path.clone());
                Self::new()
            }
            Value::List(nodes) => nodes
                .iter()
                .enumerate()
                .map(|(index, node)| {
                    let path = path.index(index);
                    reader.place(&path, None, node);
                    T::read(node, &path, reader)
                })
                .collect(),
            _ if reader.dialect != Dialect::Words => {
                reader.expected("a list", node, path);
                Self::new()
            }
            _ => {
                let path = path.index(0);
                reader.place(&path, None, node);
                vec![T::read(node, &path, reader)]
            }
        }
    }

    fn write(&self) -> Node {
        Node::plain(Value::List(self.iter().map(T::write).collect()))
    }

    fn push(&mut self, entry: &Entry, path: &Path, reader: &mut Reader) {
        let path = path.index(self.len());
        reader.place(&path, Some(entry), &entry.value);
        self.push(T::read_named(&entry.value, entry.name.as_ref(), &path, reader));
    }
}

/// What can be the key of a map.
pub trait MapKey: Sized + Clone + Debug + std::fmt::Display + Eq + std::hash::Hash {
    /// Reads the key as it was written.
    ///
    /// # Errors
    /// What the key's type says of the text.
    fn read(text: &str) -> Result<Self, Invalid>;

    /// What to write instead.
    fn fix(suggested: Option<String>) -> String;
}

impl<K: Unit + Debug + Eq + std::hash::Hash> MapKey for K {
    fn read(text: &str) -> Result<Self, Invalid> {
        text.parse()
    }

    fn fix(suggested: Option<String>) -> String {
        super::unit_leaves::fix::<K>(suggested)
    }
}

impl MapKey for String {
    fn read(text: &str) -> Result<Self, Invalid> {
        Ok(text.to_owned())
    }

    fn fix(_: Option<String>) -> String {
        "write a text".to_owned()
    }
}

impl<K: MapKey, T: Spec> Spec for IndexMap<K, T> {
    const SHAPE: &'static Shape = &Shape { rust: "", kind: Kind::Map(T::SHAPE) };

    fn stand_in() -> Self {
        Self::new()
    }

    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self {
        let Value::Block(entries) = &node.value else {
            reader.expected("a block `{ \"key\": value }`", node, path);
            return Self::new();
        };
        let mut map = Self::new();
        for entry in entries {
            let path = path.key(&entry.key);
            match K::read(&entry.key) {
                Ok(key) if map.contains_key(&key) => {
                    let problem = format!("`{}` is given twice", entry.key);
                    reader.fault("DSL-04", &path, entry.key_mark, problem, format!("keep one `{}`", entry.key));
                }
                Ok(key) => {
                    reader.place(&path, Some(entry), &entry.value);
                    let key_place = Place { key: None, name: None, value: entry.key_mark };
                    reader.places.note(&path.field(super::at::KEY), key_place);
                    let value = T::read_named(&entry.value, entry.name.as_ref(), &path, reader);
                    map.insert(key, value);
                }
                Err(invalid) => {
                    let fix = K::fix(invalid.fix);
                    reader.fault(invalid.rule, &path, entry.key_mark, invalid.problem, fix);
                }
            }
        }
        map
    }

    fn write(&self) -> Node {
        Node::block(self.iter().map(|(key, value)| (key.to_string(), value.write())))
    }
}
