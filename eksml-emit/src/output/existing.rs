//! What stands in the output folder: eksml's own files by its record, and everything foreign.
use super::error::Error;
use super::path::RelPath;
use super::record::{MANIFEST, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The content of an output folder; empty if the folder is missing.
#[derive(Debug, Default)]
pub(super) struct Existing {
    /// Whether there is a folder.
    pub(super) is_there: bool,
    /// The files the record lists, with the hash it gives.
    pub(super) owned: BTreeMap<RelPath, String>,
    /// Those of `owned`, and the record, that stand there as regular files.
    pub(super) present: BTreeSet<String>,
    /// Everything else in an order where folders come before what they hold, relative to the folder.
    pub(super) foreign: Vec<Foreign>,
}

/// Something in the folder that eksml did not write.
#[derive(Debug)]
pub(super) struct Foreign {
    pub(super) path: PathBuf,
    pub(super) is_folder: bool,
}

impl Existing {
    /// Reads the folder at `root`; links in it are not followed.
    pub(super) fn read(root: &Path) -> Result<Self, Error> {
        match fs::metadata(root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Error::io("read", root)(error)),
            Ok(metadata) if !metadata.is_dir() => return Err(Error::NotAFolder { path: root.to_owned() }),
            Ok(_) => (),
        }
        let mut found = Self { is_there: true, ..Self::default() };
        if fs::read_dir(root).map_err(Error::io("read", root))?.next().is_none() {
            return Ok(found);
        }
        let record = root.join(MANIFEST);
        if !record.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
            return Err(Error::NotOurs { path: root.to_owned() });
        }
        found.owned = Record::owned(&record, &fs::read(&record).map_err(Error::io("read", &record))?)?;
        let shared = found.owned.keys().flat_map(RelPath::folders).map(PathBuf::from).collect();
        found.walk(root, Path::new(""), &shared)?;
        Ok(found)
    }

    fn walk(&mut self, root: &Path, folder: &Path, shared: &BTreeSet<PathBuf>) -> Result<(), Error> {
        let here = root.join(folder);
        for entry in fs::read_dir(&here).map_err(Error::io("read", &here))? {
            let entry = entry.map_err(Error::io("read", &here))?;
            let kind = entry.file_type().map_err(Error::io("read", &entry.path()))?;
            let path = folder.join(entry.file_name());
            let own = path.to_str().filter(|path| *path == MANIFEST || self.owned.contains_key(*path)).map(str::to_owned);
            match own {
                Some(own) if kind.is_file() => _ = self.present.insert(own),
                // A link in an own file's place is replaced as such, never followed.
                Some(_) if kind.is_symlink() => (),
                _ if kind.is_dir() => {
                    if !shared.contains(&path) {
                        self.foreign.push(Foreign { path: path.clone(), is_folder: true });
                    }
                    self.walk(root, &path, shared)?;
                }
                _ => self.foreign.push(Foreign { path, is_folder: false }),
            }
        }
        Ok(())
    }

    /// Refuses if anything foreign stands where `files` need a file or a folder.
    pub(super) fn refuse_foreign_in_the_way(&self, root: &Path, files: &BTreeMap<RelPath, &str>) -> Result<(), Error> {
        let folders: BTreeSet<&str> = files.keys().flat_map(RelPath::folders).collect();
        for foreign in &self.foreign {
            let blocked = foreign.path.ancestors().filter_map(Path::to_str).any(|step| files.contains_key(step))
                || !foreign.is_folder && foreign.path.to_str().is_some_and(|path| folders.contains(path));
            if blocked {
                return Err(Error::Foreign { path: root.join(&foreign.path) });
            }
        }
        Ok(())
    }
}
