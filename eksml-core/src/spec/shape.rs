//! The form of the spec, as data: what `platform!` needs to know to turn words into struct literals.
//!
//! Nobody writes a shape by hand: `spec!` in `declare.rs` makes struct, reader, lens and shape from one declaration.

/// The form of one spec type.
#[derive(Debug)]
pub struct Shape {
    /// The type's name under `eksml::spec`; empty where the type is inferred.
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
}

/// One field of a block.
#[derive(Debug)]
pub struct Field {
    /// The Rust field, which is also the word in `platform!`.
    pub name: &'static str,
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

/// One word of an enum.
#[derive(Debug)]
pub struct Variant {
    /// The Rust variant, which is also the word in `platform!`.
    pub name: &'static str,
    /// The form of its payload.
    pub payload: Option<&'static Shape>,
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
}

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

impl Shape {
    /// The field written as `word`, and for a [`Mode::OneOf`] field the variant that the word is.
    pub fn field(&self, word: &str) -> Option<(&'static Field, Option<&'static Variant>)> {
        let Kind::Struct { fields, .. } = self.kind else { return None };
        for field in fields {
            if field.mode == Mode::Hidden {
                continue;
            }
            if field.name == word || matches!(field.mode, Mode::Each(each) if each == word) {
                return Some((field, None));
            }
            if let (Mode::OneOf, Kind::Enum(variants, _)) = (field.mode, &field.shape.kind)
                && let Some(variant) = variants.iter().find(|variant| bare(variant.name) == bare(word))
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
                    _ => vec![field.name.to_owned()],
                })
                .collect(),
            Kind::Enum(variants, _) => variants.iter().map(|variant| variant.name.to_owned()).collect(),
            Kind::Optional(inner) | Kind::List(inner) => inner.words(),
            _ => Vec::new(),
        }
    }

    /// The enum variant written as `word`.
    pub fn variant(&self, word: &str) -> Option<&'static Variant> {
        let Kind::Enum(variants, _) = self.kind else { return None };
        variants.iter().find(|variant| bare(variant.name) == bare(word))
    }

    /// The refusal of `word`, where people try it in place of an entry or an enum's word.
    pub fn refusal(&self, word: &str) -> Option<&'static Refused> {
        let (Kind::Struct { refused, .. } | Kind::Enum(_, refused)) = self.kind else { return None };
        refused.iter().find(|refused| bare(refused.word) == bare(word))
    }
}
