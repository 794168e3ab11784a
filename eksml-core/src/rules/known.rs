//! The names a platform declares, as the cure for one it does not.

use crate::spec::{At, Platform};
use crate::units::Name;
use crate::units::spelling::closest;

/// What to write instead of `name`, which is none of the `declared` names; each is shown as `platform!` takes it.
pub(super) fn instead(name: &Name, declared: &[&Name], or_else: &str) -> String {
    let near = closest(name.as_str(), declared.iter().map(|name| name.as_str()));
    let near = near.and_then(|near| declared.iter().find(|name| name.as_str() == near));
    let mut all: Vec<_> = declared.iter().map(|name| format!("`{}`", name.word())).collect();
    all.dedup();
    match (near, all.is_empty()) {
        (Some(near), _) if all.len() == 1 => format!("did you mean `{}`?", near.word()),
        (Some(near), _) => format!("did you mean `{}`? Declared are {}", near.word(), all.join(", ")),
        (None, false) => format!("write one of {}, or {or_else}", all.join(", ")),
        (None, true) => or_else.to_owned(),
    }
}

/// The ARN of a role called `name` in the platform's account, to be pasted; with `ACCOUNT_ID` where the account is not known.
pub(super) fn role_to_paste(platform: &At<'_, Platform>, name: &str) -> String {
    let account =
        platform.account().known().and_then(Option::as_ref).map_or_else(|| "ACCOUNT_ID".to_owned(), ToString::to_string);
    let partition = platform.region().known().map_or_else(|| "aws".to_owned(), |region| region.partition().to_string());
    format!("arn:{partition}:iam::{account}:role/{name}")
}

/// "`a`", "`a` and `b`", "`a`, `b` and `c`".
pub(super) fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_suggested_as_they_are_written() {
        let names: Vec<Name> = ["training-gpu", "cpu"].iter().map(|name| name.parse().unwrap()).collect();
        let declared: Vec<&Name> = names.iter().collect();
        let say = |name: &str, declared: &[&Name]| instead(&name.parse().unwrap(), declared, "declare it");
        assert_eq!(say("trainig-gpu", &declared), "did you mean `training_gpu`? Declared are `training_gpu`, `cpu`");
        assert_eq!(say("trainig-gpu", &declared[..1]), "did you mean `training_gpu`?");
        assert_eq!(say("spot", &declared), "write one of `training_gpu`, `cpu`, or declare it");
        assert_eq!(say("spot", &[]), "declare it");
    }

    #[test]
    fn lists_read_as_a_sentence() {
        assert_eq!(listed::<&str>(&[]), "");
        assert_eq!(listed(&["a"]), "`a`");
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
