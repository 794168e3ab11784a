//! What a killed run leaves beside the folder, state by state, and what the next run makes of it.
use crate::folder::{Folder, Outcome, content, identity, set, whole};
use eksml::output::{Error, ManifestSet, emit};
use std::fs;
use std::path::Path;

/// The folder holds `old` and a foreign file; the work folder exists.
fn prepared(test: &str) -> Result<(Folder, ManifestSet), Box<dyn std::error::Error>> {
    let folder = Folder::new(test)?;
    let old = set(&[("a", "old"), ("d/gone", "1")]);
    emit(&old, &folder.out())?;
    fs::write(folder.out().join("foreign"), "mine")?;
    fs::create_dir(folder.beside())?;
    fs::write(folder.beside().join("lock"), "")?;
    Ok((folder, old))
}

/// A complete new folder as a killed run has built it, with links to what is foreign.
fn stage(at: &Path, folder: &Folder, new: &ManifestSet) -> Outcome {
    emit(new, at)?;
    fs::hard_link(folder.out().join("foreign"), at.join("foreign"))?;
    Ok(())
}

fn assert_settled(folder: &Folder, set: &ManifestSet, foreign: &str) -> Outcome {
    let mut expected = whole(set);
    expected.insert("foreign".to_owned(), foreign.as_bytes().to_vec());
    assert_eq!(content(&folder.out())?, expected);
    assert!(!folder.beside().exists(), "nothing is left beside");
    Ok(())
}

#[cfg(unix)]
fn mark(folder: &Folder) -> Outcome {
    use std::os::unix::fs::MetadataExt;
    let next = fs::metadata(folder.beside().join("next"))?;
    Ok(fs::write(folder.beside().join("staged"), format!("{} {}\n", next.dev(), next.ino()))?)
}

#[test]
fn killed_while_building_leaves_the_old_set_and_is_cleaned_up() -> Outcome {
    let (folder, old) = prepared("building")?;
    fs::create_dir_all(folder.beside().join("next/d"))?;
    fs::hard_link(folder.out().join("a"), folder.beside().join("next/a"))?;
    fs::hard_link(folder.out().join("foreign"), folder.beside().join("next/foreign"))?;
    fs::write(folder.beside().join("next/d/half"), "wri")?;
    let before = identity(&folder.out().join("a"))?;
    emit(&old, &folder.out())?;
    assert_eq!(identity(&folder.out().join("a"))?, before);
    assert_settled(&folder, &old, "mine")
}

#[cfg(unix)]
#[test]
fn killed_before_the_swap_leaves_the_old_set_and_later_edits_of_foreign_files() -> Outcome {
    let (folder, old) = prepared("before")?;
    stage(&folder.beside().join("next"), &folder, &set(&[("a", "new")]))?;
    mark(&folder)?;
    // Saved the way editors do, by renaming: the link in the new folder is now the stale one.
    fs::write(folder.path().join("edit"), "mine, edited")?;
    fs::rename(folder.path().join("edit"), folder.out().join("foreign"))?;
    emit(&old, &folder.out())?;
    assert_settled(&folder, &old, "mine, edited")
}

#[cfg(unix)]
#[test]
fn killed_after_the_swap_keeps_the_new_set_and_hands_over_what_appeared_meanwhile() -> Outcome {
    let (folder, _) = prepared("after")?;
    let new = set(&[("a", "new")]);
    stage(&folder.beside().join("next"), &folder, &new)?;
    mark(&folder)?;
    // An exchange by three renames: nothing looks meanwhile.
    fs::rename(folder.out(), folder.path().join("aside"))?;
    fs::rename(folder.beside().join("next"), folder.out())?;
    fs::rename(folder.path().join("aside"), folder.beside().join("next"))?;
    let late = folder.beside().join("next/late/folder");
    fs::create_dir_all(&late)?;
    fs::write(late.join("file"), "late")?;
    fs::write(folder.beside().join("next/d/late"), "late")?;
    emit(&new, &folder.out())?;
    for path in ["late/folder/file", "d/late"] {
        assert_eq!(fs::read(folder.out().join(path))?, b"late");
    }
    fs::remove_dir_all(folder.out().join("late"))?;
    fs::remove_dir_all(folder.out().join("d"))?;
    assert_settled(&folder, &new, "mine")
}

#[test]
fn killed_while_the_old_folder_is_taken_apart_goes_on_with_that() -> Outcome {
    let (folder, _) = prepared("taking-apart")?;
    let new = set(&[("a", "new")]);
    let staged = folder.path().join("staged");
    stage(&staged, &folder, &new)?;
    fs::rename(folder.out(), folder.beside().join("old"))?;
    fs::rename(&staged, folder.out())?;
    fs::remove_file(folder.beside().join("old/a"))?;
    emit(&new, &folder.out())?;
    assert_settled(&folder, &new, "mine")
}

#[test]
fn killed_between_two_renames_puts_the_old_set_back() -> Outcome {
    let (folder, old) = prepared("between")?;
    stage(&folder.beside().join("next"), &folder, &set(&[("a", "new")]))?;
    fs::rename(folder.out(), folder.beside().join("old"))?;
    emit(&old, &folder.out())?;
    assert_settled(&folder, &old, "mine")
}

/// The new folder is complete and holds the foreign folder already; the swap is still to come.
#[cfg(unix)]
fn moved(test: &str) -> Result<(Folder, ManifestSet), Box<dyn std::error::Error>> {
    let (folder, old) = prepared(test)?;
    fs::create_dir_all(folder.out().join("theirs/deep"))?;
    fs::write(folder.out().join("theirs/deep/file"), "mine")?;
    stage(&folder.beside().join("next"), &folder, &set(&[("a", "new")]))?;
    mark(&folder)?;
    fs::rename(folder.out().join("theirs"), folder.beside().join("next/theirs"))?;
    Ok((folder, old))
}

#[cfg(unix)]
#[test]
fn killed_between_the_moves_and_the_swap_gives_back_what_was_moved() -> Outcome {
    let (folder, old) = moved("moved")?;
    let before = identity(&folder.beside().join("next/theirs"))?;
    emit(&old, &folder.out())?;
    assert_eq!(identity(&folder.out().join("theirs"))?, before);
    assert_eq!(fs::read(folder.out().join("theirs/deep/file"))?, b"mine");
    fs::remove_dir_all(folder.out().join("theirs"))?;
    assert_settled(&folder, &old, "mine")
}

#[cfg(unix)]
#[test]
fn what_was_moved_and_made_again_meanwhile_is_kept_twice_until_the_user_chooses() -> Outcome {
    let (folder, old) = moved("made-again")?;
    fs::create_dir_all(folder.out().join("theirs/deep"))?;
    fs::write(folder.out().join("theirs/deep/file"), "mine, anew")?;
    fs::write(folder.beside().join("next/theirs/other"), "mine")?;
    let error = emit(&old, &folder.out()).expect_err("two versions");
    assert!(matches!(error, Error::Leftover { is_written: false, .. }), "{error}");
    let kept = folder.beside().join("next/theirs/deep/file");
    assert!(
        error.to_string().contains(&kept.display().to_string()) && error.to_string().contains("nothing was written"),
        "{error}"
    );
    assert_eq!((fs::read(&kept)?, fs::read(folder.out().join("theirs/deep/file"))?), (b"mine".to_vec(), b"mine, anew".to_vec()));
    fs::remove_file(&kept)?;
    emit(&old, &folder.out())?;
    assert_eq!(fs::read(folder.out().join("theirs/deep/file"))?, b"mine, anew");
    assert_eq!(fs::read(folder.out().join("theirs/other"))?, b"mine");
    fs::remove_dir_all(folder.out().join("theirs"))?;
    assert_settled(&folder, &old, "mine")
}

#[test]
fn of_two_versions_of_a_foreign_file_the_newer_one_stays() -> Outcome {
    for (test, old_age, new_age, expected) in
        [("newer-there", 20, 10, "there"), ("newer-old", 10, 20, "old"), ("same-age", 10, 10, "old")]
    {
        let (folder, _) = prepared(test)?;
        let new = set(&[("a", "new")]);
        let staged = folder.path().join("staged");
        emit(&new, &staged)?;
        fs::rename(folder.out(), folder.beside().join("old"))?;
        fs::rename(&staged, folder.out())?;
        let now = std::time::SystemTime::now();
        for (path, text, age) in
            [(folder.beside().join("old/foreign"), "old", old_age), (folder.out().join("foreign"), "there", new_age)]
        {
            fs::write(&path, text)?;
            fs::File::options().write(true).open(&path)?.set_modified(now - std::time::Duration::from_secs(age))?;
        }
        emit(&new, &folder.out())?;
        assert_settled(&folder, &new, expected)?;
    }
    Ok(())
}
