//! The files of a run, each judged by itself: one that cannot be read stops no other.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use eksml_import::{self as import, Imported};

/// The most that is read of a file, in bytes: a ClusterConfig of thousands of groups is a few megabytes.
const LARGEST: u64 = 64 << 20;

/// A file and what there is to say about it.
pub(super) struct File {
    /// Its name as given.
    pub(super) name: String,
    /// What was found, or why it could not be read.
    pub(super) imported: io::Result<Imported>,
}

/// Reads and judges the files that the arguments name.
pub(super) fn read(matches: &ArgMatches) -> Vec<File> {
    let paths = matches.get_many::<PathBuf>("files").into_iter().flatten();
    paths
        .map(|path| File { name: path.display().to_string(), imported: bytes(path).map(|bytes| import::import(&bytes)) })
        .collect()
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
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
