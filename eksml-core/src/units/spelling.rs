//! "Did you mean …?": the known word closest to what was written.

/// The candidate closest to `word`, or `None` when nothing is close enough to be what was meant.
///
/// A candidate that differs only in case, `_`, `-`, `.` or spaces always wins. Otherwise the edit distance (insert, delete, replace,
/// swap of neighbours) may be at most a third of the word's length, and at least one edit is always allowed for words of three
/// letters and more. Of equally close candidates the first one wins, so the answer does not depend on anything but the input.
pub fn closest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    if folded.is_empty() {
        return None;
    }
    let mut limit = allowance(folded.len());
    let mut best = None;
    for candidate in candidates {
        let other = fold(candidate);
        if other == folded {
            return Some(candidate);
        }
        if let Some(distance) = distance_within(&folded, &other, limit) {
            best = Some(candidate);
            // Only a strictly better candidate may replace the first of the best.
            let Some(stricter) = distance.checked_sub(1) else { return best };
            limit = stricter;
        }
    }
    best
}

/// Whether `word` can only be a slip of `near`: it differs in case or separators, or in one letter of five and more from it and in more
/// from every other candidate.
pub fn is_slip<'a>(word: &str, near: &str, candidates: impl Iterator<Item = &'a str>) -> bool {
    let (folded, other) = (fold(word), fold(near));
    if folded == other {
        return true;
    }
    let is_near = |other: &[char], limit| distance_within(&folded, other, limit).is_some();
    folded.len() >= 5 && is_near(&other, 1) && candidates.filter(|candidate| *candidate != near).all(|it| !is_near(&fold(it), 2))
}

/// The edits a word of this length may be away from what was meant.
fn allowance(length: usize) -> usize {
    if length < 3 { 0 } else { (length / 3).max(1) }
}

fn fold(word: &str) -> Vec<char> {
    word.chars().filter(|c| !matches!(c, '_' | '-' | '.' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Optimal string alignment distance between two words, or `None` as soon as it must exceed `limit`.
pub(crate) fn distance_within(left: &[char], right: &[char], limit: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let width = right.len() + 1;
    let mut before_last: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row: Vec<usize> = vec![0; width];
    for (i, &l) in left.iter().enumerate() {
        row[0] = i + 1;
        let mut lowest = row[0];
        for (j, &r) in right.iter().enumerate() {
            let mut cost = (last[j] + usize::from(l != r)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && l == right[j - 1] && left[i - 1] == r {
                cost = cost.min(before_last[j - 1] + 1);
            }
            row[j + 1] = cost;
            lowest = lowest.min(cost);
        }
        if lowest > limit {
            return None;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    let distance = last[right.len()];
    (distance <= limit).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = ["vpc-cni", "coredns", "kube-proxy", "metrics-server", "eks-pod-identity-agent"];

    fn closest_name(word: &str) -> Option<&'static str> {
        closest(word, NAMES.into_iter())
    }

    #[test]
    fn case_and_separators_do_not_count() {
        assert_eq!(closest_name("vpc_cni"), Some("vpc-cni"));
        assert_eq!(closest_name("CoreDNS"), Some("coredns"));
        assert_eq!(closest("training_gpu", ["trainin-gpu", "Training-GPU"].into_iter()), Some("Training-GPU"));
    }

    #[test]
    fn one_slip_is_found() {
        assert_eq!(closest_name("kube-porxy"), Some("kube-proxy"));
        assert_eq!(closest_name("metric-server"), Some("metrics-server"));
        assert_eq!(closest_name("corednss"), Some("coredns"));
        assert_eq!(closest("ml-trainin", ["ml-inference", "ml-training"].into_iter()), Some("ml-training"));
    }

    #[test]
    fn nothing_is_guessed_from_afar() {
        assert_eq!(closest_name("argo"), None);
        assert_eq!(closest_name(""), None);
        assert_eq!(closest("ab", ["ac"].into_iter()), None);
    }

    #[test]
    fn the_first_of_the_closest_wins() {
        assert_eq!(closest("gpu-x", ["gpu-a", "gpu-b"].into_iter()), Some("gpu-a"));
        assert_eq!(closest("gpus", ["gqux", "gpu", "gpux"].into_iter()), Some("gpu"));
    }

    #[test]
    fn distance_counts_a_swap_as_one_edit() {
        let chars = |word: &str| word.chars().collect::<Vec<_>>();
        assert_eq!(distance_within(&chars("porxy"), &chars("proxy"), 5), Some(1));
        assert_eq!(distance_within(&chars("kitten"), &chars("sitting"), 5), Some(3));
        assert_eq!(distance_within(&chars("kitten"), &chars("sitting"), 2), None);
        assert_eq!(distance_within(&[], &chars("abc"), 3), Some(3));
    }
}
