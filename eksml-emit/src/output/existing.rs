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
    /// Folders that hold eksml's own files, or shall hold some, the outermost first; relative, and so `""` is the folder itself.
    pub(super) mixed: Vec<PathBuf>,
    /// Everything else in those, relative to the folder. What is in a foreign folder is none of eksml's business.
    pub(super) foreign: Vec<Foreign>,
}

/// Something in the folder that eksml did not write.
#[derive(Debug)]
pub(super) struct Foreign {
    pub(super) path: PathBuf,
    pub(super) is_folder: bool,
}

impl Existing {
    /// Reads the folder at `root`, which shall hold `files`; links in it are not followed.
    pub(super) fn read<'a>(root: &Path, files: impl Iterator<Item = &'a RelPath>) -> Result<Self, Error> {
        match fs::metadata(root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Error::io("read", root)(error)),
            Ok(metadata) if !metadata.is_dir() => return Err(Error::NotAFolder { path: root.to_owned() }),
            Ok(_) => (),
        }
        let mut found = Self { is_there: true, mixed: vec![PathBuf::new()], ..Self::default() };
        if fs::read_dir(root).map_err(Error::io("read", root))?.next().is_none() {
            return Ok(found);
        }
        let record = root.join(MANIFEST);
        match record.symlink_metadata() {
            Ok(there) if there.is_file() => (),
            Ok(there) => {
                let what = if there.is_symlink() { "a symbolic link" } else { "something else" };
                return Err(Error::Record { path: record, reason: format!("it is {what}, not a file") });
            }
            Err(_) => return Err(Error::NotOurs { path: root.to_owned() }),
        }
        found.owned = Record::owned(&record, &fs::read(&record).map_err(Error::io("read", &record))?)?;
        let mut mixed: BTreeSet<PathBuf> = files.flat_map(RelPath::folders).map(PathBuf::from).collect();
        mixed.extend(found.owned.keys().flat_map(RelPath::folders).map(PathBuf::from));
        found.walk(root, Path::new(""), &mixed)?;
        Ok(found)
    }

    fn walk(&mut self, root: &Path, folder: &Path, mixed: &BTreeSet<PathBuf>) -> Result<(), Error> {
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
                _ if kind.is_dir() && mixed.contains(&path) => {
                    self.mixed.push(path.clone());
                    self.walk(root, &path, mixed)?;
                }
                _ => self.foreign.push(Foreign { path, is_folder: kind.is_dir() }),
            }
        }
        Ok(())
    }

    /// Refuses if anything foreign stands where `files` need a file or a folder.
    pub(super) fn refuse_foreign_in_the_way<'a>(
        &self,
        root: &Path,
        files: impl Iterator<Item = &'a RelPath>,
    ) -> Result<(), Error> {
        let (mut names, mut folders) = (BTreeSet::new(), BTreeSet::new());
        for path in files {
            names.insert(path.as_str());
            folders.extend(path.folders());
        }
        for foreign in &self.foreign {
            let blocked = foreign.path.ancestors().filter_map(Path::to_str).any(|step| names.contains(step))
                || foreign.path.to_str().is_some_and(|path| folders.contains(path));
            if blocked {
                return Err(Error::Foreign { path: root.join(&foreign.path) });
            }
        }
        Ok(())
    }
}
