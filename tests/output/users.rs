//! Another user's things: what a run of root's leaves to their owner, and what a run of anybody's must leave alone.
//!
//! Each run is a process of its own with the user it needs. Only root can start those.
#![cfg(target_os = "linux")]
use crate::folder::{Folder, Outcome, content, identity, set};
use eksml::output::{check, emit};
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

/// The user `nobody`.
const NOBODY: u32 = 65534;

/// A scratch folder that belongs to nobody, with a copy of this program that nobody may run.
struct Users(Folder);

impl Users {
    fn new(test: &str) -> io::Result<Option<Self>> {
        let folder = Folder::public(test)?;
        if chown(folder.path(), Some(NOBODY), Some(NOBODY)).is_err() {
            _ = writeln!(
                io::stderr(),
                "NOT CHECKED: `{test}` needs root, to make files of two users; run it as root (or in a container)"
            );
            return Ok(None);
        }
        fs::copy(std::env::current_exe()?, folder.path().join("program"))?;
        Ok(Some(Self(folder)))
    }

    fn out(&self) -> PathBuf {
        self.0.out()
    }

    fn at(&self, path: &str) -> PathBuf {
        self.out().join(path)
    }

    /// Emits as nobody: `""` is done, anything else is what was told.
    fn emit(&self, umask: &str, files: &str) -> io::Result<String> {
        let told = self.0.path().join("told");
        fs::write(&told, "it did not end")?;
        chown(&told, Some(NOBODY), Some(NOBODY))?;
        let output = Command::new("sh")
            .args(["-c", "umask $0; exec \"$@\"", umask])
            .arg(self.0.path().join("program"))
            .args(["--exact", "users::emit_as_somebody"])
            .env("EKSML_TEST_OUT", self.out())
            .env("EKSML_TEST_FILES", files)
            .env("EKSML_TEST_TOLD", &told)
            .current_dir("/")
            .uid(NOBODY)
            .gid(NOBODY)
            .output()?;
        assert!(output.status.success(), "{output:?}");
        fs::read_to_string(told)
    }

    fn give(&self, path: &str, user: u32) -> io::Result<()> {
        chown(self.at(path), Some(user), Some(user))
    }
}

/// The process of another user; by itself it does nothing.
#[test]
fn emit_as_somebody() -> Outcome {
    let Some(out) = std::env::var_os("EKSML_TEST_OUT") else { return Ok(()) };
    let files = std::env::var("EKSML_TEST_FILES")?;
    let files: Vec<(&str, &str)> = files.split_whitespace().filter_map(|file| file.split_once('=')).collect();
    let set = set(&files);
    let told = emit(&set, Path::new(&out)).and_then(|_| check(&set, Path::new(&out)));
    let told = told.map_or_else(|error| error.to_string(), |staleness| staleness.to_string());
    Ok(fs::write(std::env::var_os("EKSML_TEST_TOLD").ok_or("no place to tell")?, told)?)
}

#[test]
fn a_run_of_roots_leaves_everything_to_its_owner() -> Outcome {
    let Some(users) = Users::new("root-over-nobody")? else { return Ok(()) };
    assert_eq!(users.emit("022", "a=1 d/a=1 still/a=1")?, "");
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_577_836_801);
    fs::create_dir(users.at("notes"))?;
    fs::write(users.at("notes/a"), "mine")?;
    fs::set_permissions(users.at("d"), fs::Permissions::from_mode(0o2750))?;
    fs::set_permissions(users.at("d/a"), fs::Permissions::from_mode(0o640))?;
    for path in ["notes", "notes/a"] {
        users.give(path, NOBODY)?;
        fs::set_permissions(users.at(path), fs::Permissions::from_mode(0o770))?;
    }
    for path in ["notes", "notes/a", "still"] {
        fs::File::open(users.at(path))?.set_modified(old)?;
    }
    let before = ["notes", "notes/a"].map(|path| identity(&users.at(path)).expect("stands"));

    let next = set(&[("a", "2"), ("d/a", "2"), ("d/b", "2"), ("still/a", "1"), ("new/b", "2")]);
    emit(&next, &users.out())?;
    assert_eq!(["notes", "notes/a"].map(|path| identity(&users.at(path)).expect("stands")), before);
    assert_eq!(fs::metadata(users.at("notes"))?.mode() & 0o7777, 0o770);
    assert_eq!(fs::metadata(users.at("still"))?.modified()?, old, "nothing in it came or went");
    assert_eq!((fs::metadata(users.at("d"))?.mode() & 0o7777, fs::metadata(users.at("d/a"))?.mode() & 0o777), (0o2750, 0o640));
    for path in content(&users.out())?.keys().map(String::as_str).chain([""]) {
        let metadata = fs::metadata(users.at(path))?;
        assert_eq!((metadata.uid(), metadata.gid()), (NOBODY, NOBODY), "{path:?} changed hands");
    }
    assert_eq!(users.emit("022", "a=3")?, "", "its owner goes on");
    Ok(())
}

#[test]
fn a_folder_that_may_not_be_moved_is_refused_every_time_and_nothing_changes() -> Outcome {
    let Some(users) = Users::new("rooted")? else { return Ok(()) };
    assert_eq!(users.emit("022", "a=1 d/a=1")?, "");
    for path in ["notes", "rootdir", "d/rootdir"] {
        fs::create_dir(users.at(path))?;
        fs::write(users.at(path).join("z"), "theirs")?;
    }
    users.give("notes", NOBODY)?;
    for rootdir in ["d/rootdir", "rootdir"] {
        let before = (content(&users.out())?, identity(&users.at("notes"))?);
        for _ in 0..2 {
            let told = users.emit("022", "a=2")?;
            // Of two, one is named.
            assert!(told.starts_with(&users.out().display().to_string()) && told.contains("rootdir was not written"), "{told}");
            assert!(told.contains("nothing was changed; move it out of the folder"), "{told}");
            assert_eq!((content(&users.out())?, identity(&users.at("notes"))?), before);
            assert!(!users.0.beside().exists());
        }
        fs::remove_dir_all(users.at(rootdir))?;
    }
    assert_eq!(users.emit("022", "a=2")?, "");
    assert_eq!(fs::read(users.at("notes/z"))?, b"theirs");
    Ok(())
}

#[test]
fn a_folder_of_the_set_that_belongs_to_somebody_else_is_refused_before_anything_is_done() -> Outcome {
    let Some(users) = Users::new("own-of-root")? else { return Ok(()) };
    assert_eq!(users.emit("022", "a=1 d/a=1 d/e/a=1")?, "");
    for path in ["d", "d/e", ""] {
        users.give(path, 0)?;
        let before = content(&users.out())?;
        // The folder goes, and the folder stays.
        for files in ["a=2", "a=2 d/a=2 d/e/a=1"] {
            let told = users.emit("022", files)?;
            let at = if path.is_empty() { users.out() } else { users.at(path) };
            assert!(told.contains(&format!("{} cannot be replaced", at.display())), "{path}: {told}");
            assert!(told.contains("belongs to user 0") && told.ends_with("nothing was changed"), "{told}");
            assert_eq!(content(&users.out())?, before);
            assert!(!users.0.beside().exists());
        }
        users.give(path, NOBODY)?;
    }
    // A folder that others may write is shared, unless only owners may take things away.
    users.give("d", 0)?;
    fs::set_permissions(users.at("d"), fs::Permissions::from_mode(0o1777))?;
    assert!(users.emit("022", "a=2 d/a=2")?.contains("belongs to user 0"));
    fs::set_permissions(users.at("d"), fs::Permissions::from_mode(0o777))?;
    assert_eq!(users.emit("022", "a=2 d/a=2")?, "");
    Ok(())
}

#[test]
fn files_that_may_not_be_linked_and_read_only_folders_are_kept() -> Outcome {
    let Some(users) = Users::new("unlinkable")? else { return Ok(()) };
    assert_eq!(users.emit("022", "a=1 d/a=1")?, "");
    fs::write(users.at("secret"), "theirs")?;
    fs::set_permissions(users.at("secret"), fs::Permissions::from_mode(0o600))?;
    for path in ["module", "d/module"] {
        fs::create_dir(users.at(path))?;
        users.give(path, NOBODY)?;
    }
    for path in ["module", "d/module", "d"] {
        fs::set_permissions(users.at(path), fs::Permissions::from_mode(0o555))?;
    }
    let kept = ["secret", "module", "d/module"];
    let before = kept.map(|path| identity(&users.at(path)).expect("stands"));
    for files in ["a=2 d/a=1", "a=2 d/a=2", "a=3"] {
        assert_eq!(users.emit("022", files)?, "");
        assert_eq!(kept.map(|path| identity(&users.at(path)).expect("stands")), before);
        assert_eq!(fs::metadata(users.at("d"))?.mode() & 0o777, 0o555);
    }
    assert_eq!((fs::metadata(users.at("secret"))?.uid(), fs::metadata(users.at("module"))?.mode() & 0o777), (0, 0o555));
    Ok(())
}

#[test]
fn no_umask_stops_this_run_or_the_next() -> Outcome {
    for umask in ["777", "277", "000", "077"] {
        let Some(users) = Users::new(&format!("umask-{umask}"))? else { return Ok(()) };
        for files in ["a=1 d/a=1", "a=2 d/a=1", "a=2 e/a=1"] {
            assert_eq!(users.emit(umask, files)?, "", "{umask}, {files}");
        }
        assert_eq!(users.emit("022", "a=3")?, "", "{umask}");
        assert!(!users.0.beside().exists(), "{umask}");
    }
    Ok(())
}

#[test]
fn what_a_run_of_somebody_elses_left_is_named() -> Outcome {
    let Some(users) = Users::new("left")? else { return Ok(()) };
    assert_eq!(users.emit("022", "a=1")?, "");
    let beside = users.0.beside();
    // A work folder that this user cannot use.
    fs::create_dir(&beside)?;
    fs::set_permissions(&beside, fs::Permissions::from_mode(0o700))?;
    let told = users.emit("022", "a=2")?;
    assert!(told.starts_with(&format!("{} cannot be made or used", beside.display())), "{told}");
    assert!(told.contains("nothing was changed; it was left by another run: if none is under way, move it away"), "{told}");
    // What is in it and cannot be moved back.
    fs::create_dir_all(beside.join("old/rootdir"))?;
    fs::write(beside.join("old/rootdir/z"), "theirs")?;
    for path in ["", "old"] {
        chown(beside.join(path), Some(NOBODY), Some(NOBODY))?;
    }
    for _ in 0..2 {
        let told = users.emit("022", "a=2")?;
        assert!(
            told.contains("nothing was written") && told.contains(&beside.join("old/rootdir").display().to_string()),
            "{told}"
        );
    }
    fs::rename(beside.join("old/rootdir"), users.0.path().join("rootdir"))?;
    assert_eq!(users.emit("022", "a=2")?, "");
    assert!(!beside.exists());
    Ok(())
}
