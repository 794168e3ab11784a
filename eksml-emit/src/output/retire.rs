//! Takes a folder apart that another one stands in the place of: own files go, everything foreign ends up in the other.
use super::error::Error;
use super::file_id::{id_at, stands};
use super::metadata::open_folder;
use super::moves::relocate;
use super::path::RelPath;
use super::record::{MANIFEST, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which of two versions of a foreign file stays if neither is newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// The one in the folder that is taken apart: it was in its place until now.
    MovedStays,
    /// The one in the folder that stands.
    ThereStays,
}

/// Removes the folder `from`; foreign things in it that `target` lacks are moved there.
///
/// Killed anywhere, it can be run again: the record goes last.
pub(super) fn retire(from: &Path, target: &Path, tie: Tie) -> Result<(), Error> {
    let (was, is) = (record(from)?, record(target)?);
    let mixed = was.keys().chain(is.keys()).flat_map(RelPath::folders).map(PathBuf::from).chain([PathBuf::new()]).collect();
    Folders { from, target, was, is, mixed, tie }.take_apart(Path::new(""))?;
    let record = from.join(MANIFEST);
    if stands(&record) {
        fs::remove_file(&record).map_err(Error::io("remove", &record))?;
    }
    fs::remove_dir(from).map_err(Error::io("remove", from))
}

/// The record of a folder; without one, nothing in it is eksml's.
fn record(folder: &Path) -> Result<BTreeMap<RelPath, String>, Error> {
    let path = folder.join(MANIFEST);
    if !path.symlink_metadata().is_ok_and(|there| there.is_file()) {
        return Ok(BTreeMap::new());
    }
    Record::owned(&path, &fs::read(&path).map_err(Error::io("read", &path))?)
}

struct Folders<'a> {
    from: &'a Path,
    target: &'a Path,
    was: BTreeMap<RelPath, String>,
    is: BTreeMap<RelPath, String>,
    /// The folders that hold own files, in the one or the other.
    mixed: BTreeSet<PathBuf>,
    tie: Tie,
}

impl Folders<'_> {
    fn take_apart(&self, folder: &Path) -> Result<(), Error> {
        let here = self.from.join(folder);
        open_folder(&here);
        for entry in fs::read_dir(&here).map_err(Error::io("read", &here))? {
            let entry = entry.map_err(Error::io("read", &here))?;
            let path = folder.join(entry.file_name());
            let from = self.from.join(&path);
            let is_folder = entry.file_type().map_err(Error::io("read", &from))?.is_dir();
            let own = path.to_str().is_some_and(|path| path == MANIFEST || self.was.contains_key(path));
            if path.as_os_str() == MANIFEST && !is_folder {
                continue;
            }
            if is_folder
                && (self.mixed.contains(&path) || self.target.join(&path).symlink_metadata().is_ok_and(|there| there.is_dir()))
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

    /// Moves what the target lacks. Of two versions of a file beside eksml's own, which was linked into both folders, the newer one
    /// stays; anywhere else nobody but the user can choose between two.
    fn hand_over(&self, path: &Path, is_folder: bool) -> Result<(), Error> {
        let (from, to) = (self.from.join(path), self.target.join(path));
        let stranded = || Error::Stranded { path: from.clone(), wanted: to.clone() };
        if !stands(&to) {
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(|_| stranded())?;
            }
            return relocate(&from, &to).map_err(Error::io("move", &from));
        }
        if id_at(&from).is_some() && id_at(&from) == id_at(&to) {
            return fs::remove_file(&from).map_err(Error::io("remove", &from));
        }
        if is_folder
            || path.to_str().is_some_and(|path| self.is.contains_key(path))
            || to.symlink_metadata().is_ok_and(|there| there.is_dir())
            || path.parent().is_some_and(|folder| !self.mixed.contains(folder))
        {
            return Err(stranded());
        }
        let modified = |path: &Path| path.symlink_metadata().and_then(|metadata| metadata.modified());
        match (modified(&from), modified(&to)) {
            (Ok(was), Ok(is)) if was < is || was == is && self.tie == Tie::ThereStays => {
                fs::remove_file(&from).map_err(Error::io("remove", &from))
            }
            _ => fs::rename(&from, &to).map_err(Error::io("move", &from)),
        }
    }
}

/// Removes a folder that was being built: it holds nothing but links and files of the run that made it.
pub(super) fn discard(folder: &Path) -> Result<(), Error> {
    open_folder(folder);
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
