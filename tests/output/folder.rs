//! A scratch folder per test, and plain looks at what stands in it.
use eksml::output::{MANIFEST, ManifestSet};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub(crate) type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Removed with all it holds when the test ends.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> io::Result<Self> {
        Self::below(Path::new(env!("CARGO_TARGET_TMPDIR")), test)
    }

    /// A scratch folder that other users reach as well.
    #[cfg(target_os = "linux")]
    pub(crate) fn public(test: &str) -> io::Result<Self> {
        Self::below(&std::env::temp_dir(), test)
    }

    fn below(parent: &Path, test: &str) -> io::Result<Self> {
        let path = parent.join(format!("eksml-output-{test}-{}", std::process::id()));
        _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path)?;
        Ok(Self(path.canonicalize()?))
    }

    /// The output folder of the test.
    pub(crate) fn out(&self) -> PathBuf {
        self.0.join("manifests")
    }

    /// The work folder beside it.
    pub(crate) fn beside(&self) -> PathBuf {
        self.0.join(".manifests.eksml")
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn set(files: &[(&str, &str)]) -> ManifestSet {
    let mut set = ManifestSet::new();
    for (path, text) in files {
        set.insert(*path, *text).expect("portable and distinct");
    }
    set
}

/// Every path below `root` with its bytes; folders end in `/` and have none.
pub(crate) fn content(root: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    fn walk(root: &Path, folder: &Path, all: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.strip_prefix(root).map_err(io::Error::other)?.to_string_lossy().into_owned();
            let kind = path.symlink_metadata()?;
            if kind.is_dir() {
                all.insert(name + "/", Vec::new());
                walk(root, &path, all)?;
            } else if kind.is_symlink() {
                all.insert(name, fs::read_link(&path)?.to_string_lossy().into_owned().into_bytes());
            } else {
                all.insert(name, fs::read(&path)?);
            }
        }
        Ok(())
    }
    let mut all = BTreeMap::new();
    walk(root, root, &mut all)?;
    Ok(all)
}

/// What [`content`] of a folder that holds exactly `set` is.
pub(crate) fn whole(set: &ManifestSet) -> BTreeMap<String, Vec<u8>> {
    let mut all: BTreeMap<String, Vec<u8>> =
        set.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec())).collect();
    all.extend(
        set.iter().flat_map(|(path, _)| path.folders().map(|folder| (format!("{folder}/"), Vec::new())).collect::<Vec<_>>()),
    );
    all.insert(MANIFEST.to_owned(), set.manifest_json().into_bytes());
    all
}

/// Makes a named pipe; std has no call for it.
#[cfg(unix)]
pub(crate) fn pipe(path: &Path) -> io::Result<()> {
    let done = std::process::Command::new("mkfifo").arg(path).status()?;
    if done.success() { Ok(()) } else { Err(io::Error::other("mkfifo failed")) }
}

/// What tells a file from another of the same content: inode (on Unix) and time of change.
pub(crate) fn identity(path: &Path) -> io::Result<(u64, SystemTime)> {
    let metadata = path.symlink_metadata()?;
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let inode = 0;
    Ok((inode, metadata.modified()?))
}
