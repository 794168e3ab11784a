//! What can keep a set from being made or written; every message says what, where, and how to mend it.
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a manifest set was refused or could not be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A path inside the set that does not work on every system; `reason` says which part.
    Path {
        /// The path as given.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The same path twice in one set.
    Duplicate {
        /// The path.
        path: String,
    },
    /// Two paths that are one file, or a file and a folder, on some systems.
    Clash {
        /// The path refused.
        path: String,
        /// The path that was there first.
        other: String,
    },
    /// The output path exists and is not a folder.
    NotAFolder {
        /// The output path.
        path: PathBuf,
    },
    /// The output path has no name, as `/` and `..` have none, so no other folder can take its place.
    NoName {
        /// The output path.
        path: PathBuf,
    },
    /// The output folder holds files, and no `MANIFEST.json` of eksml.
    NotOurs {
        /// The output folder.
        path: PathBuf,
    },
    /// `MANIFEST.json` cannot be understood.
    Record {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Something eksml did not write stands where a file of the set belongs.
    Foreign {
        /// What stands in the way.
        path: PathBuf,
    },
    /// Something eksml did not write cannot be carried over into the new folder.
    CannotKeep {
        /// What cannot be carried over.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A foreign file that appeared during an interrupted run, at a path the set also wants.
    Stranded {
        /// Where it is kept.
        path: PathBuf,
        /// Where it came from.
        wanted: PathBuf,
    },
    /// A folder of the output folder that this run could not take apart afterwards.
    Unreplaceable {
        /// The folder.
        path: PathBuf,
        /// Why not, and how to mend it.
        reason: String,
    },
    /// The work folder, where the new folder is built, cannot be made or used.
    NoWorkFolder {
        /// The work folder.
        path: PathBuf,
        /// The output folder.
        target: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The work folder of this run, or of an earlier one, cannot be cleared.
    Leftover {
        /// The output folder.
        target: PathBuf,
        /// The work folder.
        work: PathBuf,
        /// Whether the new set stands in the output folder by now.
        is_written: bool,
        /// What is in the way.
        cause: Box<Error>,
    },
    /// The output folder is marked read-only.
    ReadOnly {
        /// The output folder.
        path: PathBuf,
    },
    /// The running process stands inside the output folder.
    Inside {
        /// The output folder.
        path: PathBuf,
    },
    /// Another run is writing the same folder.
    Busy {
        /// The output folder.
        path: PathBuf,
    },
    /// The new folder is complete but could not take the old one's place.
    Swap {
        /// The output folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The operating system refused something else.
    Io {
        /// What was attempted, as in "cannot *read* …".
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl Error {
    /// Whether the new set stands in the output folder all the same.
    pub fn is_written(&self) -> bool {
        matches!(self, Self::Leftover { is_written: true, .. })
    }

    /// For `map_err`: the error of attempting `action` at `path`.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { path, reason } => write!(f, "the path {path:?} cannot be part of a manifest set: {reason}"),
            Self::Duplicate { path } => write!(f, "{path} is written twice; give one of the two another name"),
            Self::Clash { path, other } => {
                write!(
                    f,
                    "{path} and {other} cannot both exist on every file system; rename one so that they differ in more than case, and no file is also a folder"
                )
            }
            Self::NotAFolder { path } => {
                write!(f, "{} is not a folder; choose another output folder, or move it away", path.display())
            }
            Self::NoName { path } => write!(
                f,
                "{} cannot be replaced by another folder, as an output folder is; choose a folder with a name, such as ./manifests",
                path.display()
            ),
            Self::NotOurs { path } => write!(
                f,
                "{} holds files but no MANIFEST.json of eksml, so it is not eksml's own; choose an empty or new folder, or move its content away",
                path.display()
            ),
            Self::Record { path, reason } => write!(
                f,
                "{} cannot be understood ({reason}), so eksml does not know which files are its own; restore the file from version control, or move the folder away and emit again",
                path.display()
            ),
            Self::Foreign { path } => write!(
                f,
                "{} was not written by eksml and stands where the manifest set needs a file or folder; nothing was changed; move it away or rename it",
                path.display()
            ),
            Self::CannotKeep { path, source } => write!(
                f,
                "{} was not written by eksml and cannot be kept in place while the folder is replaced ({source}); nothing was changed; move it out of the folder",
                path.display()
            ),
            Self::Stranded { path, wanted } => write!(
                f,
                "{} appeared during an earlier run where the manifest set also has a file; it was kept at {}; move it away from there and emit again",
                wanted.display(),
                path.display()
            ),
            Self::Unreplaceable { path, reason } => {
                write!(f, "{} cannot be replaced together with the output folder: {reason}; nothing was changed", path.display())
            }
            Self::NoWorkFolder { path, target, source } => {
                write!(
                    f,
                    "{} cannot be made or used ({source}); the new folder is built there before it takes the place of {}; nothing was changed; ",
                    path.display(),
                    target.display()
                )?;
                if path.symlink_metadata().is_ok() {
                    f.write_str("it was left by another run: if none is under way, move it away, and keep what is yours in its `next` and `old`")
                } else {
                    f.write_str("check the permissions of the folder it belongs in, or choose another output folder")
                }
            }
            Self::Leftover { target, work, is_written, cause } => {
                let (target, work) = (target.display(), work.display());
                if *is_written {
                    write!(
                        f,
                        "{target} holds the new manifest set, but what it replaced could not be cleared away from {work}: "
                    )?;
                } else {
                    write!(
                        f,
                        "{work}, left by a run into {target} that did not end well, could not be cleared away; nothing was written: "
                    )?;
                }
                write!(f, "{cause}; it is kept, and the next run goes on from there")
            }
            Self::ReadOnly { path } => write!(
                f,
                "{} is read-only; nothing was changed; make it writable (chmod u+w) or choose another folder",
                path.display()
            ),
            Self::Inside { path } => {
                write!(
                    f,
                    "the current directory lies inside of {}, which is replaced as a whole; nothing was changed; run from outside of it",
                    path.display()
                )
            }
            Self::Busy { path } => write!(
                f,
                "another run is writing {} right now; nothing was changed; wait for it to end and try again",
                path.display()
            ),
            Self::Swap { path, source } => write!(
                f,
                "the new manifest set could not take the place of {} ({source}); nothing was changed; if it is a mount point, emit into a folder inside it; else check its permissions",
                path.display()
            ),
            Self::Io { action, path, source } => write!(
                f,
                "cannot {action} {}: {source}; check that the path exists and its permissions and free space",
                path.display()
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::CannotKeep { source, .. }
            | Self::NoWorkFolder { source, .. }
            | Self::Swap { source, .. }
            | Self::Io { source, .. } => Some(source),
            Self::Leftover { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
