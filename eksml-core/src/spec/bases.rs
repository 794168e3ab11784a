//! Bases: what clusters inherit, put into them before anything is read. What is inherited keeps the place where it was written, so that
//! a finding stands in the base.

use std::collections::BTreeSet;

use super::reader::Reader;
use super::shape::{Kind, Mode, Shape};
use super::{Cluster, Spec};
use crate::source::{Entry, Mark, Node, Path, Value};
use crate::units::spelling::closest;

const RULE: &str = "DSL-06";

/// The bases that a platform's words declare.
#[derive(Debug, Default)]
pub struct Bases {
    all: Vec<Base>,
}

/// One of them.
#[derive(Debug)]
pub struct Base {
    /// Its name, as it was written.
    pub name: String,
    /// Where its name was written.
    pub mark: Mark,
    /// What a cluster is given by it.
    pub entries: Vec<Entry>,
    marks: BTreeSet<Mark>,
    is_used: bool,
    /// What it inherits is not known: neither is what inherits it.
    is_broken: bool,
}

impl Bases {
    /// Takes the bases out of a platform's words, and puts what they say into the clusters that inherit them.
    pub fn resolve(platform: &mut Node, reader: &mut Reader) -> Self {
        let mut bases = Self::default();
        let Value::Block(entries) = &mut platform.value else { return bases };
        let (declared, rest) = std::mem::take(entries).into_iter().partition::<Vec<_>, _>(|entry| entry.key == "base");
        *entries = rest;
        for entry in declared {
            bases.declare(entry, reader);
        }
        bases.put_parents_first(reader);
        for at in 0..bases.all.len() {
            bases.inherit_base(at, reader);
        }
        for cluster in entries.iter_mut().filter(|entry| entry.key == "cluster") {
            bases.inherit_cluster(cluster, reader);
        }
        for base in bases.all.iter().filter(|base| !base.is_used) {
            let problem = format!("base `{}` is inherited by no cluster", base.name);
            let fix = format!("write `inherits: {}` in a cluster, or remove the base", base.name);
            reader.fault(RULE, &Path::root(), base.mark, problem, fix);
        }
        bases
    }

    /// Each base, after the one that it inherits.
    pub fn iter(&self) -> impl Iterator<Item = &Base> {
        self.all.iter()
    }

    /// The position of the base called `name`.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.all.iter().position(|base| same(&base.name, name))
    }

    /// Whether the word at `mark` is one of a base's.
    pub fn has(&self, mark: Mark) -> bool {
        self.all.iter().any(|base| base.marks.contains(&mark))
    }

    fn declare(&mut self, entry: Entry, reader: &mut Reader) {
        let root = Path::root();
        let Some((name, mark)) = entry.name else {
            let problem = "a base has no name".to_owned();
            return reader.fault(RULE, &root, entry.key_mark, problem, "write `base standard { … }`".to_owned());
        };
        if self.position(&name).is_some() {
            let problem = format!("a second base `{name}`");
            return reader.fault("DSL-04", &root, mark, problem, "give one of them another name".to_owned());
        }
        let Value::Block(mut entries) = entry.value.value else {
            let problem = format!("base `{name}` has no words of its own");
            return reader.fault(RULE, &root, mark, problem, format!("write `base {name} {{ … }}`"));
        };
        entries.retain(|entry| {
            let of_clusters = entry.key == "name";
            if of_clusters {
                let problem = format!("`{}` stands in base `{name}`, and is a cluster's to say", entry.key);
                reader.fault(RULE, &root, entry.key_mark, problem, "move it into a cluster that inherits the base".to_owned());
            }
            !of_clusters
        });
        let mut marks = BTreeSet::new();
        for entry in &entries {
            gather(entry, &mut marks);
        }
        self.all.push(Base { name, mark, entries, marks, is_used: false, is_broken: false });
    }

    /// Orders the bases so that each comes after the one that it inherits; what goes round in a circle is reported and broken.
    fn put_parents_first(&mut self, reader: &mut Reader) {
        let parents: Vec<Option<usize>> = self.all.iter().map(|base| self.find(&inherits(&base.entries)?.value).ok()).collect();
        let lines: Vec<Vec<usize>> = (0..self.all.len()).map(|at| line_of(at, &parents)).collect();
        for (at, way) in lines.iter().enumerate() {
            let Some(last) = way.last().and_then(|last| parents[*last]) else { continue };
            self.all[at].is_broken = true;
            self.all[at].is_used = true;
            // Each circle is told once, at the first of its bases.
            if last == at && way.iter().all(|other| *other >= at) {
                let names: Vec<String> = way[1..].iter().map(|other| format!("`{}`", self.all[*other].name)).collect();
                let by = if names.is_empty() { String::new() } else { format!(", by way of {}", names.join(" and ")) };
                let mark = inherits(&self.all[at].entries).map_or(self.all[at].mark, |entry| entry.value.mark);
                let problem = format!("base `{}` inherits itself{by}", self.all[at].name);
                reader.fault(RULE, &Path::root(), mark, problem, "remove `inherits` from one of them".to_owned());
            }
        }
        for base in self.all.iter_mut().filter(|base| base.is_broken) {
            base.entries.clear();
        }
        let mut all: Vec<(usize, Base)> = lines.iter().map(Vec::len).zip(std::mem::take(&mut self.all)).collect();
        all.sort_by_key(|(depth, _)| *depth);
        self.all = all.into_iter().map(|(_, base)| base).collect();
    }

    /// Puts into a base what it inherits; the one that it inherits has been seen to already.
    fn inherit_base(&mut self, at: usize, reader: &mut Reader) {
        if self.all[at].is_broken {
            return;
        }
        let own = std::mem::take(&mut self.all[at].entries);
        match self.inherited(own, reader) {
            Some(entries) => self.all[at].entries = entries,
            None => (self.all[at].is_broken, self.all[at].is_used) = (true, true),
        }
    }

    fn inherit_cluster(&mut self, cluster: &mut Entry, reader: &mut Reader) {
        let Value::Block(own) = &mut cluster.value.value else { return };
        cluster.value.value = match self.inherited(std::mem::take(own), reader) {
            Some(entries) => Value::Block(entries),
            // Nothing is known of a cluster whose base is not.
            None => Value::Broken,
        };
    }

    /// What a block has whose own words these are: what it inherits, and its own in its place. Nothing if the base is not known.
    fn inherited(&mut self, own: Vec<Entry>, reader: &mut Reader) -> Option<Vec<Entry>> {
        let Some(base) = inherits(&own).map(|entry| entry.value.clone()) else { return Some(own) };
        let base = match self.find(&base) {
            Ok(at) => &mut self.all[at],
            Err((problem, fix)) => {
                reader.fault(RULE, &Path::root(), base.mark, problem, fix);
                // The base that was meant is not left idle as well.
                if let Some(meant) = self.meant(&base) {
                    self.all[meant].is_used = true;
                }
                return None;
            }
        };
        base.is_used = true;
        if base.is_broken {
            return None;
        }
        let mut inherited = base.entries.clone();
        let (left_out, own) = own.into_iter().partition::<Vec<_>, _>(|entry| entry.key == "without");
        for entry in &left_out {
            leave_out(&mut inherited, &base.name, entry, reader);
        }
        Some(merged(inherited, own, Cluster::SHAPE))
    }

    /// The base that is named here, or why there is none and what to write.
    fn find(&self, named: &Node) -> Result<usize, (String, String)> {
        let (Value::Word(name) | Value::Str(name)) = &named.value else {
            let fix = "write `inherits: standard`, the name of a `base`".to_owned();
            return Err(("a base is named by a word".to_owned(), fix));
        };
        self.position(name).ok_or_else(|| {
            let fix = self.meant(named).map_or_else(
                || format!("declare it: `base {name} {{ … }}`"),
                |meant| format!("write `inherits: {}`", self.all[meant].name),
            );
            (format!("`{name}` is no base"), fix)
        })
    }

    /// The base whose name is almost the one that is written here.
    fn meant(&self, named: &Node) -> Option<usize> {
        let (Value::Word(name) | Value::Str(name)) = &named.value else { return None };
        self.position(closest(name, self.all.iter().map(|base| base.name.as_str()))?)
    }
}

/// The entry that says what a block inherits.
fn inherits(entries: &[Entry]) -> Option<&Entry> {
    entries.iter().find(|entry| entry.key == "inherits")
}

/// A base and those it comes from, each once: whoever the last of them comes from closes a circle.
fn line_of(at: usize, parents: &[Option<usize>]) -> Vec<usize> {
    let mut line = vec![at];
    while let Some(parent) = line.last().and_then(|last| parents[*last]).filter(|parent| !line.contains(parent)) {
        line.push(parent);
    }
    line
}

/// Removes from `inherited` what `without: [node_group training_gpu, monitoring]` lists.
fn leave_out(inherited: &mut Vec<Entry>, base: &str, entry: &Entry, reader: &mut Reader) {
    let listed = match &entry.value.value {
        Value::List(nodes) => nodes.as_slice(),
        _ => std::slice::from_ref(&entry.value),
    };
    for node in listed {
        let (word, name, mark) = match &node.value {
            Value::Word(word) => (word, None, node.mark),
            Value::Tagged(word, _, payload) => match &payload.value {
                Value::Word(name) | Value::Str(name) => (word, Some(name), payload.mark),
                _ => (word, None, node.mark),
            },
            _ => {
                let fix = "write `without: [node_group training_gpu, monitoring]`".to_owned();
                reader.fault(RULE, &Path::root(), node.mark, "what is left out is named by its word".to_owned(), fix);
                continue;
            }
        };
        let before = inherited.len();
        inherited.retain(|entry| {
            let named = name.is_none_or(|name| entry.name.as_ref().is_some_and(|(own, _)| same(own, name)));
            entry.key != *word || !named
        });
        if inherited.len() == before {
            let shown = name.map_or_else(|| word.clone(), |name| format!("{word} {name}"));
            let problem = format!("base `{base}` has no `{shown}` to leave out");
            let alike =
                inherited.iter().filter(|entry| entry.key == *word).filter_map(|entry| Some(entry.name.as_ref()?.0.as_str()));
            let fix = name.and_then(|name| closest(name, alike)).map_or_else(
                || "remove it from `without`".to_owned(),
                |near| format!("write `{word} {near}`, or remove it from `without`"),
            );
            reader.fault(RULE, &Path::root(), mark, problem, fix);
        }
    }
}

/// What is inherited, with what a block says itself in its place: blocks are taken together, everything else is replaced.
fn merged(inherited: Vec<Entry>, own: Vec<Entry>, shape: &'static Shape) -> Vec<Entry> {
    let mut all: Vec<Option<Entry>> = inherited.into_iter().map(Some).collect();
    let (mut added, mut said) = (Vec::new(), BTreeSet::new());
    for entry in own {
        let Some((field, _)) = shape.field(&entry.key) else {
            added.push(entry);
            continue;
        };
        let one_of_many = matches!(field.mode, Mode::Each(word) if word == entry.key);
        let is_it = |other: &Entry| {
            if one_of_many {
                other.key == entry.key && named_alike(other, &entry)
            } else {
                shape.field(&other.key).is_some_and(|(of, _)| of.name == field.name)
            }
        };
        let here: Vec<usize> = (0..all.len()).filter(|at| all[*at].as_ref().is_some_and(is_it)).collect();
        // What a block says twice itself is the reader's to find.
        let is_first = said.insert((field.name, entry.name.as_ref().filter(|_| one_of_many).map(|(name, _)| name.clone())));
        match here.split_first() {
            Some((first, rest)) if is_first => {
                for at in rest {
                    all[*at] = None;
                }
                all[*first] = all[*first].take().map(|other| over(other, entry, field.shape));
            }
            _ => added.push(entry),
        }
    }
    all.into_iter().flatten().chain(added).collect()
}

/// One entry over the inherited one.
fn over(inherited: Entry, own: Entry, shape: &'static Shape) -> Entry {
    let shape = within(shape);
    let is_block = matches!(shape.kind, Kind::Struct { .. }) && inherited.key == own.key;
    let value = match (inherited.value.value, own.value.value) {
        (Value::Block(theirs), Value::Block(mine)) if is_block => Value::Block(merged(theirs, mine, shape)),
        // A key alone asks for what is there.
        (Value::Block(theirs), Value::Present) if is_block => Value::Block(theirs),
        (_, mine) => mine,
    };
    Entry { value: Node { value, mark: own.value.mark }, ..own }
}

/// The form of what is in a list or may be absent.
fn within(shape: &'static Shape) -> &'static Shape {
    match &shape.kind {
        Kind::Optional(inner) | Kind::List(inner) => within(inner),
        _ => shape,
    }
}

fn named_alike(one: &Entry, other: &Entry) -> bool {
    matches!((&one.name, &other.name), (Some((one, _)), Some((other, _))) if same(one, other))
}

/// Whether two words are one name: `training_gpu` is `training-gpu`.
fn same(one: &str, other: &str) -> bool {
    one.replace('_', "-") == other.replace('_', "-")
}

fn gather(entry: &Entry, marks: &mut BTreeSet<Mark>) {
    marks.insert(entry.key_mark);
    marks.extend(entry.name.as_ref().map(|(_, mark)| *mark));
    gather_value(&entry.value, marks);
}

fn gather_value(node: &Node, marks: &mut BTreeSet<Mark>) {
    marks.insert(node.mark);
    match &node.value {
        Value::Block(entries) => {
            for entry in entries {
                gather(entry, marks);
            }
        }
        Value::List(nodes) => {
            for node in nodes {
                gather_value(node, marks);
            }
        }
        Value::Tagged(_, mark, payload) => {
            marks.insert(*mark);
            gather_value(payload, marks);
        }
        Value::Range { from, to, .. } => {
            gather_value(from, marks);
            gather_value(to, marks);
        }
        _ => {}
    }
}
