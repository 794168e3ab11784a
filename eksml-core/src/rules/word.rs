//! Names as a user writes them in `platform!`.

/// A name as it can be pasted: a bare word with `_` for `-`, or quoted where it is no identifier.
pub(super) fn word(name: &str) -> String {
    let bare = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if bare { name.replace('-', "_") } else { format!("\"{name}\"") }
}

/// Names in a sentence.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<_> = names.map(|name| format!("`{}`", word(name))).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words_or_texts() {
        assert_eq!(word("ml-training"), "ml_training");
        assert_eq!(word("9lives"), "\"9lives\"");
        assert_eq!(word("a.b"), "\"a.b\"");
        assert_eq!(listed(["a-b", "c"].into_iter()), "`a_b`, `c`");
        assert_eq!(listed(std::iter::empty()), "none");
    }
}
