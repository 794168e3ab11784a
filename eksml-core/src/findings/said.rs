//! Sentence of a fix, printed from its edits: in the words of `platform!` or in eksctl's keys.

use super::edit::{Change, Edit};
use crate::eksctl::{ClusterConfig, spelt_path};
use crate::source::{Node, Path, Step, Value};
use crate::spec::shape::Shape;
use crate::spec::{Platform, Spec as _};

/// Whose words a sentence is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// Those of `platform!`.
    Words,
    /// eksctl's keys.
    Keys,
}

impl Tongue {
    /// What to do, for a mistake at `here`.
    pub(crate) fn say(self, edits: &[Edit], here: &Path) -> String {
        let told: Vec<String> = edits.iter().map(|edit| self.one(edit, here)).collect();
        let mut sentence = String::new();
        for (at, told) in told.iter().enumerate() {
            match told.strip_prefix("write ").filter(|_| at > 0 && sentence.starts_with("write ")) {
                Some(more) => sentence.push_str(&format!(" and {more}")),
                None if at > 0 => sentence.push_str(&format!(" and {told}")),
                None => sentence.push_str(told),
            }
        }
        sentence
    }

    fn one(self, edit: &Edit, here: &Path) -> String {
        let parent = edit.at.parent().unwrap_or_default();
        // What stands in the same block, or in the block itself, needs no address.
        let is_near = parent == *here || here.parent().is_some_and(|around| parent == around) || edit.at.is_within(here);
        let home = if is_near { None } else { self.name(&parent) };
        let home = home.map_or_else(String::new, |home| format!(" in `{home}`"));
        let name = self.name(&edit.at);
        match (&edit.what, name) {
            (Change::Set(value), Some(name)) => format!("write `{}`{home}", self.entry(&name, value)),
            (Change::Set(value), None) => format!("write `{}`", self.value(value)),
            (Change::Remove, Some(name)) => format!("remove `{name}`{home}"),
            (Change::Remove, None) => "remove it".to_owned(),
            (Change::Rename(to), _) => format!("write `{to}`"),
            (Change::Insert(value), Some(name)) => format!("add `{}` to `{name}`{home}", self.value(value)),
            (Change::Insert(value), None) => format!("add `{}`", self.value(value)),
        }
    }

    /// The word that the part at `path` is written with; none for an element of a list.
    fn name(self, path: &Path) -> Option<String> {
        let (last, _) = path.steps().split_last()?;
        match (last, self) {
            (Step::Index(_), _) => None,
            (Step::Key(key), _) => Some(key.clone()),
            (Step::Field(name), _) => {
                match (spelt_path(self.shape(), path).as_ref().and_then(|path| path.steps().last()), self) {
                    (Some(Step::Key(key)), _) => Some(key.clone()),
                    // What stands behind an enum's word.
                    (_, Self::Words) => Some((*name).to_owned()),
                    (_, Self::Keys) => None,
                }
            }
        }
    }

    /// What a path begins at.
    fn shape(self) -> &'static Shape {
        match self {
            Self::Words => Platform::SHAPE,
            Self::Keys => ClusterConfig::SHAPE,
        }
    }

    fn entry(self, key: &str, value: &Node) -> String {
        let is_word = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let key = if is_word { key.to_owned() } else { quoted(key) };
        match (&value.value, self) {
            (Value::Block(_), Self::Words) => format!("{key} {}", self.value(value)),
            (Value::Present, Self::Words) => key,
            _ => format!("{key}: {}", self.value(value)),
        }
    }

    /// A value as one would write it on one line.
    fn value(self, node: &Node) -> String {
        match &node.value {
            Value::Str(text) => quoted(text),
            Value::List(items) => format!("[{}]", items.iter().map(|item| self.value(item)).collect::<Vec<_>>().join(", ")),
            Value::Block(entries) => {
                let entries: Vec<String> = entries.iter().map(|entry| self.entry(&entry.key, &entry.value)).collect();
                match self {
                    Self::Keys => format!("{{{}}}", entries.join(", ")),
                    Self::Words => format!("{{ {} }}", entries.join(", ")),
                }
            }
            Value::Range { from, to, inclusive } => {
                format!("{}..{}{}", self.value(from), if *inclusive { "=" } else { "" }, self.value(to))
            }
            Value::Tagged(word, _, payload) => format!("{word}({})", self.value(payload)),
            other => other.shown(),
        }
    }
}

/// A value in the words of `platform!`, on one line.
pub fn in_words(value: &Node) -> String {
    Tongue::Words.value(value)
}

/// A text in double quotes, as JSON, YAML and `platform!` all read it.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => shown.extend(['\\', c]),
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            c => shown.push(c),
        }
    }
    shown.push('"');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_an_address_where_the_edit_is_elsewhere() {
        let group = Path::root().field("managed_node_groups").index(0);
        let set = |at: Path, value: Node| Edit { at, what: Change::Set(value) };
        let iops = group.field("volume_iops");
        let say = |edit: Edit| Tongue::Keys.say(&[edit], &iops);
        assert_eq!(say(set(group.field("volume_type"), "gp3".into())), "write `volumeType: \"gp3\"`");
        assert_eq!(say(set(group.field("labels").key("a/b"), true.into())), "write `\"a/b\": true` in `labels`");
        assert_eq!(say(Edit { at: iops.clone(), what: Change::Remove }), "remove `volumeIOPS`");
        let mode = Path::root().field("access_config").field("authentication_mode");
        assert_eq!(say(set(mode, "API".into())), "write `authenticationMode: \"API\"` in `accessConfig`");
        let sizes = [set(group.field("min_size"), 2_u32.into()), set(group.field("max_size"), 4_u32.into())];
        assert_eq!(Tongue::Keys.say(&sizes, &group), "write `minSize: 2` and `maxSize: 4`");
        assert_eq!(say(Edit::rename(group.key("volumeIops"), "volumeIOPS")), "write `volumeIOPS`");
    }
}
