//! Builds the complete new folder beside the old one.
use super::error::Error;
use super::existing::Existing;
use super::file_id::stands;
use super::metadata::{adopt_file, adopt_folder, adopt_times, inherit_owner, obstacle, open_file, open_folder};
use super::moves::relocate;
use super::path::RelPath;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Beyond this many new files one flush of the file system is cheaper than one per file.
const FLUSH_EACH: usize = 32;

/// The new folder, complete but for what has to be moved from the old one.
#[derive(Debug)]
pub(super) struct Staged<'a> {
    next: &'a Path,
    target: &'a Path,
    /// What the old folder says of its owner.
    root: Option<Metadata>,
    /// The folders made so far.
    folders: BTreeSet<PathBuf>,
    /// What stands in one folder only: foreign folders, and foreign files that cannot be linked.
    moves: Vec<PathBuf>,
    /// Kept folders that none of eksml's entries comes to or goes from.
    untouched: BTreeSet<PathBuf>,
}

/// Builds `next` from the files of the set; those in `unchanged` and foreign files are taken from `target` by link.
pub(super) fn stage<'a>(
    next: &'a Path,
    target: &'a Path,
    files: &BTreeMap<RelPath, &str>,
    unchanged: &BTreeSet<&RelPath>,
    existing: &Existing,
) -> Result<Staged<'a>, Error> {
    let root = target.symlink_metadata().ok();
    let mut staged = Staged { next, target, root, folders: BTreeSet::new(), moves: Vec::new(), untouched: BTreeSet::new() };
    fs::create_dir(next).map_err(Error::io("create", next))?;
    for folder in &existing.mixed {
        let path = if folder.as_os_str().is_empty() { target.to_owned() } else { target.join(folder) };
        if let Some(reason) = obstacle(&path, target, next).map_err(Error::io("read", &path))? {
            return Err(Error::Unreplaceable { path, reason });
        }
    }
    staged.adopt(Path::new(""))?;
    let flush_each = files.len() - unchanged.len() <= FLUSH_EACH;
    for (path, text) in files {
        staged.make_holder_of(path.as_ref())?;
        staged.put(path, text, unchanged.contains(path), flush_each)?;
    }
    for foreign in &existing.foreign {
        staged.make_holder_of(&foreign.path)?;
        let from = target.join(&foreign.path);
        if foreign.is_folder || fs::hard_link(&from, next.join(&foreign.path)).is_err() && stands(&from) {
            staged.moves.push(foreign.path.clone());
        }
    }
    staged.untouched = untouched(files, unchanged, existing, &staged.folders);
    if !flush_each {
        flush_file_system(next);
    }
    for folder in staged.folders.iter().rev() {
        flush_folder(&next.join(folder));
    }
    Ok(staged)
}

/// The kept folders in which no name of eksml's comes, goes or stands for another file.
fn untouched(
    files: &BTreeMap<RelPath, &str>,
    unchanged: &BTreeSet<&RelPath>,
    existing: &Existing,
    folders: &BTreeSet<PathBuf>,
) -> BTreeSet<PathBuf> {
    let kept: BTreeSet<&Path> = existing.mixed.iter().map(PathBuf::as_path).filter(|folder| folders.contains(*folder)).collect();
    let written = files.keys().filter(|path| !unchanged.contains(path)).map(AsRef::<Path>::as_ref);
    let removed = existing.present.iter().filter(|path| !files.contains_key(path.as_str())).map(Path::new);
    let all = existing.mixed.iter().chain(folders).map(PathBuf::as_path);
    let touched: BTreeSet<&Path> =
        written.chain(removed).chain(all.filter(|folder| !kept.contains(folder))).filter_map(Path::parent).collect();
    kept.into_iter().filter(|folder| !touched.contains(folder)).map(Path::to_owned).collect()
}

impl Staged<'_> {
    /// Moves what stands in one folder only, and gives every folder the mode it had. Only the swap is left after that.
    pub(super) fn complete(&self) -> Result<(), Error> {
        for path in &self.moves {
            let from = self.target.join(path);
            match relocate(&from, &self.next.join(path)) {
                // Deleted since it was listed: gone is gone.
                Err(_) if !stands(&from) => (),
                Err(source) => return Err(Error::CannotKeep { path: from, source }),
                Ok(()) => (),
            }
        }
        // Innermost first: a folder that is read-only takes no more entries.
        for folder in self.folders.iter().rev() {
            let (from, to) = (self.target.join(folder), self.next.join(folder));
            if self.untouched.contains(folder) {
                adopt_times(&from, &to);
            }
            if let Ok(was) = from.symlink_metadata()
                && was.is_dir()
            {
                fs::set_permissions(&to, was.permissions()).map_err(Error::io("set the permissions of", &to))?;
            }
        }
        Ok(())
    }

    /// Makes the folders above `path`, outermost first.
    fn make_holder_of(&mut self, path: &Path) -> Result<(), Error> {
        let missing: Vec<&Path> = path.ancestors().skip(1).filter(|folder| !self.folders.contains(*folder)).collect();
        for folder in missing.into_iter().rev() {
            let to = self.next.join(folder);
            fs::create_dir(&to).map_err(Error::io("create", &to))?;
            self.adopt(folder)?;
        }
        Ok(())
    }

    /// Gives a new folder what the one it replaces has, and its owner the right to work in it for now.
    fn adopt(&mut self, folder: &Path) -> Result<(), Error> {
        let (from, to) = (self.target.join(folder), self.next.join(folder));
        if from.symlink_metadata().is_ok_and(|was| was.is_dir()) {
            adopt_folder(&from, &to).map_err(|source| Error::Unreplaceable {
                path: from,
                reason: format!("its owner and rights cannot be kept ({source}); run as its owner"),
            })?;
        } else {
            inherit_owner(self.root.as_ref(), &to);
        }
        open_folder(&to);
        self.folders.insert(folder.to_owned());
        Ok(())
    }

    fn put(&self, path: &RelPath, text: &str, is_unchanged: bool, flush: bool) -> Result<(), Error> {
        let (from, to) = (self.target.join(path), self.next.join(path));
        // A file system without links gets a fresh copy.
        if is_unchanged && fs::hard_link(&from, &to).is_ok() {
            return Ok(());
        }
        write(&to, text, flush).map_err(Error::io("write", &to))?;
        if from.symlink_metadata().is_ok_and(|was| was.is_file()) {
            adopt_file(&from, &to);
        } else {
            inherit_owner(self.root.as_ref(), &to);
        }
        open_file(&to);
        Ok(())
    }
}

fn write(path: &Path, text: &str, flush: bool) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    if flush { file.sync_all() } else { Ok(()) }
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
