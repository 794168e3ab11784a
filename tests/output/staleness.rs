//! `check` reports exactly what `emit` would change, as diffs that `patch` understands, and writes nothing.
use crate::folder::{Folder, Outcome, content, set};
use eksml::output::{DifferenceKind, Error, MANIFEST, check, emit};
use std::fs;

#[test]
fn a_folder_that_was_just_written_is_current() -> Outcome {
    let folder = Folder::new("current")?;
    let set = set(&[("a", "1\n"), ("b/c", "")]);
    emit(&set, &folder.out())?;
    fs::write(folder.out().join("notes"), "foreign")?;
    let staleness = check(&set, &folder.out())?;
    assert!(staleness.is_current(), "{staleness}");
    assert_eq!(staleness.to_string(), "");
    Ok(())
}

#[test]
fn every_kind_of_difference_is_shown() -> Outcome {
    let folder = Folder::new("stale")?;
    let out = folder.out();
    emit(&set(&[("changed", "one\ntwo\nthree"), ("extra", "old\n"), ("same", "1\n"), ("binary", "x")]), &out)?;
    fs::write(out.join("binary"), b"\xff\xfe")?;
    let before = content(folder.path())?;
    let next = set(&[("changed", "one\n2\nthree\n"), ("missing/file", "new\n"), ("same", "1\n"), ("binary", "x"), ("void", "")]);
    let staleness = check(&next, &out)?;
    let found: Vec<(&str, DifferenceKind)> = staleness.differences.iter().map(|one| (one.path.as_str(), one.kind)).collect();
    assert_eq!(
        found,
        [
            (MANIFEST, DifferenceKind::Changed),
            ("binary", DifferenceKind::Changed),
            ("changed", DifferenceKind::Changed),
            ("extra", DifferenceKind::Extra),
            ("missing/file", DifferenceKind::Missing),
            ("void", DifferenceKind::Missing),
        ]
    );
    let diff = |path: &str| staleness.differences.iter().find(|one| one.path == path).map(|one| one.diff.as_str());
    assert_eq!(
        diff("changed"),
        Some("--- a/changed\n+++ b/changed\n@@ -1,3 +1,3 @@\n one\n-two\n-three\n\\ No newline at end of file\n+2\n+three\n")
    );
    assert_eq!(diff("extra"), Some("--- a/extra\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n"));
    assert_eq!(diff("missing/file"), Some("--- /dev/null\n+++ b/missing/file\n@@ -0,0 +1 @@\n+new\n"));
    assert_eq!(diff("binary"), Some("Binary files a/binary and b/binary differ\n"));
    assert_eq!(content(folder.path())?, before, "check writes nothing");
    emit(&next, &out)?;
    assert!(check(&next, &out)?.is_current());
    Ok(())
}

#[test]
fn a_missing_folder_lacks_everything_and_stays_missing() -> Outcome {
    let folder = Folder::new("missing")?;
    let staleness = check(&set(&[("a", "1\n")]), &folder.out().join("deeper"))?;
    assert!(staleness.differences.iter().all(|one| one.kind == DifferenceKind::Missing));
    assert_eq!(staleness.differences.len(), 2);
    assert!(!folder.out().exists());
    Ok(())
}

#[test]
fn what_emit_refuses_check_refuses_too() -> Outcome {
    let folder = Folder::new("check-refuses")?;
    fs::create_dir(folder.out())?;
    fs::write(folder.out().join("a"), "1")?;
    assert!(matches!(check(&set(&[("a", "1")]), &folder.out()), Err(Error::NotOurs { .. })));
    assert!(matches!(check(&set(&[]), &folder.out().join("a")), Err(Error::NotAFolder { .. })));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_folder_behind_a_link_is_refused_as_emit_refuses_it() -> Outcome {
    let folder = Folder::new("check-links")?;
    let set = set(&[("d/a", "1")]);
    emit(&set, &folder.out())?;
    fs::rename(folder.out().join("d"), folder.path().join("moved"))?;
    std::os::unix::fs::symlink(folder.path().join("moved"), folder.out().join("d"))?;
    assert!(matches!(check(&set, &folder.out()), Err(Error::Foreign { .. })));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_does_not_count() -> Outcome {
    let folder = Folder::new("check-file-link")?;
    let set = set(&[("a", "1")]);
    emit(&set, &folder.out())?;
    fs::rename(folder.out().join("a"), folder.path().join("moved"))?;
    std::os::unix::fs::symlink(folder.path().join("moved"), folder.out().join("a"))?;
    assert!(!check(&set, &folder.out())?.is_current());
    Ok(())
}

/// Reading a pipe that nobody writes to never ends.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_and_never_read() -> Outcome {
    let folder = Folder::new("check-pipe")?;
    let whole = set(&[("a", "1"), ("d/b", "1")]);
    emit(&whole, &folder.out())?;
    for path in ["a", "d/b"] {
        fs::remove_file(folder.out().join(path))?;
        crate::folder::pipe(&folder.out().join(path))?;
        for error in [check(&whole, &folder.out()).expect_err("a pipe"), emit(&whole, &folder.out()).expect_err("a pipe")] {
            assert!(matches!(error, Error::Foreign { .. }), "{error}");
        }
        // Where the set has no file any longer, the pipe is the user's.
        let without = set(&[("c", "1")]);
        emit(&without, &folder.out())?;
        assert!(check(&without, &folder.out())?.is_current());
        fs::remove_file(folder.out().join(path))?;
        emit(&whole, &folder.out())?;
    }
    Ok(())
}

#[test]
fn large_files_without_a_common_line_are_compared_in_reasonable_time() -> Outcome {
    let folder = Folder::new("check-large")?;
    let lines = |word: &str| (0..20_000).map(|n| format!("{word} {n}")).collect::<Vec<_>>().join("\n");
    emit(&set(&[("a", &lines("old"))]), &folder.out())?;
    let start = std::time::Instant::now();
    let staleness = check(&set(&[("a", &lines("new"))]), &folder.out())?;
    assert!(!staleness.is_current());
    assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
    Ok(())
}
