//! Says whether a folder holds a manifest set byte for byte, and what differs.
use super::beside::Site;
use super::error::Error;
use super::existing::Existing;
use super::record::MANIFEST;
use super::set::ManifestSet;
use similar::TextDiff;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

/// Lines shown around a difference, as `diff -u` does.
const CONTEXT: usize = 3;

/// What stands between a folder and a set; displays as unified diffs from the folder (`a/`) to the set (`b/`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Staleness {
    /// The files that differ, in path order.
    pub differences: Vec<Difference>,
}

/// One file that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The path inside the folder, with `/` between names.
    pub path: String,
    /// How it differs.
    pub kind: DifferenceKind,
    /// The unified diff that would make the folder's file the set's.
    pub diff: String,
}

/// How a file differs from the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// The set has it, the folder lacks it.
    Missing,
    /// Both have it, with different text.
    Changed,
    /// eksml wrote it earlier, and the set has it no more.
    Extra,
}

impl Staleness {
    /// Whether the folder holds exactly the set.
    pub fn is_current(&self) -> bool {
        self.differences.is_empty()
    }
}

impl fmt::Display for Staleness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.differences.iter().try_for_each(|difference| f.write_str(&difference.diff))
    }
}

/// Compares a folder with a set, without writing anything; foreign files are none of its business.
pub fn check(set: &ManifestSet, dir: &Path) -> Result<Staleness, Error> {
    let root = Site::find(dir)?.target;
    let existing = Existing::read(&root, set.iter().map(|(path, _)| path))?;
    existing.refuse_foreign_in_the_way(&root, set.iter().map(|(path, _)| path))?;
    let manifest = set.manifest_json_in(&root);
    let wanted = set.iter().map(|(path, text)| (path.as_str(), text)).chain([(MANIFEST, manifest.as_str())]);
    let mut differences = Vec::new();
    for (path, text) in wanted {
        let difference = match read(&root, path)? {
            None => Difference::new(path, DifferenceKind::Missing, b"", text),
            Some(there) if there == text.as_bytes() => continue,
            Some(there) => Difference::new(path, DifferenceKind::Changed, &there, text),
        };
        differences.push(difference);
    }
    for path in existing.owned.keys().filter(|path| set.get(path.as_str()).is_none() && existing.present.contains(path.as_str()))
    {
        if let Some(there) = read(&root, path.as_str())? {
            differences.push(Difference::new(path.as_str(), DifferenceKind::Extra, &there, ""));
        }
    }
    differences.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Staleness { differences })
}

/// The bytes of a regular file that is reached without a link; anything else counts as missing.
fn read(root: &Path, path: &str) -> Result<Option<Vec<u8>>, Error> {
    let mut at = root.to_owned();
    for name in path.split('/') {
        at.push(name);
        match at.symlink_metadata() {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(Error::io("read", &at)(error)),
            Ok(metadata) if metadata.is_dir() || metadata.is_file() => (),
            // A link is not followed, and nobody may ever write into a pipe.
            Ok(_) => return Ok(None),
        }
    }
    if at.is_dir() { Ok(None) } else { fs::read(&at).map(Some).map_err(Error::io("read", &at)) }
}

impl Difference {
    fn new(path: &str, kind: DifferenceKind, there: &[u8], wanted: &str) -> Self {
        let mut from = format!("a/{path}");
        let mut to = format!("b/{path}");
        match kind {
            DifferenceKind::Missing => "/dev/null".clone_into(&mut from),
            DifferenceKind::Extra => "/dev/null".clone_into(&mut to),
            DifferenceKind::Changed => (),
        }
        let diff = match std::str::from_utf8(there) {
            Ok(there) if there.is_empty() && wanted.is_empty() => format!("--- {from}\n+++ {to}\n"),
            Ok(there) => {
                TextDiff::from_lines(there, wanted).unified_diff().context_radius(CONTEXT).header(&from, &to).to_string()
            }
            Err(_) => format!("Binary files {from} and {to} differ\n"),
        };
        Self { path: path.to_owned(), kind, diff }
    }
}
