//! Closed vocabularies: a value that must be one of a few words, refused with the nearest word when it is not.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};

use super::spelling::nearest;

/// A text that is not in the vocabulary of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKeyword {
    what: &'static str,
    given: String,
    words: &'static [&'static str],
}

impl fmt::Display for UnknownKeyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {} `{}`", self.what, self.given)?;
        if let Some(word) = nearest(&self.given, self.words) {
            write!(f, ", did you mean `{word}`?")?;
        }
        write!(f, " (one of {})", self.words.join(", "))
    }
}

impl std::error::Error for UnknownKeyword {}

/// The words of one vocabulary and how eksctl compares them.
#[derive(Clone, Copy)]
pub(super) struct Vocabulary {
    pub(super) what: &'static str,
    pub(super) words: &'static [&'static str],
    pub(super) any_case: bool,
}

impl Vocabulary {
    pub(super) fn position(self, given: &str) -> Result<usize, UnknownKeyword> {
        let same = |word: &&str| if self.any_case { word.eq_ignore_ascii_case(given) } else { **word == *given };
        let unknown = || UnknownKeyword { what: self.what, given: given.to_owned(), words: self.words };
        self.words.iter().position(same).ok_or_else(unknown)
    }

    pub(super) fn read<'de, D: Deserializer<'de>>(self, source: D) -> Result<usize, D::Error> {
        source.deserialize_str(self)
    }
}

impl Visitor<'_> for Vocabulary {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (one of {})", self.what, self.words.join(", "))
    }

    fn visit_str<E: Error>(self, given: &str) -> Result<usize, E> {
        self.position(given).map_err(E::custom)
    }
}

/// Declares an enum whose variants are words of eksctl's configuration.
///
/// `any case` marks the vocabularies that eksctl folds before comparing; they are read in any case and written canonically.
macro_rules! keyword {
    ($(#[$($meta:tt)*])* pub enum $name:ident, $what:literal $(, $fold:ident case)? {
        $($(#[$($doc:tt)*])* $variant:ident = $word:literal,)+
    }) => {
        $(#[$($meta)*])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$($doc)*])* $variant,)+ }

        impl $name {
            /// Every value, in eksctl's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            const VOCABULARY: $crate::eksctl::keyword::Vocabulary = $crate::eksctl::keyword::Vocabulary {
                what: $what,
                words: &[$($word),+],
                any_case: keyword!(@fold $($fold)?),
            };

            /// The word as eksctl writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::eksctl::keyword::UnknownKeyword;

            fn from_str(given: &str) -> Result<Self, Self::Err> {
                Self::VOCABULARY.position(given).map(|at| Self::ALL[at])
            }
        }

        impl $crate::spec::Spec for $name {
            const SHAPE: &'static $crate::spec::shape::Shape = &$crate::spec::shape::Shape {
                rust: concat!("eksctl::", stringify!($name)),
                kind: $crate::spec::shape::Kind::Enum(&[$($crate::spec::shape::Variant {
                    name: stringify!($variant),
                    word: Some($crate::spec::shape::Word { text: $word, any_case: Self::VOCABULARY.any_case }),
                    payload: None,
                }),+], &[]),
            };

            fn stand_in() -> Self {
                Self::ALL[0]
            }

            fn read(node: &$crate::source::Node, path: &$crate::source::Path, reader: &mut $crate::spec::Reader) -> Self {
                Self::ALL[reader.keyword(node, path, Self::SHAPE)]
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
                sink.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                Self::VOCABULARY.read(source).map(|at| Self::ALL[at])
            }
        }
    };
    (@fold any) => { true };
    (@fold) => { false };
}

pub(super) use keyword;
