//! Folders that eksml must not write, each refused in words that say how to mend it, with nothing changed.
use crate::folder::{Folder, Outcome, content, pipe, set};
use eksml::output::{Error, MANIFEST, check, emit};
use std::fs;
use std::path::Path;

#[test]
fn a_file_is_no_folder() -> Outcome {
    let folder = Folder::new("file")?;
    fs::write(folder.out(), "mine")?;
    let error = emit(&set(&[("a", "1")]), &folder.out()).expect_err("a file");
    assert!(matches!(error, Error::NotAFolder { .. }), "{error}");
    assert_eq!(
        error.to_string(),
        format!("{} is not a folder; choose another output folder, or move it away", folder.out().display())
    );
    assert_eq!(fs::read(folder.out())?, b"mine");
    assert!(emit(&set(&[("a", "1")]), &folder.out().join("below")).is_err());
    Ok(())
}

#[test]
fn a_folder_without_a_name_cannot_be_replaced() -> Outcome {
    let folder = Folder::new("no-name")?;
    for path in ["/".into(), "/..".into(), folder.path().join("missing/..")] {
        for error in [emit(&set(&[("a", "1")]), &path).expect_err("no name"), check(&set(&[]), &path).expect_err("no name")] {
            assert!(matches!(error, Error::NoName { .. }), "{error}");
            assert!(!error.to_string().contains("remove"), "{error}");
        }
    }
    Ok(())
}

/// The work folder's name is longer than the folder's own.
#[test]
fn a_name_of_any_length_that_the_file_system_takes_is_taken() -> Outcome {
    let folder = Folder::new("long")?;
    for length in [247, 248, 249, 255] {
        let out = folder.path().join("n".repeat(length));
        emit(&set(&[("a", "1")]), &out)?;
        emit(&set(&[("a", "2")]), &out)?;
        assert_eq!(fs::read(out.join("a"))?, b"2", "{length}");
    }
    assert_eq!(fs::read_dir(folder.path())?.count(), 4, "nothing is left beside");
    assert!(emit(&set(&[("a", "1")]), &folder.path().join("n".repeat(256))).is_err());
    Ok(())
}

#[test]
fn a_folder_with_files_and_no_record_is_not_ours() -> Outcome {
    let folder = Folder::new("not-ours")?;
    fs::create_dir(folder.out())?;
    fs::write(folder.out().join("thesis.tex"), "mine")?;
    let before = content(&folder.out())?;
    let error = emit(&set(&[("a", "1")]), &folder.out()).expect_err("not ours");
    assert!(matches!(error, Error::NotOurs { .. }), "{error}");
    assert_eq!(content(&folder.out())?, before);
    assert!(!folder.beside().exists());
    Ok(())
}

#[test]
fn a_record_that_cannot_be_read_stops_everything() -> Outcome {
    let folder = Folder::new("record")?;
    emit(&set(&[("a", "1")]), &folder.out())?;
    fs::write(folder.path().join("precious"), "mine")?;
    let outside = r#"{"schema":1,"eksml":"0","digest":"","files":{"../precious":{"sha256":"","size":0}}}"#;
    for text in ["<<<<<<< HEAD\n{}\n=======\n", "{\"name\": \"another tool's\"}", "{\"schema\": 999}", outside] {
        fs::write(folder.out().join(MANIFEST), text)?;
        let before = content(folder.path())?;
        let error = emit(&set(&[]), &folder.out()).expect_err(text);
        assert!(matches!(error, Error::Record { .. }), "{error}");
        assert_eq!(content(folder.path())?, before);
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_record_that_is_no_file_is_told_as_that_and_never_waited_for() -> Outcome {
    let folder = Folder::new("record-kind")?;
    let (out, record) = (folder.out(), folder.out().join(MANIFEST));
    emit(&set(&[("a", "1")]), &out)?;
    fs::rename(&record, folder.path().join("record"))?;
    std::os::unix::fs::symlink("../record", &record)?;
    let error = emit(&set(&[("a", "2")]), &out).expect_err("a link");
    assert!(error.to_string().contains("it is a symbolic link, not a file"), "{error}");
    fs::remove_file(&record)?;
    pipe(&record)?;
    for error in [emit(&set(&[("a", "2")]), &out).expect_err("a pipe"), check(&set(&[]), &out).expect_err("a pipe")] {
        assert!(matches!(error, Error::Record { .. }), "{error}");
        assert!(error.to_string().contains("it is something else, not a file"), "{error}");
    }
    assert_eq!(fs::read(out.join("a"))?, b"1");
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_work_folder_that_is_none_is_not_used() -> Outcome {
    let folder = Folder::new("no-work-folder")?;
    fs::create_dir(folder.path().join("elsewhere"))?;
    for kind in ["link", "file", "pipe as lock"] {
        match kind {
            "link" => std::os::unix::fs::symlink("elsewhere", folder.beside())?,
            "file" => fs::write(folder.beside(), "mine")?,
            _ => {
                fs::create_dir(folder.beside())?;
                pipe(&folder.beside().join("lock"))?;
            }
        }
        let error = emit(&set(&[("a", "1")]), &folder.out()).expect_err(kind);
        assert!(matches!(error, Error::NoWorkFolder { .. }), "{kind}: {error}");
        assert!(error.to_string().contains("move it away"), "{error}");
        assert!(!folder.out().exists());
        if fs::remove_file(folder.beside()).is_err() {
            fs::remove_dir_all(folder.beside())?;
        }
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_respected() -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("read-only")?;
    emit(&set(&[("a", "1")]), &folder.out())?;
    fs::set_permissions(folder.out(), fs::Permissions::from_mode(0o555))?;
    let before = content(&folder.out())?;
    let error = emit(&set(&[("a", "2")]), &folder.out()).expect_err("read-only");
    assert!(matches!(error, Error::ReadOnly { .. }), "{error}");
    assert_eq!(content(&folder.out())?, before);
    assert!(emit(&set(&[("a", "1")]), &folder.out()).is_ok(), "nothing to do needs no permission");
    fs::set_permissions(folder.out(), fs::Permissions::from_mode(0o755))?;
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_where_nothing_can_be_created_is_told_with_its_path() {
    // Not even root creates folders in /proc.
    let error = emit(&set(&[("a", "1")]), Path::new("/proc/manifests")).expect_err("nothing can be created there");
    assert!(matches!(error, Error::NoWorkFolder { .. }), "{error}");
    assert!(error.to_string().starts_with("/proc/.manifests.eksml cannot be made or used"), "{error}");
    assert!(error.to_string().contains("takes the place of /proc/manifests; nothing was changed"), "{error}");
}

#[test]
fn a_run_from_inside_the_folder_is_refused() -> Outcome {
    let folder = Folder::new("inside")?;
    emit(&set(&[("d/a", "1")]), &folder.out())?;
    // The current directory belongs to the whole process, so another one stands inside.
    for inside in [folder.out(), folder.out().join("d")] {
        let output = std::process::Command::new(std::env::current_exe()?)
            .args(["--exact", "refusals::emit_for_another_process", "--nocapture"])
            .env("EKSML_TEST_EMIT_INTO", folder.out())
            .current_dir(&inside)
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("the current directory lies inside of"), "{text}");
    }
    assert_eq!(fs::read(folder.out().join("d/a"))?, b"1");
    Ok(())
}

/// The other process of the test above; by itself it does nothing.
#[test]
fn emit_for_another_process() {
    if let Some(out) = std::env::var_os("EKSML_TEST_EMIT_INTO") {
        println!("{}", emit(&set(&[("d/a", "2")]), Path::new(&out)).expect_err("refused"));
    }
}
