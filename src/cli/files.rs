//! The files of a run, each judged by itself: one that cannot be read stops no other.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use eksml_import::{self as import, Baseline, Imported, Kind};

/// The most that is read of a file, in bytes: a ClusterConfig of thousands of groups is a few megabytes.
const LARGEST: u64 = 64 << 20;

/// A file and what there is to say about it.
pub(super) struct File {
    /// Its name as given.
    pub(super) name: String,
    /// What was found, or why it could not be read.
    pub(super) imported: io::Result<Imported>,
}

impl File {
    /// Whether it could not be read, or nothing in it.
    pub(super) fn is_unread(&self) -> bool {
        self.imported.as_ref().map_or(true, |imported| imported.kind == Kind::Unreadable)
    }
}

/// Reads and judges the files that the arguments name, and those in the folders that they name.
pub(super) fn read(matches: &ArgMatches) -> Vec<File> {
    read_with(matches, None)
}

/// The same, with what they break set aside for a while.
pub(super) fn read_with(matches: &ArgMatches, baseline: Option<Baseline>) -> Vec<File> {
    read_by(matches, &mut |path| bytes(path).map(|bytes| import::import_with(&bytes, baseline)))
}

/// The same, each file by `judged`.
pub(super) fn read_by(matches: &ArgMatches, judged: &mut dyn FnMut(&Path) -> io::Result<Imported>) -> Vec<File> {
    let mut files = Vec::new();
    let nodes = matches.try_get_many::<PathBuf>("nodes").ok().flatten().into_iter().flatten();
    for path in matches.get_many::<PathBuf>("files").into_iter().flatten().chain(nodes) {
        let mut add =
            |path: &Path, imported: io::Result<Imported>| files.push(File { name: path.display().to_string(), imported });
        if !path.is_dir() {
            add(path, judged(path));
            continue;
        }
        match in_folder(path) {
            Ok(paths) => {
                for path in paths {
                    let imported = judged(&path);
                    if imported.as_ref().map_or(true, is_of_kubernetes) {
                        add(&path, imported);
                    }
                }
            }
            Err(error) => add(path, Err(error)),
        }
    }
    files
}

/// Whether a file that nobody named is an eksctl file or holds objects of Kubernetes. A folder has others beside them: values of charts,
/// CloudFormation, templates.
fn is_of_kubernetes(imported: &Imported) -> bool {
    let text = &imported.text.text;
    let has = |key: &str| text.lines().any(|line| line.trim_start_matches(['{', '"']).starts_with(key));
    match imported.kind {
        Kind::ClusterConfig => has("kind"),
        Kind::Template => text.contains("ClusterConfig"),
        Kind::Unreadable => has("kind") && has("apiVersion"),
        Kind::Other => true,
    }
}

/// Whether standard input is one of the files.
pub(super) fn has_stream(matches: &ArgMatches) -> bool {
    matches.get_many::<PathBuf>("files").into_iter().flatten().any(|path| path == Path::new("-"))
}

/// The YAML files of a folder and of those within it, in the order of their names; what is hidden is left alone.
fn in_folder(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let (path, is_folder) = (entry.path(), entry.file_type()?.is_dir());
            let is_yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
            if entry.file_name().to_string_lossy().starts_with('.') {
            } else if is_folder {
                folders.push(path);
            } else if is_yaml {
                paths.push(path);
            }
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "there is no .yaml or .yml file in this folder"));
    }
    Ok(paths)
}

/// What is in a file, `-` being standard input.
pub(super) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().take(LARGEST + 1).read_to_end(&mut bytes)?
    } else {
        std::fs::File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?
    };
    if read as u64 > LARGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it is larger than {LARGEST} bytes")));
    }
    Ok(bytes)
}
