//! Takes the replaced folder apart: own files go, everything foreign ends up in the new folder.
use super::error::Error;
use super::file_id::{id_at, stands};
use super::path::RelPath;
use super::record::{MANIFEST, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Removes the replaced folder `old`; foreign things in it that `target` lacks, or has only as copies, are moved there.
///
/// Killed anywhere, it can be run again: the record goes last.
pub(super) fn retire(old: &Path, target: &Path) -> Result<(), Error> {
    let was = record(old)?;
    let shared = was.keys().flat_map(RelPath::folders).map(PathBuf::from).collect();
    let folders = Folders { old, target, was, shared, is: record(target)? };
    folders.take_apart(Path::new(""))?;
    let record = old.join(MANIFEST);
    if stands(&record) {
        fs::remove_file(&record).map_err(Error::io("remove", &record))?;
    }
    fs::remove_dir(old).map_err(Error::io("remove", old))
}

/// The record of a folder; without one, nothing in it is eksml's.
fn record(folder: &Path) -> Result<BTreeMap<RelPath, String>, Error> {
    let path = folder.join(MANIFEST);
    fs::read(&path).map_or_else(|_| Ok(BTreeMap::new()), |text| Record::owned(&path, &text))
}

struct Folders<'a> {
    old: &'a Path,
    target: &'a Path,
    was: BTreeMap<RelPath, String>,
    /// The folders that held own files.
    shared: BTreeSet<PathBuf>,
    is: BTreeMap<RelPath, String>,
}

impl Folders<'_> {
    fn take_apart(&self, folder: &Path) -> Result<(), Error> {
        let here = self.old.join(folder);
        make_writable(&here);
        for entry in fs::read_dir(&here).map_err(Error::io("read", &here))? {
            let entry = entry.map_err(Error::io("read", &here))?;
            let path = folder.join(entry.file_name());
            let from = self.old.join(&path);
            let is_folder = entry.file_type().map_err(Error::io("read", &from))?.is_dir();
            let own = path.to_str().is_some_and(|path| path == MANIFEST || self.was.contains_key(path));
            if path.as_os_str() == MANIFEST && !is_folder {
                continue;
            }
            if is_folder
                && (self.shared.contains(&path) || self.target.join(&path).symlink_metadata().is_ok_and(|there| there.is_dir()))
            {
                self.take_apart(&path)?;
                fs::remove_dir(&from).map_err(Error::io("remove", &from))?;
            } else if own && !is_folder {
                fs::remove_file(&from).map_err(Error::io("remove", &from))?;
            } else {
                self.hand_over(&path, is_folder)?;
            }
        }
        Ok(())
    }

    /// Leaves the newer of two versions in the new folder; the original wins over the copy made of it.
    fn hand_over(&self, path: &Path, is_folder: bool) -> Result<(), Error> {
        let (from, to) = (self.old.join(path), self.target.join(path));
        let stranded = || Error::Stranded { path: from.clone(), wanted: to.clone() };
        if !stands(&to) {
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(|_| stranded())?;
            }
            return fs::rename(&from, &to).map_err(Error::io("move", &from));
        }
        if id_at(&from).is_some() && id_at(&from) == id_at(&to) {
            return fs::remove_file(&from).map_err(Error::io("remove", &from));
        }
        if is_folder
            || path.to_str().is_some_and(|path| self.is.contains_key(path))
            || to.symlink_metadata().is_ok_and(|there| there.is_dir())
        {
            return Err(stranded());
        }
        let modified = |path: &Path| path.symlink_metadata().and_then(|metadata| metadata.modified());
        match (modified(&from), modified(&to)) {
            (Ok(was), Ok(is)) if was < is => fs::remove_file(&from).map_err(Error::io("remove", &from)),
            _ => fs::rename(&from, &to).map_err(Error::io("move", &from)),
        }
    }
}

/// Removes a folder that was being built: it holds nothing but links, copies and files of the run that made it.
pub(super) fn discard(folder: &Path) -> Result<(), Error> {
    make_writable(folder);
    for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
        let path = entry.map_err(Error::io("read", folder))?.path();
        if path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
            discard(&path)?;
        } else {
            fs::remove_file(&path).map_err(Error::io("remove", &path))?;
        }
    }
    fs::remove_dir(folder).map_err(Error::io("remove", folder))
}

/// A folder carries over its permissions; a read-only one would keep its entries.
fn make_writable(folder: &Path) {
    #[cfg(unix)]
    if let Ok(metadata) = folder.symlink_metadata() {
        use std::os::unix::fs::PermissionsExt;
        let mut permissions = metadata.permissions();
        if permissions.mode() & 0o700 != 0o700 {
            permissions.set_mode(permissions.mode() | 0o700);
            // What this cannot mend, the removal reports.
            _ = fs::set_permissions(folder, permissions);
        }
    }
    #[cfg(not(unix))]
    let _ = folder;
}
