//! The work folder beside the output folder: the lock, and the recovery from runs that were killed.
use super::error::Error;
use super::file_id::{file_id, id_at, stands};
use super::metadata::{create_folders, create_private, open_file, open_folder};
use super::record::sha256;
use super::retire::{Tie, discard, retire};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How often a lock file that vanished under our hands (its run ended just then) is asked for again.
const ATTEMPTS: usize = 100;

/// The most bytes that a file system takes in one name.
const LONGEST_NAME: usize = 255;

/// Where an output folder really is, and where its work folder would be.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) target: PathBuf,
    folder: PathBuf,
}

impl Site {
    /// Follows links in the path the user gave, so that the swap replaces the folder and not a link to it.
    pub(super) fn find(dir: &Path) -> Result<Self, Error> {
        let target = if stands(dir) {
            dir.canonicalize().map_err(Error::io("follow", dir))?
        } else {
            let (Some(name), Some(parent)) = (dir.file_name(), dir.parent()) else {
                return Err(Error::NoName { path: dir.to_owned() });
            };
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            // A parent that is missing holds no work folder either; it is made when the set is written.
            parent.canonicalize().unwrap_or_else(|_| parent.to_owned()).join(name)
        };
        let (Some(name), Some(parent)) = (target.file_name(), target.parent()) else {
            return Err(Error::NoName { path: target });
        };
        let folder = parent.join(work_name(name));
        Ok(Self { target, folder })
    }

    /// Whether a run is under way or was killed.
    pub(super) fn is_in_use(&self) -> bool {
        stands(&self.folder)
    }
}

/// The name of the work folder of the folder `name`; of a name too long to be lengthened, its hash.
fn work_name(name: &OsStr) -> OsString {
    let mut hidden = OsString::from(".");
    if name.len() + ".".len() + ".eksml".len() > LONGEST_NAME {
        hidden.push(sha256(name.as_encoded_bytes()));
    } else {
        hidden.push(name);
    }
    hidden.push(".eksml");
    hidden
}

/// The work folder, locked for this run; dropping it removes whatever is removable.
#[derive(Debug)]
pub(super) struct Beside {
    pub(super) target: PathBuf,
    folder: PathBuf,
    lock: Option<File>,
}

impl Beside {
    /// Takes the lock, or says that another run holds it.
    pub(super) fn lock(site: Site) -> Result<Self, Error> {
        let Site { target, folder } = site;
        if let Some(parent) = folder.parent() {
            create_folders(parent).map_err(Error::io("create", parent))?;
        }
        let path = folder.join("lock");
        let unusable = |source: io::Error| Error::NoWorkFolder { path: folder.clone(), target: target.clone(), source };
        for _ in 0..ATTEMPTS {
            match create_private(&folder) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    if folder.symlink_metadata().is_ok_and(|there| !there.is_dir()) {
                        return Err(unusable(io::ErrorKind::NotADirectory.into()));
                    }
                    open_folder(&folder);
                }
                made => made.map_err(unusable)?,
            }
            match path.symlink_metadata() {
                Ok(there) if !there.is_file() => return Err(unusable(io::Error::other("`lock` in it is no file"))),
                Ok(_) => open_file(&path),
                // What is wrong, opening it says.
                Err(_) => (),
            }
            let lock = match OpenOptions::new().create(true).truncate(false).write(true).open(&path) {
                Ok(lock) => lock,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(unusable(error)),
            };
            match lock.try_lock() {
                Ok(()) => (),
                Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: target }),
                Err(TryLockError::Error(error)) => return Err(Error::io("lock", &path)(error)),
            }
            // A run that just ended removes its lock file: a lock on a removed file protects nothing.
            let locked = lock.metadata().map_err(Error::io("read", &path))?;
            if stands(&path) && file_id(&locked) == id_at(&path) {
                open_file(&path);
                return Ok(Self { target, folder, lock: Some(lock) });
            }
        }
        Err(Error::Busy { path: target })
    }

    /// Where the new folder is built.
    pub(super) fn next(&self) -> PathBuf {
        self.folder.join("next")
    }

    /// Where the replaced folder goes.
    pub(super) fn old(&self) -> PathBuf {
        self.folder.join("old")
    }

    fn staged(&self) -> PathBuf {
        self.folder.join("staged")
    }

    /// Notes which folder `next` is, now that it is complete: after an exchange the same name means the old folder.
    pub(super) fn mark_staged(&self) -> Result<(), Error> {
        let path = self.staged();
        let write = || {
            let mut file = File::create(&path)?;
            open_file(&path);
            file.write_all(mark(&self.next()).as_bytes())?;
            file.sync_all()
        };
        write().map_err(Error::io("write", &path))
    }

    /// Brings the folder and the work folder to where a run that was not killed would have left them.
    pub(super) fn recover(&self) -> Result<(), Error> {
        let (next, old, staged) = (self.next(), self.old(), self.staged());
        if stands(&next) {
            match fs::read_to_string(&staged) {
                // Killed while it was built: nothing in it stands there alone.
                Err(error) if error.kind() == io::ErrorKind::NotFound => discard(&next)?,
                Err(error) => return Err(Error::io("read", &staged)(error)),
                Ok(noted) if noted == mark(&next) => {
                    // Of two renames, only the first was done.
                    if !stands(&self.target) && stands(&old) {
                        fs::rename(&old, &self.target).map_err(Error::io("restore", &self.target))?;
                    }
                    // What was moved into it already goes back.
                    retire(&next, &self.target, Tie::ThereStays)?;
                }
                Ok(_) => fs::rename(&next, &old).map_err(Error::io("rename", &next))?,
            }
        }
        if stands(&old) {
            if stands(&self.target) {
                retire(&old, &self.target, Tie::MovedStays)?;
            } else {
                fs::rename(&old, &self.target).map_err(Error::io("restore", &self.target))?;
            }
        }
        match fs::remove_file(&staged) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("remove", &staged)(error)),
            _ => Ok(()),
        }
    }

    /// The error of a work folder that cannot be cleared, whether or not the new set stands by now.
    pub(super) fn leftover(&self, is_written: bool) -> impl FnOnce(Error) -> Error {
        let (target, work) = (self.target.clone(), self.folder.clone());
        move |cause| Error::Leftover { target, work, is_written, cause: Box::new(cause) }
    }
}

/// Names the folder at `path` by device and inode; empty where the system knows neither, and knows no exchange.
fn mark(path: &Path) -> String {
    id_at(path).map(|(device, inode)| format!("{device} {inode}\n")).unwrap_or_default()
}

impl Drop for Beside {
    fn drop(&mut self) {
        // The lock file goes while the lock is held, so nobody can hold a lock on a file that is about to vanish without noticing.
        // Windows cannot remove an open file; there it stays until the folder is removed by hand, and does no harm.
        _ = fs::remove_file(self.folder.join("lock"));
        _ = fs::remove_dir(&self.folder);
        drop(self.lock.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_work_folder_always_fits() {
        assert_eq!(work_name(OsStr::new("manifests")), ".manifests.eksml");
        for length in [247, 248, 249, 255] {
            let name = "n".repeat(length);
            let work = work_name(OsStr::new(&name));
            assert!(work.len() <= LONGEST_NAME, "{length}: {work:?}");
            assert_eq!(work.len() == length + 7, length <= 248, "{length}: {work:?}");
        }
    }
}
