//! A folder comes to hold the set, with as little touched as possible.
use crate::folder::{Folder, Outcome, content, identity, set, whole};
use eksml::output::{MANIFEST, ManifestSet, check, emit};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn names(paths: &[eksml::output::RelPath]) -> Vec<&str> {
    paths.iter().map(eksml::output::RelPath::as_str).collect()
}

#[test]
fn a_new_folder_holds_the_set_and_its_record_and_nothing_stays_beside() -> Outcome {
    let folder = Folder::new("new")?;
    let out = folder.path().join("not/yet/there/manifests");
    let mut set = set(&[("a.yaml", "a: 1\n"), ("b/c/d.yaml", ""), ("README.md", "ü\n")]);
    set.set_metadata(BTreeMap::from([("as_of".to_owned(), "2026-07-20".into())]));
    let emitted = emit(&set, &out)?;
    assert_eq!(names(&emitted.added), ["README.md", "a.yaml", "b/c/d.yaml"]);
    assert_eq!(content(&out)?, whole(&set));
    let record: serde_json::Value = serde_json::from_slice(&fs::read(out.join(MANIFEST))?)?;
    assert_eq!(record["schema"], 1);
    assert_eq!(record["eksml"], env!("CARGO_PKG_VERSION"));
    assert_eq!(record["metadata"]["as_of"], "2026-07-20");
    assert_eq!(record["digest"], set.digest());
    assert_eq!(record["files"]["a.yaml"]["size"], 5);
    // printf 'a: 1\n' | sha256sum
    assert_eq!(record["files"]["a.yaml"]["sha256"], "37b128c59f1f5097f73f82691cb519f1f568667faab5ced1b4ab979d36837eae");
    assert_eq!(fs::read_dir(out.parent().ok_or("no parent")?)?.count(), 1);
    Ok(())
}

#[test]
fn an_empty_folder_is_taken_and_an_empty_set_is_a_set() -> Outcome {
    let folder = Folder::new("empty")?;
    fs::create_dir(folder.out())?;
    emit(&ManifestSet::new(), &folder.out())?;
    assert_eq!(content(&folder.out())?, whole(&ManifestSet::new()));
    Ok(())
}

#[test]
fn the_same_set_again_touches_nothing_at_all() -> Outcome {
    let folder = Folder::new("again")?;
    let set = set(&[("a", "1"), ("b/c", "2")]);
    emit(&set, &folder.out())?;
    let before = ["", "a", "b", "b/c", MANIFEST].map(|name| identity(&folder.out().join(name)).expect("stands"));
    let emitted = emit(&set, &folder.out())?;
    assert_eq!((emitted.unchanged.len(), emitted.added.len() + emitted.changed.len() + emitted.removed.len()), (2, 0));
    assert_eq!(["", "a", "b", "b/c", MANIFEST].map(|name| identity(&folder.out().join(name)).expect("stands")), before);
    Ok(())
}

#[test]
fn only_what_differs_is_touched_and_what_is_no_more_goes() -> Outcome {
    let folder = Folder::new("differs")?;
    let out = folder.out();
    emit(
        &set(&[
            ("same", "1"),
            ("d/same", "2"),
            ("new-text", "3"),
            ("gone", "4"),
            ("e/f/gone", "5"),
            ("was-folder/x", "6"),
            ("was-file", "7"),
        ]),
        &out,
    )?;
    let before = (identity(&out.join("same"))?, identity(&out.join("d/same"))?);
    let next = set(&[
        ("same", "1"),
        ("d/same", "2"),
        ("new-text", "changed"),
        ("added", "8"),
        ("was-folder", "9"),
        ("was-file/x", "10"),
    ]);
    let emitted = emit(&next, &out)?;
    assert_eq!(content(&out)?, whole(&next));
    assert_eq!((identity(&out.join("same"))?, identity(&out.join("d/same"))?), before);
    assert_eq!(names(&emitted.added), ["added", "was-file/x", "was-folder"]);
    assert_eq!(names(&emitted.changed), ["new-text"]);
    assert_eq!(names(&emitted.unchanged), ["d/same", "same"]);
    assert_eq!(names(&emitted.removed), ["e/f/gone", "gone", "was-file", "was-folder/x"]);
    assert_eq!(emitted.hand_edited, []);
    Ok(())
}

#[test]
fn hand_edits_of_generated_files_are_overwritten_and_named() -> Outcome {
    let folder = Folder::new("edits")?;
    let out = folder.out();
    emit(&set(&[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")]), &out)?;
    fs::write(out.join("a"), "mine")?;
    fs::write(out.join("b"), "mine")?;
    fs::write(out.join("c"), "3 as it will be")?;
    fs::remove_file(out.join("d"))?;
    let next = set(&[("a", "1"), ("c", "3 as it will be"), ("d", "4")]);
    let emitted = emit(&next, &out)?;
    assert_eq!(names(&emitted.hand_edited), ["a", "b"]);
    assert_eq!((names(&emitted.added), names(&emitted.removed)), (vec!["d"], vec!["b"]));
    assert_eq!(content(&out)?, whole(&next));
    Ok(())
}

#[test]
fn metadata_alone_rewrites_only_the_record() -> Outcome {
    let folder = Folder::new("metadata")?;
    let mut set = set(&[("a", "1")]);
    emit(&set, &folder.out())?;
    let before = identity(&folder.out().join("a"))?;
    set.set_metadata(BTreeMap::from([("rules".to_owned(), serde_json::json!(["NG-06"]))]));
    let emitted = emit(&set, &folder.out())?;
    assert_eq!((emitted.changed.len(), emitted.unchanged.len()), (0, 1));
    assert_eq!(identity(&folder.out().join("a"))?, before);
    assert_eq!(content(&folder.out())?, whole(&set));
    Ok(())
}

#[test]
fn who_judged_a_set_is_written_with_it_and_makes_no_set_stale() -> Outcome {
    let folder = Folder::new("judged")?;
    let out = folder.out();
    let judged = |rules: u32, set: &mut ManifestSet| set.set_judged_by(BTreeMap::from([("rules".to_owned(), rules.into())]));
    let said =
        || Ok::<_, Box<dyn std::error::Error>>(serde_json::from_slice::<serde_json::Value>(&fs::read(out.join(MANIFEST))?)?);
    let mut one = set(&[("a", "1")]);
    judged(380, &mut one);
    emit(&one, &out)?;
    let before = ["", "a", MANIFEST].map(|name| identity(&out.join(name)).expect("stands"));

    // A new rule that finds nothing, and a new eksml that writes the same.
    judged(381, &mut one);
    let older = fs::read_to_string(out.join(MANIFEST))?;
    assert!(check(&one, &out)?.is_current());
    assert_eq!(emit(&one, &out)?.unchanged.len(), 1);
    assert_eq!(["", "a", MANIFEST].map(|name| identity(&out.join(name)).expect("stands")), before);
    fs::write(out.join(MANIFEST), older.replace(concat!("\"eksml\": \"", env!("CARGO_PKG_VERSION")), "\"eksml\": \"0.0.9"))?;
    assert!(check(&one, &out)?.is_current());
    assert_eq!((said()?["judged_by"]["rules"].clone(), said()?["eksml"].clone()), (380.into(), "0.0.9".into()));

    // What is in the set, what is stated of it, and the record's own form all make it stale.
    for spoilt in
        [older.replace("\"digest\": \"", "\"digest\": \"0"), older.replace('\n', "\n "), older.replace("380", "380.0e1")]
    {
        fs::write(out.join(MANIFEST), spoilt)?;
        assert!(!check(&one, &out)?.is_current());
    }
    fs::write(out.join(MANIFEST), &older)?;
    one.set_metadata(BTreeMap::from([("waivers".to_owned(), 1.into())]));
    assert!(!check(&one, &out)?.is_current());
    emit(&one, &out)?;
    assert_eq!(said()?["judged_by"]["rules"], 381);
    let mut other = set(&[("a", "2")]);
    judged(382, &mut other);
    emit(&other, &out)?;
    assert_eq!(said()?["judged_by"]["rules"], 382);
    assert_eq!(content(&out)?, whole(&other));
    Ok(())
}

#[test]
fn deep_folders_come_and_go() -> Outcome {
    let folder = Folder::new("deep")?;
    let deep = "d/".repeat(400) + "file";
    let tall = set(&[(&deep, "1"), ("a", "2")]);
    emit(&tall, &folder.out())?;
    assert_eq!(content(&folder.out())?, whole(&tall));
    let flat = set(&[("a", "2")]);
    emit(&flat, &folder.out())?;
    assert_eq!(content(&folder.out())?, whole(&flat));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_link_to_the_output_folder_stays_a_link() -> Outcome {
    let folder = Folder::new("link")?;
    fs::create_dir(folder.path().join("real"))?;
    std::os::unix::fs::symlink("real", folder.out())?;
    let set = set(&[("a", "1")]);
    emit(&set, &folder.out())?;
    assert_eq!(fs::read_link(folder.out())?, Path::new("real"));
    assert_eq!(content(&folder.path().join("real"))?, whole(&set));
    Ok(())
}

#[cfg(unix)]
#[test]
fn permissions_of_folders_are_kept() -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("permissions")?;
    let out = folder.out();
    emit(&set(&[("d/a", "1")]), &out)?;
    fs::set_permissions(&out, fs::Permissions::from_mode(0o750))?;
    fs::set_permissions(out.join("d"), fs::Permissions::from_mode(0o700))?;
    emit(&set(&[("d/a", "2")]), &out)?;
    assert_eq!(fs::metadata(&out)?.permissions().mode() & 0o777, 0o750);
    assert_eq!(fs::metadata(out.join("d"))?.permissions().mode() & 0o777, 0o700);
    Ok(())
}
