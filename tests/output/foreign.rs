//! What eksml did not write stays as it is: same inode, same times, wherever the set moves around it.
use crate::folder::{Folder, Outcome, content, identity, set, whole};
use eksml::output::{Error, emit};
use std::fs;

#[test]
fn foreign_files_and_folders_outlive_every_set() -> Outcome {
    let folder = Folder::new("foreign")?;
    let out = folder.out();
    emit(&set(&[("a", "1"), ("d/own", "2"), ("gone/own", "3")]), &out)?;
    let foreign = ["kustomization.yaml", "d/notes.md", "gone/notes.md", "theirs/deep/er/file", ".git/HEAD"];
    for path in foreign {
        let path = out.join(path);
        fs::create_dir_all(path.parent().ok_or("no parent")?)?;
        fs::write(&path, "mine")?;
    }
    fs::create_dir(out.join("theirs/empty"))?;
    let before = foreign.map(|path| identity(&out.join(path)).expect("stands"));

    let sets = [
        set(&[("a", "2"), ("d/own", "2")]),
        set(&[("other/x", "1")]),
        set(&[]),
        set(&[("a", "1"), ("gone/own", "3"), ("theirs/own", "4")]),
    ];
    for next in sets {
        emit(&next, &out)?;
        assert_eq!(foreign.map(|path| identity(&out.join(path)).expect("stands")), before);
        let mut expected = whole(&next);
        expected.extend(foreign.map(|path| (path.to_owned(), b"mine".to_vec())));
        let folders = ["d/", "gone/", "theirs/", "theirs/deep/", "theirs/deep/er/", "theirs/empty/", ".git/"];
        expected.extend(folders.map(|path| (path.to_owned(), Vec::new())));
        assert_eq!(content(&out)?, expected);
        assert!(!folder.beside().exists());
    }
    Ok(())
}

#[test]
fn a_foreign_file_where_the_set_has_one_is_refused_and_nothing_changes() -> Outcome {
    let folder = Folder::new("in-the-way")?;
    let out = folder.out();
    emit(&set(&[("a", "1"), ("was/own", "2")]), &out)?;
    fs::write(out.join("theirs"), "mine")?;
    fs::create_dir(out.join("folder"))?;
    fs::write(out.join("was/notes"), "mine")?;
    let before = content(&out)?;
    // Foreign file as file, as folder; foreign folder as file; own folder with a foreign file as file.
    for path in ["theirs", "theirs/x", "folder", "was"] {
        let error = emit(&set(&[("a", "2"), (path, "x")]), &out).expect_err(path);
        assert!(matches!(&error, Error::Foreign { .. }), "{path}: {error}");
        assert!(error.to_string().contains("nothing was changed; move it away"), "{error}");
        assert_eq!(content(&out)?, before, "{path}");
        assert!(!folder.beside().exists());
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn links_are_kept_as_links_and_never_followed() -> Outcome {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("links")?;
    let (out, outside) = (folder.out(), folder.path().join("outside"));
    fs::create_dir(&outside)?;
    fs::write(outside.join("file"), "theirs")?;
    emit(&set(&[("a", "1"), ("d/own", "2")]), &out)?;

    // Foreign links, dangling and not, stay.
    symlink("nowhere", out.join("dangling"))?;
    symlink(&outside, out.join("there"))?;
    emit(&set(&[("a", "2"), ("d/own", "2")]), &out)?;
    assert_eq!((fs::read_link(out.join("dangling"))?, fs::read_link(out.join("there"))?), ("nowhere".into(), outside.clone()));

    // A link in place of an own file is replaced; its goal is left alone.
    fs::remove_file(out.join("a"))?;
    symlink(outside.join("file"), out.join("a"))?;
    emit(&set(&[("a", "3"), ("d/own", "2")]), &out)?;
    assert_eq!(fs::read(out.join("a"))?, b"3");

    // A link in place of an own folder would lead out: refused, or kept if the set no longer needs the folder.
    fs::remove_dir_all(out.join("d"))?;
    symlink(&outside, out.join("d"))?;
    assert!(matches!(emit(&set(&[("a", "4"), ("d/own", "2")]), &out), Err(Error::Foreign { .. })));
    assert!(matches!(emit(&set(&[("a", "4"), ("there/own", "2")]), &out), Err(Error::Foreign { .. })));
    emit(&set(&[("a", "4")]), &out)?;
    assert_eq!(fs::read_link(out.join("d"))?, outside);
    assert_eq!(content(&outside)?, [("file".to_owned(), b"theirs".to_vec())].into());
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_sockets_and_read_only_folders_are_kept() -> Outcome {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{FileTypeExt, PermissionsExt};
    let folder = Folder::new("odd")?;
    let out = folder.out();
    emit(&set(&[("a", "1")]), &out)?;
    let odd = out.join(std::ffi::OsStr::from_bytes(b"\xff\xfe\n name"));
    fs::create_dir(&odd)?;
    fs::write(odd.join(std::ffi::OsStr::from_bytes(b"\x80")), "mine")?;
    fs::set_permissions(&odd, fs::Permissions::from_mode(0o555))?;
    // The path of a socket is bounded to 108 bytes; a relative detour is not worth it for a test.
    let socket = std::os::unix::net::UnixListener::bind(out.join("s"));
    emit(&set(&[("a", "2"), ("b", "3")]), &out)?;
    assert_eq!(fs::read(odd.join(std::ffi::OsStr::from_bytes(b"\x80")))?, b"mine");
    assert_eq!(fs::metadata(&odd)?.permissions().mode() & 0o777, 0o555);
    if socket.is_ok() {
        assert!(out.join("s").symlink_metadata()?.file_type().is_socket());
    }
    fs::set_permissions(&odd, fs::Permissions::from_mode(0o755))?;
    assert!(!folder.beside().exists());
    Ok(())
}
