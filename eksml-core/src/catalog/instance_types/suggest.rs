//! Which instance types a misspelt name may have meant.
use super::{InstanceFacts, InstanceType, family};
use crate::units::spelling::distance_within;

/// The most suggestions given.
const MOST: usize = 3;

/// The most edits a suggestion may be away; instance type names are short, and more than this is another type.
const FARTHEST: usize = 2;

/// The longest text that is worth a guess, in bytes; the longest name has 19.
const LONGEST: usize = 32;

/// Up to three known names, the likeliest first.
///
/// A family that exists was hardly a slip, so then only its own types are offered.
pub(super) fn closest(name: &str) -> Vec<&'static str> {
    // No name, family or model has other characters.
    let plausible = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
    if !(2..=LONGEST).contains(&name.len()) || !name.chars().all(plausible) {
        return Vec::new();
    }
    let lower = name.to_lowercase();
    let wanted_family = family(&lower);
    let (kin, strangers): (Vec<_>, Vec<_>) = InstanceType::names().partition(|known| family(known) == wanted_family);
    if kin.is_empty() {
        let near = nearest(name, &strangers);
        return if near.is_empty() { smallest(|facts| facts.accelerator_model == lower) } else { near };
    }
    let near = nearest(name, &kin);
    if near.is_empty() { smallest(|facts| facts.family() == wanted_family) } else { near }
}

/// The known names that are the fewest edits away.
fn nearest(name: &str, known: &[&'static str]) -> Vec<&'static str> {
    let wanted = letters(name);
    if wanted.len() < 3 {
        return Vec::new();
    }
    let mut limit = FARTHEST;
    let mut near = Vec::new();
    let wanted_set = letter_set(name);
    for &candidate in known {
        // Each letter that only one of the two has costs an edit; this spares nearly all of the distances.
        let set = letter_set(candidate);
        let apart = (wanted_set & !set).count_ones().max((set & !wanted_set).count_ones());
        if usize::try_from(apart).is_ok_and(|apart| apart > limit) {
            continue;
        }
        let Some(distance) = distance_within(&wanted, &letters(candidate), limit) else { continue };
        if distance < limit {
            near.clear();
            limit = distance;
        }
        near.push(candidate);
    }
    near.truncate(MOST);
    near
}

/// The types with the fewest CPUs of those wanted.
fn smallest(wanted: impl Fn(&InstanceFacts) -> bool) -> Vec<&'static str> {
    let mut found: Vec<(u32, &'static str)> = InstanceType::all().filter(wanted).map(|facts| (facts.vcpu, facts.name)).collect();
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// The letters and digits of a name in lowercase; dots and dashes are where people slip.
fn letters(name: &str) -> Vec<char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Which of a to z and 0 to 9 a name has, one bit each, and one bit for everything else.
fn letter_set(name: &str) -> u64 {
    name.chars().filter(|c| c.is_alphanumeric()).fold(0, |set, c| {
        let bit = c.to_digit(36).unwrap_or(36);
        set | 1 << bit
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_case_do_not_count() {
        assert_eq!(closest("G6E-2XLARGE"), ["g6e.2xlarge"]);
        assert_eq!(closest("p5_48xlarge"), ["p5.48xlarge"]);
    }

    #[test]
    fn a_known_family_keeps_to_itself() {
        assert_eq!(closest("m7i.xlrge"), ["m7i.xlarge"]);
        assert_eq!(closest("p4d.48xlarge"), ["p4d.24xlarge"]);
        assert_eq!(closest("g6e.3xlarge"), ["g6e.2xlarge", "g6e.4xlarge", "g6e.8xlarge"]);
    }

    #[test]
    fn a_family_or_a_model_stands_for_its_smallest_types() {
        assert_eq!(closest("p5"), ["p5.4xlarge", "p5.48xlarge"]);
        assert_eq!(closest("H100"), ["p5.4xlarge", "p5.48xlarge"]);
        assert_eq!(closest("g6.huge"), ["g6.xlarge", "g6.2xlarge", "g6.4xlarge"]);
    }

    #[test]
    fn nothing_is_guessed_from_afar() {
        for far in ["", "zz", "nonsense", &"x".repeat(1000)] {
            assert_eq!(closest(far), [""; 0], "{far}");
        }
    }
}
