//! From words to spec: reads a [`Node`] tree by the spec's [`Shape`]s, keeps every fault, loses nothing silently.
//!
//! A part that cannot be read becomes unknown, exactly like an expression the compiler cannot evaluate: the fault is reported
//! once, here, and no rule judges the stand-in.

use crate::findings::{Change, Edit, Finding, Fix, Severity, Tongue};
use crate::source::{Entry, Mark, Node, Path, Place, Places, Value};
use crate::spec::at::PAYLOAD;
use crate::spec::block::Block;
use crate::spec::homes::homes_of_word;
use crate::spec::shape::{Field, Kind, Mode, Shape, Variant};
use crate::units::spelling::{closest, is_slip};

/// Fields of which a second value would be a second owner: the rule that says why there is only one.
const ONE_OWNER: &[(&str, &str)] =
    &[("sharing", "ACC-05"), ("purchase", "NG-20"), ("scaler", "NG-31"), ("plane", "ACC-01"), ("via", "SEC-05")];

/// A type of the spec: it knows its form and can be read from words.
pub trait Spec: Sized + Clone + std::fmt::Debug {
    /// Its form.
    const SHAPE: &'static Shape;

    /// What stands in while the value is absent or unknown.
    fn stand_in() -> Self;

    /// Reads `node`, which belongs at `path`. Faults go to the reader; what cannot be read becomes a stand-in and unknown.
    fn read(node: &Node, path: &Path, reader: &mut Reader) -> Self;

    /// Reads an entity whose name may stand before its block.
    fn read_named(node: &Node, name: Option<&(String, Mark)>, path: &Path, reader: &mut Reader) -> Self {
        if let Some((name, mark)) = name {
            reader.fault(
                "DSL-03",
                path,
                *mark,
                format!("`{name}` stands where no name belongs"),
                format!("remove `{name}`, or put a comma before it"),
            );
        }
        Self::read(node, path, reader)
    }

    /// The value as plain data, which [`Spec::read`] reads back.
    fn write(&self) -> Node;

    /// Reads the elements of a list one by one, as `keyword name { … }` adds them. Only lists do.
    fn push(&mut self, entry: &Entry, path: &Path, reader: &mut Reader) {
        *self = Self::read_named(&entry.value, entry.name.as_ref(), path, reader);
    }
}

/// How strictly words are taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// As `platform!` takes them: enum words in any spelling, one element for a list of one.
    #[default]
    Words,
    /// As eksctl takes a ClusterConfig: keys in exactly its case, lists as lists, null as absent.
    Eksctl,
    /// As serde holds a spec: every field by its name, a word with a payload as a block of one entry, lists as lists, null as absent.
    Data,
}

/// Collects what reading finds: faults, unknown parts, and where every part was written.
#[derive(Debug, Default)]
pub struct Reader {
    /// How strictly words are taken.
    pub dialect: Dialect,
    /// Where every part of the spec was written.
    pub places: Places,
    /// The parts nothing is known of.
    pub unknown: Vec<Path>,
    /// What could not be read, each with the word it stands under.
    pub faults: Vec<(Finding, Mark)>,
}

impl Reader {
    /// A reader of what eksctl reads.
    pub fn of_eksctl() -> Self {
        Self { dialect: Dialect::Eksctl, ..Self::default() }
    }

    /// Reports something that cannot be read.
    pub fn fault(&mut self, rule: &'static str, path: &Path, mark: Mark, problem: String, fix: impl Into<Fix>) {
        let tongue = if self.dialect == Dialect::Eksctl { Tongue::Keys } else { Tongue::Words };
        let Fix { words: fix, keys, limit, edits, applicability } = fix.into().printed(tongue, path);
        let keys = keys.or_else(|| (self.dialect == Dialect::Eksctl).then(|| fix.clone()));
        let why = crate::rules::find(rule).map_or_else(String::new, |rule| rule.why.to_owned());
        let severity = Severity::Error;
        let path = path.clone();
        self.faults.push((Finding { rule, severity, path, problem, why, fix, keys, limit, edits, applicability }, mark));
    }

    /// Reports that `node` is not what belongs here, and marks `path` unknown.
    pub fn expected(&mut self, expects: &str, node: &Node, path: &Path) {
        self.unknown.push(path.clone());
        match node.value {
            Value::Hole(_) | Value::Broken => {}
            Value::Present | Value::Null => {
                self.fault(
                    "DSL-02",
                    path,
                    node.mark,
                    format!("expected {expects}, found nothing"),
                    format!("add `: ` and {expects}"),
                );
            }
            _ => {
                let (kind, shown) = (node.value.kind(), node.value.shown());
                // What is too large to be shown is shown as what it is.
                let found = if kind == shown { kind.to_owned() } else { format!("{kind} `{shown}`") };
                let found = format!("expected {expects}, found {found}");
                let fix = match &node.value {
                    Value::Int(_) | Value::Float(_) | Value::Bool(_) if expects == "a quoted text" => {
                        let (shown, kind) = (node.value.shown(), node.value.kind());
                        let edit = Edit { at: path.clone(), what: Change::Set(Node::text(shown.clone())) };
                        Fix::safe([edit]).saying(format!("write `\"{shown}\"` in quotes: YAML takes it for {kind} otherwise"))
                    }
                    Value::Word(word) => format!("write {expects}, or `{{{word}}}` if `{word}` is a Rust value").into(),
                    _ => format!("write {expects}").into(),
                };
                self.fault("DSL-02", path, node.mark, found, fix);
            }
        }
    }

    /// Notes where `path` was written.
    pub fn place(&mut self, path: &Path, entry: Option<&Entry>, node: &Node) {
        let key = entry.map(|entry| entry.key_mark);
        let name = entry.and_then(|entry| entry.name.as_ref().map(|(_, mark)| *mark));
        // A block as a whole is no word to point at: its key is.
        let value = match (&node.value, key) {
            (Value::Block(_) | Value::Present, Some(key)) => key,
            _ => node.mark,
        };
        self.places.note(path, Place { key, name, value });
    }

    /// Reads the entries of a block by `shape`; what belongs to no field is reported here.
    pub fn block<'n>(
        &mut self,
        node: &'n Node,
        name: Option<&'n (String, Mark)>,
        path: &Path,
        shape: &'static Shape,
    ) -> Block<'n> {
        let Kind::Struct { fields, .. } = &shape.kind else { unreachable!("only structs are read as blocks") };
        let mut block = Block { fields, name, entries: Vec::new(), misspelt: Vec::new(), whole: true };
        let named = fields.iter().any(|field| field.mode == Mode::Name);
        if let (false, Some((text, mark))) = (named, name) {
            self.fault(
                "DSL-03",
                path,
                *mark,
                format!("`{text}` stands where no name belongs"),
                format!("remove `{text}`, or put a comma before it"),
            );
        }
        let entries = match &node.value {
            Value::Block(entries) => entries.as_slice(),
            Value::Present => &[],
            Value::Hole(_) | Value::Broken => {
                self.unknown.push(path.clone());
                block.whole = false;
                return block;
            }
            _ => {
                self.expected(&expects(shape), node, path);
                block.whole = false;
                return block;
            }
        };
        let mut meant: Vec<&'static Field> = Vec::new();
        for entry in entries {
            let known = match self.dialect {
                Dialect::Words => shape.field(&entry.key),
                Dialect::Eksctl | Dialect::Data => shape.field_of_key(&entry.key).map(|field| (field, None)),
            };
            if let Some((field, variant)) = known {
                if let (Mode::Name, Some((text, _))) = (field.mode, name) {
                    let problem = format!("the name is given twice: `{text}` stands before the block already");
                    self.fault("DSL-04", path, entry.key_mark, problem, "remove the entry".to_owned());
                    continue;
                }
                self.once(&block, field, entry, path);
                // Go leaves a field alone when its value is null.
                if self.dialect != Dialect::Words && entry.value.value == Value::Null {
                    continue;
                }
                block.entries.push((field, variant.map(|variant| variant.name), entry));
            } else if let Some(refused) = shape.refusal(&entry.key) {
                self.fault(refused.rule, path, entry.key_mark, refused.problem.to_owned(), refused.cure());
                meant.extend(words_of_cure(refused.fix).filter_map(|word| shape.field(word)).map(|(field, _)| field));
            } else {
                block.misspelt.extend(self.unknown_word(&entry.key, entry.key_mark, shape, path));
            }
        }
        // What a refused word is to be said with instead is not known yet, unless it is said already.
        let is_said = |field: &Field| block.entries.iter().any(|(known, ..)| known.name == field.name);
        meant.retain(|field| matches!(field.mode, Mode::Each(_)) || !is_said(field));
        block.misspelt.extend(meant);
        block
    }

    fn once(&mut self, block: &Block<'_>, field: &Field, entry: &Entry, path: &Path) {
        let again = block.entries.iter().find(|(known, ..)| known.name == field.name);
        let Some((.., first)) = again else { return };
        match field.mode {
            Mode::Each(_) => {}
            Mode::OneOf => {
                let problem = format!("`{}` and `{}` exclude each other", first.key, entry.key);
                self.fault("DSL-04", path, entry.key_mark, problem, format!("keep one of `{}` and `{}`", first.key, entry.key));
            }
            Mode::Name | Mode::Required | Mode::Optional | Mode::Hidden => {
                let rule = ONE_OWNER.iter().find(|(name, _)| *name == field.name).map_or("DSL-04", |(_, rule)| rule);
                let problem = format!("`{}` is given twice", entry.key);
                self.fault(rule, path, entry.key_mark, problem, format!("keep one `{}`", entry.key));
            }
        }
    }

    /// Reports a word that means nothing here, and gives the field that was meant, if one is near enough.
    fn unknown_word(&mut self, word: &str, mark: Mark, shape: &'static Shape, path: &Path) -> Option<&'static Field> {
        let words = match (self.dialect, &shape.kind) {
            (Dialect::Data, Kind::Struct { fields, .. }) => fields.iter().map(|field| field.word().into_owned()).collect(),
            _ => shape.words(),
        };
        let known = match (self.dialect, words.len()) {
            // eksctl's node groups have fifty keys.
            (Dialect::Eksctl, 20..) => "eksctl refuses a file with a key it does not know: remove it".to_owned(),
            _ => format!("known here: {}", words.join(", ")),
        };
        let same = words.iter().find(|known| known.eq_ignore_ascii_case(word));
        if let (Dialect::Eksctl, Some(same)) = (self.dialect, same) {
            let problem = format!("no key `{word}` here, and eksctl drops it without a word");
            let fix = Fix::safe([Edit::rename(path.key(word), same)]);
            self.fault("DSL-01", path, mark, problem, fix);
            return shape.field_of_key(same);
        }
        let near = closest(word, words.iter().map(String::as_str));
        let elsewhere = match self.dialect {
            Dialect::Eksctl => crate::eksctl::homes_of_key(word, path),
            Dialect::Words if near.is_none() => homes_of_word(word, path),
            Dialect::Words | Dialect::Data => Vec::new(),
        };
        let fix = match (elsewhere.as_slice(), near) {
            // Most often by its indentation.
            ([_, ..], _) if self.dialect == Dialect::Eksctl => {
                format!("`{word}` is a key of {}: move it there", elsewhere.join(" and of "))
            }
            ([_, ..], _) => format!("`{word}` is a word of {}: move it there; {known}", elsewhere.join(" and of ")),
            (_, Some(near)) => return self.misspelt(word, near, mark, &known, shape, path),
            (_, None) => match akin(word, &words).as_slice() {
                [] => known,
                _ if words.len() < 20 => known,
                akin => format!("akin to it: {}; {known}", akin.join(", ")),
            },
        };
        self.fault("DSL-01", path, mark, format!("no {} `{word}` here", self.noun()), fix);
        near.and_then(|near| shape.field(near)).map(|(field, _)| field)
    }

    /// Reports a word that is nearly one that is known here, and gives its field.
    fn misspelt(
        &mut self,
        word: &str,
        near: &str,
        mark: Mark,
        known: &str,
        shape: &'static Shape,
        path: &Path,
    ) -> Option<&'static Field> {
        let edit = Edit::rename(path.key(word), near);
        let words = shape.words();
        let fix = if is_slip(word, near, words.iter().map(String::as_str)) { Fix::safe([edit]) } else { Fix::decision([edit]) };
        let fix = fix.saying(format!("did you mean `{near}`? {known}"));
        self.fault("DSL-01", path, mark, format!("no {} `{word}` here", self.noun()), fix);
        shape.field(near).map(|(field, _)| field)
    }

    /// Reads a word of one of eksctl's vocabularies: the variant's position; the first one's where it cannot be read.
    pub fn keyword(&mut self, node: &Node, path: &Path, shape: &'static Shape) -> usize {
        let Kind::Enum(variants, _) = &shape.kind else { return 0 };
        let chosen = match (self.dialect, &node.value) {
            (Dialect::Words | Dialect::Data, _) => self.variant(node, path, shape).map(|(name, _)| name),
            (Dialect::Eksctl, Value::Str(word)) => {
                let known = shape.variant_of_word(word).map(|variant| variant.name);
                if known.is_none() {
                    self.no_such_word(word, node.mark, path, shape);
                }
                known
            }
            (Dialect::Eksctl, _) => {
                self.expected(&format!("one of {}", shape.words().join(", ")), node, path);
                None
            }
        };
        chosen.and_then(|name| variants.iter().position(|variant| variant.name == name)).unwrap_or_default()
    }

    /// Reads a block of which exactly one key may be set: the variant's name as declared and the entry.
    pub fn choice<'n>(&mut self, node: &'n Node, path: &Path, shape: &'static Shape) -> Option<(&'static str, &'n Entry)> {
        let words = shape.words().join(", ");
        let Value::Block(entries) = &node.value else {
            self.expected(&format!("a block with one of {words}"), node, path);
            return None;
        };
        let mut chosen = None;
        for entry in entries {
            let known = match self.dialect {
                Dialect::Words => shape.variant(&entry.key),
                Dialect::Eksctl | Dialect::Data => shape.variant_of_word(&entry.key),
            };
            match (known, &chosen) {
                (None, _) => {
                    self.unknown_word(&entry.key, entry.key_mark, shape, path);
                }
                (Some(_), _) if entry.value.value == Value::Null => {}
                (Some(variant), None) => chosen = Some((variant.name, entry)),
                (Some(_), Some((_, first))) => {
                    let problem = format!("`{}` and `{}` exclude each other", first.key, entry.key);
                    let fix = format!("keep one of `{}` and `{}`", first.key, entry.key);
                    self.fault("DSL-04", path, entry.key_mark, problem, fix);
                }
            }
        }
        if chosen.is_none() {
            self.unknown.push(path.clone());
            let mark = self.places.word(path).unwrap_or(node.mark);
            self.fault("DSL-05", path, mark, "nothing is chosen".to_owned(), format!("add one of {words}"));
        }
        chosen
    }

    /// Reads the value of the key that a choice has set.
    pub fn chosen<T: Spec>(&mut self, entry: &Entry, path: &Path) -> T {
        let path = path.field(PAYLOAD);
        self.place(&path, Some(entry), &entry.value);
        T::read(&entry.value, &path, self)
    }

    /// What a message calls the word before a value.
    fn noun(&self) -> &'static str {
        match self.dialect {
            Dialect::Words => "word",
            Dialect::Eksctl => "key",
            Dialect::Data => "field",
        }
    }

    /// Reports a word that is none of an enum's.
    fn no_such_word(&mut self, word: &str, mark: Mark, path: &Path, shape: &'static Shape) {
        self.unknown.push(path.clone());
        let words = shape.words();
        let known = format!("one of {}", words.join(", "));
        let fix = match closest(word, words.iter().map(String::as_str)) {
            Some(near) => {
                let value = match self.dialect {
                    Dialect::Words => Value::Word(near.to_owned()),
                    Dialect::Eksctl | Dialect::Data => Value::Str(near.to_owned()),
                };
                let edit = Edit { at: path.clone(), what: Change::Set(Node::plain(value)) };
                let is_slip = is_slip(word, near, words.iter().map(String::as_str));
                let fix = if is_slip { Fix::safe([edit]) } else { Fix::decision([edit]) };
                fix.saying(format!("did you mean `{near}`? It is {known}"))
            }
            None => known.into(),
        };
        self.fault("DSL-02", path, mark, format!("no `{word}` to choose here"), fix);
    }

    /// Reads an enum's word: the variant's name as declared and its payload node.
    pub fn variant<'n>(
        &mut self,
        node: &'n Node,
        path: &Path,
        shape: &'static Shape,
    ) -> Option<(&'static str, Option<&'n Node>)> {
        let (word, mark, payload) = match &node.value {
            Value::Word(word) | Value::Str(word) => (word.as_str(), node.mark, None),
            Value::Tagged(word, mark, payload) => (word.as_str(), *mark, Some(payload.as_ref())),
            Value::Block(entries) if self.dialect == Dialect::Data && entries.len() == 1 => {
                (entries[0].key.as_str(), entries[0].key_mark, Some(&entries[0].value))
            }
            _ => {
                self.expected(&expects(shape), node, path);
                return None;
            }
        };
        let Some(variant) = shape.variant(word) else {
            if let Some(refused) = shape.refusal(word) {
                self.unknown.push(path.clone());
                self.fault(refused.rule, path, mark, refused.problem.to_owned(), refused.cure());
                return None;
            }
            self.no_such_word(word, mark, path, shape);
            return None;
        };
        match (variant.payload, payload) {
            (None, Some(payload)) => {
                let problem = format!("`{}` takes no value", variant.name);
                self.fault("DSL-02", path, payload.mark, problem, format!("write `{}` alone", variant.name));
            }
            (Some(shape), None) if !matches!(shape.kind, Kind::Struct { .. } | Kind::Optional(_)) => {
                self.unknown.push(path.field(PAYLOAD));
                let problem = format!("`{}` needs a value", variant.name);
                self.fault("DSL-02", path, mark, problem, format!("write `{}({})`", variant.name, expects(shape)));
            }
            _ => {}
        }
        Some((variant.name, payload))
    }

    /// Reads the payload of the enum at `path`. It has a path of its own, so that the word is known where the payload is not.
    pub fn payload<T: Spec>(&mut self, node: &Node, path: &Path) -> T {
        let path = path.field(PAYLOAD);
        if !matches!(node.value, Value::Block(_) | Value::Present) {
            self.place(&path, None, node);
        }
        T::read(node, &path, self)
    }

    /// The payload of a word that stands alone: its fields' own defaults. What has none was reported with the word.
    pub fn no_payload<T: Spec>(&mut self, mark: Mark, path: &Path) -> T {
        match T::SHAPE.kind {
            Kind::Struct { .. } | Kind::Optional(_) => self.payload(&Node { value: Value::Present, mark }, path),
            _ => T::stand_in(),
        }
    }
}

/// Up to four keys that have a word of this one's in them, such as `volumeSize` and `volumeType` for `diskVolumes`, the most alike first.
fn akin<'a>(word: &str, keys: &'a [String]) -> Vec<&'a str> {
    let of_word = super::shape::snake(word);
    let parts: Vec<&str> =
        of_word.split(['_', '-']).map(|part| part.trim_end_matches('s')).filter(|part| part.len() > 3).collect();
    let shared =
        |key: &str| super::shape::snake(key).split('_').filter(|part| parts.contains(&part.trim_end_matches('s'))).count();
    let mut all: Vec<(usize, &str)> =
        keys.iter().map(|key| (shared(key), key.as_str())).filter(|(shared, _)| *shared > 0).collect();
    all.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    all.into_iter().map(|(_, key)| key).take(4).collect()
}

/// The words that a cure begins its examples with: `scaler` of "write `scaler: Karpenter`".
fn words_of_cure(cure: &str) -> impl Iterator<Item = &str> {
    let word = |example: &str| example.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(example.len());
    cure.split('`').skip(1).step_by(2).filter_map(move |example| example.get(..word(example)))
}

/// What stands behind a word that has more to say.
fn payload(variant: &Variant) -> &'static str {
    match variant.payload.map(|shape| &shape.kind) {
        None => "",
        Some(Kind::Struct { .. }) => " { … }",
        Some(_) => "(…)",
    }
}

/// What a value of `shape` looks like, for messages.
pub fn expects(shape: &Shape) -> String {
    match &shape.kind {
        Kind::Struct { fields, .. } => {
            let must = fields.iter().filter(|field| field.mode == Mode::Required);
            let words: Vec<_> = must.map(|field| format!("{}: …", field.word())).chain(["…".to_owned()]).collect();
            format!("a block `{{ {} }}`", words.join(", "))
        }
        Kind::Enum(variants, _) => {
            let words: Vec<_> = variants.iter().map(|variant| format!("{}{}", variant.shown(), payload(variant))).collect();
            format!("one of {}", words.join(", "))
        }
        Kind::Unit { expects, .. } => (*expects).to_owned(),
        Kind::Text => "a quoted text".to_owned(),
        Kind::Int { min, max } => format!("a whole number from {min} to {max}"),
        Kind::Bool => "`true` or `false`".to_owned(),
        Kind::Scale => "a range such as `0..=16`".to_owned(),
        Kind::CountOrList(_) => "a number or a list".to_owned(),
        Kind::List(inner) => format!("a list of which each is {}", expects(inner)),
        Kind::Optional(inner) => expects(inner),
        Kind::Map(_) => "a block `{ \"key\": value }`".to_owned(),
        Kind::Choice(_) => format!("a block with one of {}", shape.words().join(", ")),
        Kind::Number => "a number".to_owned(),
        Kind::Document => "a block of keys and values".to_owned(),
        Kind::Base => "the name of a `base`".to_owned(),
    }
}
