//! The nearest known word to a misspelt one, for "did you mean".

/// The word that `given` most likely meant: the same word in another case first, then the one with the fewest typing errors.
///
/// Nothing is suggested when a third or more of the letters would have to change: a far guess misleads more than it helps.
pub(super) fn nearest<'w>(given: &str, words: &[&'w str]) -> Option<&'w str> {
    let folded = given.to_lowercase();
    let scored = words.iter().map(|word| (distance(&folded, &word.to_lowercase()), *word));
    let (errors, word) = scored.min_by_key(|(errors, _)| *errors)?;
    (errors * 3 < folded.chars().count().max(4)).then_some(word)
}

/// Levenshtein distance in characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.chars().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        for (slot, to) in row.iter_mut().skip(1).zip(&right) {
            let cost = diagonal + usize::from(from != *to);
            diagonal = *slot;
            before = cost.min(before + 1).min(*slot + 1);
            *slot = before;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_typing_errors() {
        for (left, right, errors) in
            [("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("taints", "taint", 1), ("abc", "", 3)]
        {
            assert_eq!(distance(left, right), errors, "{left} -> {right}");
            assert_eq!(distance(right, left), errors, "{right} -> {left}");
        }
    }

    #[test]
    fn suggests_the_same_word_in_another_case_and_near_misses_only() {
        let words = ["managedNodeGroups", "nodeGroups", "privateCluster", "taints"];
        assert_eq!(nearest("managedNodegroups", &words), Some("managedNodeGroups"));
        assert_eq!(nearest("Taints", &words), Some("taints"));
        assert_eq!(nearest("taintss", &words), Some("taints"));
        assert_eq!(nearest("instanceTypes", &words), None);
        assert_eq!(nearest("anything", &[]), None);
    }
}
