//! The form of the spec, as data: what `platform!` needs to know to turn words into struct literals.
//!
//! Nobody writes a shape by hand: `spec!` in `declare.rs` makes struct, reader, lens and shape from one declaration.

use std::borrow::Cow;

use crate::findings::Fix;

/// The form of one spec type.
#[derive(Debug)]
pub struct Shape {
    /// The type's name under `eksml::spec`, or with its module under `eksml` (`eksctl::NodeGroupSsh`); empty where the type is
    /// inferred.
    pub rust: &'static str,
    /// How it is written.
    pub kind: Kind,
}

/// How a value of a spec type is written.
#[derive(Debug)]
pub enum Kind {
    /// A block of entries.
    Struct {
        /// Its fields, in declared order.
        fields: &'static [Field],
        /// Words that people try here and that eksml refuses by rule.
        refused: &'static [Refused],
    },
    /// One of several words, some with a payload; and words that people try here and that eksml refuses by rule.
    Enum(&'static [Variant], &'static [Refused]),
    /// A block with exactly one of several keys, as eksctl writes a choice.
    Choice(&'static [Variant]),
    /// A text with a form of its own: a CIDR, a name, an ARN.
    Unit {
        /// What is expected, with an example.
        expects: &'static str,
        /// Whether a bare number will do.
        numeric: bool,
    },
    /// Any text.
    Text,
    /// A whole number within bounds.
    Int {
        /// The least that fits.
        min: i128,
        /// The most that fits.
        max: i128,
    },
    /// `true`, `false`, or the bare key for `true`.
    Bool,
    /// `min..=max`.
    Scale,
    /// A number of things, or a list of them.
    CountOrList(&'static Shape),
    /// `[ … ]`, or one element alone.
    List(&'static Shape),
    /// The same as what it holds, and it may be absent.
    Optional(&'static Shape),
    /// `{ "key": value }`.
    Map(&'static Shape),
    /// A number, with a point or without.
    Number,
    /// A block of any keys and values, handed on unread.
    Document,
    /// The name of a base.
    Base,
}

/// One field of a block.
#[derive(Debug)]
pub struct Field {
    /// The Rust field, which is also the word in `platform!`.
    pub name: &'static str,
    /// How eksctl spells it, where it is eksctl's.
    pub key: Key,
    /// How it may be written.
    pub mode: Mode,
    /// The form of its value.
    pub shape: &'static Shape,
}

/// How a field may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The name between keyword and block; `name: …` inside the block says the same.
    Name,
    /// Must be there.
    Required,
    /// May be there.
    Optional,
    /// A list whose elements are written one by one under this keyword: `node_group training_gpu { … }`.
    Each(&'static str),
    /// Filled by a door itself; nobody writes it.
    Hidden,
    /// An enum whose variants are themselves the keys: `fsx_lustre: …` instead of `backend: FsxLustre(…)`.
    OneOf,
}

/// How a field is spelt outside Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// As in Rust: the words of `platform!`.
    Rust,
    /// In camel case: `minSize`, as most keys of eksctl.
    Camel,
    /// By a spelling of its own: `disableIMDSv1`.
    Named(&'static str),
}

/// One word of an enum.
#[derive(Debug)]
pub struct Variant {
    /// The Rust variant, which is also the word in `platform!`.
    pub name: &'static str,
    /// How eksctl spells it, where it is eksctl's.
    pub word: Option<Word>,
    /// The form of its payload.
    pub payload: Option<&'static Shape>,
}

/// A word of eksctl's.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Its text.
    pub text: &'static str,
    /// Whether eksctl compares it in any case.
    pub any_case: bool,
}

/// A word that people try and that a rule refuses.
#[derive(Debug)]
pub struct Refused {
    /// The word, in any spelling.
    pub word: &'static str,
    /// The rule that refuses it.
    pub rule: &'static str,
    /// What is wrong with it.
    pub problem: &'static str,
    /// What to write instead.
    pub fix: &'static str,
    /// What to write instead in an eksctl file, where that is not the same in eksctl's keys.
    pub keys: Option<&'static str>,
    /// What is true of an eksctl file that has it, where it is eksml that has no word for it.
    pub limit: Option<&'static str>,
}

impl Refused {
    /// How to mend it.
    pub fn cure(&self) -> Fix {
        Fix { keys: self.keys.map(str::to_owned), limit: self.limit.map(str::to_owned), ..Fix::from(self.fix) }
    }
}

/// The cure of a refusal in eksctl's keys where it is another, and the limit that it is.
macro_rules! keys {
    () => {
        None
    };
    ($keys:literal) => {
        Some($keys)
    };
}

pub(crate) use keys;

/// A word without the differences that only spelling makes: `nvidia_gpu`, `NvidiaGpu` and `nvidiaGPU` are one word.
pub fn bare(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// `ClusterAutoscaler` as a key: `cluster_autoscaler`.
pub fn snake(variant: &str) -> String {
    let mut word = String::with_capacity(variant.len() + 4);
    for c in variant.chars() {
        if c.is_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.extend(c.to_lowercase());
    }
    word
}

/// `min_size` in camel case: `minSize`.
pub fn camel(field: &str) -> String {
    let mut key = String::with_capacity(field.len());
    let mut upper = false;
    for c in field.chars() {
        match c {
            '_' => upper = true,
            _ if upper => {
                key.extend(c.to_uppercase());
                upper = false;
            }
            _ => key.push(c),
        }
    }
    key
}

impl Field {
    /// The word that stands for this field: eksctl's key, or the Rust name.
    pub fn word(&self) -> Cow<'static, str> {
        match self.key {
            Key::Rust => Cow::Borrowed(self.name),
            Key::Camel => Cow::Owned(camel(self.name)),
            Key::Named(key) => Cow::Borrowed(key),
        }
    }
}

impl Variant {
    /// The word that stands for this variant: eksctl's, or the Rust name.
    pub fn shown(&self) -> &'static str {
        self.word.map_or(self.name, |word| word.text)
    }

    /// Whether `word` is this variant in some spelling of `platform!`.
    fn is(&self, word: &str) -> bool {
        bare(self.name) == bare(word) || self.word.is_some_and(|own| own.text == word || bare(own.text) == bare(word))
    }

    /// Whether eksctl takes `word` for this variant.
    fn is_exactly(&self, word: &str) -> bool {
        self.word.is_some_and(|own| own.text == word || own.any_case && own.text.eq_ignore_ascii_case(word))
    }
}

impl Shape {
    /// The field written as `word`, and for a [`Mode::OneOf`] field the variant that the word is.
    pub fn field(&self, word: &str) -> Option<(&'static Field, Option<&'static Variant>)> {
        let Kind::Struct { fields, .. } = self.kind else { return None };
        for field in fields {
            if field.mode == Mode::Hidden {
                continue;
            }
            if field.name == word || matches!(field.mode, Mode::Each(each) if each == word) || field.word() == word {
                return Some((field, None));
            }
            if let (Mode::OneOf, Kind::Enum(variants, _)) = (field.mode, &field.shape.kind)
                && let Some(variant) = variants.iter().find(|variant| variant.is(word))
            {
                return Some((field, Some(variant)));
            }
        }
        None
    }

    /// Every word that may stand here: the keys of a block or the variants of an enum.
    pub fn words(&self) -> Vec<String> {
        match &self.kind {
            Kind::Struct { fields, .. } => fields
                .iter()
                .flat_map(|field| match (field.mode, &field.shape.kind) {
                    (Mode::Hidden, _) => Vec::new(),
                    (Mode::Each(word), _) => vec![word.to_owned()],
                    (Mode::OneOf, Kind::Enum(variants, _)) => variants.iter().map(|variant| snake(variant.name)).collect(),
                    _ => vec![field.word().into_owned()],
                })
                .collect(),
            Kind::Enum(variants, _) | Kind::Choice(variants) => {
                variants.iter().map(|variant| variant.shown().to_owned()).collect()
            }
            Kind::Optional(inner) | Kind::List(inner) => inner.words(),
            _ => Vec::new(),
        }
    }

    /// The enum variant written as `word`.
    pub fn variant(&self, word: &str) -> Option<&'static Variant> {
        let (Kind::Enum(variants, _) | Kind::Choice(variants)) = self.kind else { return None };
        variants.iter().find(|variant| variant.is(word))
    }

    /// The field whose key in eksctl is exactly `key`.
    pub fn field_of_key(&self, key: &str) -> Option<&'static Field> {
        let Kind::Struct { fields, .. } = self.kind else { return None };
        fields.iter().find(|field| field.word() == key)
    }

    /// The variant that eksctl writes as `word`.
    pub fn variant_of_word(&self, word: &str) -> Option<&'static Variant> {
        let (Kind::Enum(variants, _) | Kind::Choice(variants)) = self.kind else { return None };
        variants.iter().find(|variant| variant.is_exactly(word))
    }

    /// The refusal of `word`, where people try it in place of an entry or an enum's word.
    pub fn refusal(&self, word: &str) -> Option<&'static Refused> {
        let (Kind::Struct { refused, .. } | Kind::Enum(_, refused)) = self.kind else { return None };
        refused.iter().find(|refused| bare(refused.word) == bare(word))
    }
}
