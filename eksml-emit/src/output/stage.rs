//! Builds the complete new folder beside the old one.
use super::error::Error;
use super::existing::Existing;
use super::path::RelPath;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, FileTimes};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Beyond this many new files one flush of the file system is cheaper than one per file.
const FLUSH_EACH: usize = 32;

/// Builds `next` from the files of the set; those in `unchanged` and everything foreign are taken from `target` by link.
pub(super) fn stage(
    next: &Path,
    target: &Path,
    files: &BTreeMap<RelPath, &str>,
    unchanged: &BTreeSet<&RelPath>,
    existing: &Existing,
) -> Result<(), Error> {
    fs::create_dir(next).map_err(Error::io("create", next))?;
    let mut folders: BTreeSet<PathBuf> = BTreeSet::from([PathBuf::new()]);
    let flush_each = files.len() - unchanged.len() <= FLUSH_EACH;
    for (path, text) in files {
        for folder in path.folders() {
            make_folder(next, Path::new(folder), &mut folders)?;
        }
        let to = next.join(path);
        // A file system without links gets a fresh copy.
        if !unchanged.contains(path) || fs::hard_link(target.join(path), &to).is_err() {
            write(&to, text, flush_each).map_err(Error::io("write", &to))?;
        }
    }
    for foreign in &existing.foreign {
        // A foreign folder may stand in one that held own files only, and that the set no longer needs by itself.
        let holder = if foreign.is_folder { Some(foreign.path.as_path()) } else { foreign.path.parent() };
        if let Some(holder) = holder {
            let missing: Vec<&Path> = holder.ancestors().filter(|folder| !folders.contains(*folder)).collect();
            for folder in missing.into_iter().rev() {
                make_folder(next, folder, &mut folders)?;
            }
        }
        if !foreign.is_folder {
            let from = target.join(&foreign.path);
            keep(&from, &next.join(&foreign.path)).map_err(|source| Error::CannotKeep { path: from, source })?;
        }
    }
    if !flush_each {
        flush_file_system(next);
    }
    // Innermost first: a folder that is read-only takes no more entries.
    for folder in folders.iter().rev() {
        let to = next.join(folder);
        if let Ok(was) = target.join(folder).symlink_metadata()
            && was.is_dir()
        {
            fs::set_permissions(&to, was.permissions()).map_err(Error::io("set the permissions of", &to))?;
        }
        flush_folder(&to);
    }
    Ok(())
}

fn make_folder(next: &Path, folder: &Path, folders: &mut BTreeSet<PathBuf>) -> Result<(), Error> {
    if folders.insert(folder.to_owned()) {
        let path = next.join(folder);
        fs::create_dir(&path).map_err(Error::io("create", &path))?;
    }
    Ok(())
}

fn write(path: &Path, text: &str, flush: bool) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    if flush { file.sync_all() } else { Ok(()) }
}

/// Links a foreign file, or copies it for the time of the swap where links are refused.
fn keep(from: &Path, to: &Path) -> io::Result<()> {
    let refused = match fs::hard_link(from, to) {
        Ok(()) => return Ok(()),
        Err(error) => error,
    };
    match from.symlink_metadata() {
        // Deleted since it was listed: gone is gone.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(metadata) if metadata.is_file() => {
            fs::copy(from, to)?;
            // The same time tells copy and original apart from a version saved meanwhile.
            File::options().write(true).open(to)?.set_times(FileTimes::new().set_modified(metadata.modified()?))
        }
        #[cfg(unix)]
        Ok(metadata) if metadata.is_symlink() => std::os::unix::fs::symlink(fs::read_link(from)?, to),
        _ => Err(refused),
    }
}

/// After a power loss the swap must not be remembered better than the files; systems without a cheap flush rely on their journal.
fn flush_file_system(folder: &Path) {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    if let Ok(folder) = File::open(folder) {
        _ = rustix::fs::syncfs(folder);
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let _ = folder;
}

/// Flushes the names in a folder; not every system can open one, and then there is nothing to do.
pub(super) fn flush_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn what_cannot_be_linked_is_copied_with_its_time() -> io::Result<()> {
        use std::os::unix::fs::MetadataExt;
        let shm = Path::new("/dev/shm");
        let here = std::env::temp_dir().join(format!("eksml-stage-{}", std::process::id()));
        fs::create_dir_all(&here)?;
        if !shm.is_dir() || fs::metadata(shm)?.dev() == fs::metadata(&here)?.dev() {
            return fs::remove_dir_all(&here);
        }
        let there = shm.join(format!("eksml-stage-{}", std::process::id()));
        fs::create_dir_all(&there)?;
        fs::write(there.join("file"), "mine")?;
        std::os::unix::fs::symlink("nowhere", there.join("link"))?;
        let _socket = std::os::unix::net::UnixListener::bind(there.join("socket"))?;
        keep(&there.join("file"), &here.join("file"))?;
        keep(&there.join("link"), &here.join("link"))?;
        keep(&there.join("vanished"), &here.join("vanished"))?;
        assert_eq!(fs::read(here.join("file"))?, b"mine");
        assert_eq!(fs::metadata(here.join("file"))?.modified()?, fs::metadata(there.join("file"))?.modified()?);
        assert_eq!(fs::read_link(here.join("link"))?, Path::new("nowhere"));
        assert!(keep(&there.join("socket"), &here.join("socket")).is_err(), "a socket has no copy");
        fs::remove_dir_all(&here)?;
        fs::remove_dir_all(&there)
    }
}
