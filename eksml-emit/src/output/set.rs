//! The manifest set in memory: portable paths, each with its text.
use super::error::Error;
use super::path::RelPath;
use super::record::{MANIFEST, Record, sha256};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Files by path, in path order, and what `MANIFEST.json` shall say about them.
#[derive(Debug, Clone, Default)]
pub struct ManifestSet {
    files: BTreeMap<RelPath, String>,
    judged_by: BTreeMap<String, Value>,
    metadata: BTreeMap<String, Value>,
    /// Every file and folder in lower case, to find paths that differ only by case.
    taken: BTreeMap<String, Taken>,
}

#[derive(Debug, Clone)]
struct Taken {
    spelling: String,
    is_file: bool,
}

impl ManifestSet {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    ///
    /// Refused: paths that [`RelPath`] refuses, `MANIFEST.json`, a path that is there already, that differs from one only by case,
    /// or that makes a folder of a file.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) -> Result<(), Error> {
        let path = RelPath::new(path)?;
        if path.as_str().eq_ignore_ascii_case(MANIFEST) {
            return Err(Error::Path { path: path.to_string(), reason: "eksml writes MANIFEST.json itself" });
        }
        if self.files.contains_key(&path) {
            return Err(Error::Duplicate { path: path.to_string() });
        }
        let steps: Vec<(&str, bool)> = path.folders().map(|folder| (folder, false)).chain([(path.as_str(), true)]).collect();
        for &(step, is_file) in &steps {
            if let Some(taken) = self.taken.get(&step.to_ascii_lowercase())
                && (taken.is_file || is_file || taken.spelling != step)
            {
                return Err(Error::Clash { path: path.to_string(), other: taken.spelling.clone() });
            }
        }
        for (step, is_file) in steps {
            self.taken.insert(step.to_ascii_lowercase(), Taken { spelling: step.to_owned(), is_file });
        }
        self.files.insert(path, text.into());
        Ok(())
    }

    /// States what the set was judged by: rules, date of the facts. It replaces what was stated before, and is told of what is written;
    /// a folder that differs in nothing else is not stale.
    pub fn set_judged_by(&mut self, judged_by: BTreeMap<String, Value>) {
        self.judged_by = judged_by;
    }

    /// States what `MANIFEST.json` says beside the hashes: platform, waivers. It replaces what was stated before.
    pub fn set_metadata(&mut self, metadata: BTreeMap<String, Value>) {
        self.metadata = metadata;
    }

    /// What `MANIFEST.json` says beside the hashes.
    pub fn metadata(&self) -> &BTreeMap<String, Value> {
        &self.metadata
    }

    /// The files in path order, without `MANIFEST.json`.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&RelPath, &str)> {
        self.files.iter().map(|(path, text)| (path, text.as_str()))
    }

    /// The text of one file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// How many files there are, without `MANIFEST.json`.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The SHA-256, in lower-case hex, of the listing `HASH  PATH` that `sha256sum` prints for the files in path order.
    pub fn digest(&self) -> String {
        self.record().digest
    }

    /// The text of `MANIFEST.json` for this set.
    pub fn manifest_json(&self) -> String {
        self.record().to_json()
    }

    /// The text of `MANIFEST.json` for this set in a folder: the one that is there, if only who wrote it differs.
    pub(super) fn manifest_json_in(&self, root: &Path) -> String {
        let path = root.join(MANIFEST);
        let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
        let there = if is_file { fs::read(&path).ok() } else { None };
        self.record().text_beside(there.as_deref())
    }

    fn record(&self) -> Record {
        Record::new(
            self.files.iter().map(|(path, text)| (path.clone(), sha256(text.as_bytes()), text.len())),
            self.judged_by.clone(),
            self.metadata.clone(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(files: &[(&str, &str)]) -> Result<ManifestSet, Error> {
        let mut set = ManifestSet::new();
        for (path, text) in files {
            set.insert(*path, *text)?;
        }
        Ok(set)
    }

    #[test]
    fn files_come_in_path_order_whatever_the_order_of_insertion() -> Result<(), Error> {
        let (one, two) = (set(&[("b/a", "1"), ("a", "2")])?, set(&[("a", "2"), ("b/a", "1")])?);
        assert_eq!(one.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["a", "b/a"]);
        assert_eq!(one.digest(), two.digest());
        assert_eq!(one.manifest_json(), two.manifest_json());
        assert_eq!((one.len(), one.get("b/a"), one.get("b")), (2, Some("1"), None));
        Ok(())
    }

    #[test]
    fn the_digest_sees_path_and_text_and_is_what_sha256sum_says() -> Result<(), Error> {
        // printf 'hello' > a; sha256sum a | sha256sum
        assert_eq!(set(&[("a", "hello")])?.digest(), "4b4a26c2f1d891924105322b0c53b3857b475f6022cb4974dc75a375bbdf3738");
        assert_ne!(set(&[("a", "hello")])?.digest(), set(&[("b", "hello")])?.digest());
        assert_ne!(set(&[("a", "x"), ("b", "y")])?.digest(), set(&[("a", "y"), ("b", "x")])?.digest());
        Ok(())
    }

    #[test]
    fn paths_that_collide_somewhere_are_refused() -> Result<(), Error> {
        let full = set(&[("a/b.yaml", ""), ("c", "")])?;
        assert!(matches!(full.clone().insert("c", ""), Err(Error::Duplicate { .. })));
        for path in ["A/x.yaml", "a/B.yaml", "C", "c/d", "a", "a/b.yaml/c"] {
            assert!(matches!(full.clone().insert(path, ""), Err(Error::Clash { .. })), "{path}");
        }
        for path in ["MANIFEST.json", "manifest.JSON"] {
            assert!(matches!(full.clone().insert(path, ""), Err(Error::Path { .. })), "{path}");
        }
        full.clone().insert("a/MANIFEST.json", "")
    }
}
