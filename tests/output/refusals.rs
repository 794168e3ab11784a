//! Folders that eksml must not write, each refused in words that say how to mend it, with nothing changed.
use crate::folder::{Folder, Outcome, content, set};
use eksml::output::{Error, MANIFEST, emit};
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
        format!("{} is not a folder; remove it or choose another output folder", folder.out().display())
    );
    assert_eq!(fs::read(folder.out())?, b"mine");
    assert!(emit(&set(&[("a", "1")]), &folder.out().join("below")).is_err());
    for root in ["/", "/.."] {
        assert!(emit(&set(&[("a", "1")]), Path::new(root)).is_err(), "{root}");
    }
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
    assert!(matches!(error, Error::Io { .. }), "{error}");
    assert!(error.to_string().starts_with("cannot create /proc/.manifests.eksml"), "{error}");
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
