//! Where a word belongs that stands in the wrong block: most often one block too high or too low.

use super::at::PAYLOAD;
use super::shape::{Field, Kind, Mode, Shape, bare, snake};
use super::{Platform, Spec};
use crate::source::{Path, Step};

/// How deep blocks are looked into.
const DEPTH: usize = 6;
/// In more blocks than this a word is no hint.
const MOST: usize = 2;

/// A block on the way down from the platform.
#[derive(Clone)]
struct Room {
    /// The words of the blocks around it, the outermost first.
    words: Vec<String>,
    /// The fields that lead to it, as they are in paths.
    fields: Vec<&'static str>,
    shape: &'static Shape,
}

/// The blocks that take `word`, those nearest to `path` alone: "`access` of `cluster`" for `team`. None where they are many.
pub(super) fn homes_of_word(word: &str, path: &Path) -> Vec<String> {
    let fields = path.steps().iter().filter_map(|step| if let Step::Field(name) = step { Some(*name) } else { None });
    let here: Vec<&str> = fields.filter(|name| *name != PAYLOAD).collect();
    let mut level = vec![Room { words: Vec::new(), fields: Vec::new(), shape: Platform::SHAPE }];
    let mut homes: Vec<(usize, usize, String)> = Vec::new();
    for depth in 0..DEPTH {
        let mut below = Vec::new();
        for room in &level {
            let Kind::Struct { fields, .. } = &room.shape.kind else { continue };
            let common = room.fields.iter().zip(&here).take_while(|(one, other)| one == other).count();
            if fields.iter().any(|field| takes(field, word)) {
                let away = room.fields.len() + here.len() - 2 * common;
                homes.push((away, depth, shown(&room.words)));
            }
            below.extend(fields.iter().filter(|field| field.mode != Mode::Hidden).flat_map(|field| rooms(room, field)));
        }
        level = below;
    }
    let nearest = homes.iter().map(|(away, ..)| *away).min().unwrap_or_default();
    homes.retain(|(away, ..)| *away == nearest);
    homes.sort_by_key(|(_, depth, _)| *depth);
    if homes.len() > MOST { Vec::new() } else { homes.into_iter().map(|(.., shown)| shown).collect() }
}

/// Whether a field is written with this word, in any spelling.
fn takes(field: &Field, word: &str) -> bool {
    let is = |other: &str| bare(other) == bare(word);
    match (field.mode, &field.shape.kind) {
        (Mode::Hidden | Mode::Name, _) => false,
        (Mode::Each(each), _) => is(each) || is(field.name),
        (Mode::OneOf, Kind::Enum(variants, _)) => variants.iter().any(|variant| is(&snake(variant.name))),
        _ => is(&field.word()),
    }
}

/// The blocks that a field opens: its own, or one for each word that takes one.
fn rooms(around: &Room, field: &Field) -> Vec<Room> {
    let enter = |word: String, shape: &'static Shape| {
        let (mut words, mut fields) = (around.words.clone(), around.fields.clone());
        words.push(word);
        fields.push(field.name);
        Room { words, fields, shape }
    };
    let word = if let Mode::Each(each) = field.mode { each.to_owned() } else { field.word().into_owned() };
    let Some(shape) = opened(field.shape) else { return Vec::new() };
    match &shape.kind {
        Kind::Enum(variants, _) => {
            let blocks = variants.iter().filter_map(|variant| Some((variant, opened(variant.payload?)?)));
            let named = |name: &str| if field.mode == Mode::OneOf { snake(name) } else { format!("{word}: {name}") };
            blocks.map(|(variant, shape)| enter(named(variant.name), shape)).collect()
        }
        _ => vec![enter(word, shape)],
    }
}

/// The block, or the choice of blocks, that a value of this form is.
fn opened(shape: &'static Shape) -> Option<&'static Shape> {
    match &shape.kind {
        Kind::Struct { .. } | Kind::Enum(..) => Some(shape),
        Kind::List(of) | Kind::Optional(of) => opened(of),
        _ => None,
    }
}

/// "`access` of `cluster`".
fn shown(words: &[String]) -> String {
    match words {
        [] => "the platform itself".to_owned(),
        _ => words.iter().rev().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" of "),
    }
}

#[cfg(test)]
mod tests {
    use super::homes_of_word;
    use crate::source::Path;

    #[test]
    fn a_word_is_at_home_in_the_nearest_block_that_takes_it() {
        let top = Path::root();
        let cluster = top.field("clusters").index(0);
        let group = cluster.field("node_groups").index(0);
        assert_eq!(homes_of_word("team", &top), ["`access` of `cluster`"]);
        assert_eq!(homes_of_word("scaler", &group), ["`cluster`"]);
        assert_eq!(homes_of_word("account", &cluster), ["the platform itself"]);
        assert_eq!(homes_of_word("taint", &cluster), ["`node_group` of `cluster`"]);
        assert_eq!(homes_of_word("capability", &top), ["`gitops: ArgoCd`"]);
        assert!(homes_of_word("image", &cluster).is_empty(), "every workload has one");
        assert!(homes_of_word("frobnicate", &cluster).is_empty());
    }
}
