//! `MANIFEST.json`: which files eksml wrote, with their hashes, and what the caller says about the set.
use super::error::Error;
use super::path::RelPath;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The name of the record in the output folder.
pub const MANIFEST: &str = "MANIFEST.json";

/// The layout of the record; it rises when an older eksml could misread it.
pub const SCHEMA: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    schema: u32,
    eksml: String,
    /// What the set was judged by when it was written. Like `eksml`, it says nothing about what is in the set.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    judged_by: BTreeMap<String, Value>,
    /// Of the `sha256sum` listing; see [`ManifestSet::digest`](super::ManifestSet::digest).
    pub(super) digest: String,
    #[serde(default)]
    metadata: BTreeMap<String, Value>,
    files: BTreeMap<String, Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    sha256: String,
    size: usize,
}

/// Read first and alone, so that a record of a later layout is recognised as such.
#[derive(Deserialize)]
struct Layout {
    schema: u32,
}

impl Record {
    pub(super) fn new(
        files: impl Iterator<Item = (RelPath, String, usize)>,
        judged_by: BTreeMap<String, Value>,
        metadata: BTreeMap<String, Value>,
    ) -> Self {
        let files: BTreeMap<String, Entry> =
            files.map(|(path, sha256, size)| (path.to_string(), Entry { sha256, size })).collect();
        let mut listing = String::new();
        for (path, entry) in &files {
            // Writing into a String cannot fail.
            _ = writeln!(listing, "{}  {path}", entry.sha256);
        }
        let eksml = env!("CARGO_PKG_VERSION").to_owned();
        Self { schema: SCHEMA, eksml, judged_by, digest: sha256(listing.as_bytes()), metadata, files }
    }

    pub(super) fn to_json(&self) -> String {
        // Keys are strings and values are JSON already, so there is nothing serde_json could refuse.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The text of the record in a folder where `there` is the one of now: a set that is the same keeps its record, whoever writes it.
    /// Else every release of eksml and every new rule would make each committed set stale.
    pub(super) fn text_beside(mut self, there: Option<&[u8]>) -> String {
        let fresh = self.to_json();
        if let Some(there) = there
            && let Ok(Self { eksml, judged_by, .. }) = serde_json::from_slice(there)
        {
            (self.eksml, self.judged_by) = (eksml, judged_by);
            let kept = self.to_json();
            if kept.as_bytes() == there {
                return kept;
            }
        }
        fresh
    }

    /// The hash of every file that the record at `path` lists.
    pub(super) fn owned(path: &Path, text: &[u8]) -> Result<BTreeMap<RelPath, String>, Error> {
        let refuse = |reason: String| Error::Record { path: path.to_owned(), reason };
        let layout: Layout = serde_json::from_slice(text).map_err(|error| refuse(error.to_string()))?;
        if layout.schema != SCHEMA {
            return Err(refuse(format!(
                "it has layout {}, this eksml knows layout {SCHEMA}; use the eksml that wrote it",
                layout.schema
            )));
        }
        let record: Self = serde_json::from_slice(text).map_err(|error| refuse(error.to_string()))?;
        // Checked again: whoever edits the record must not make eksml delete something outside of the folder.
        record
            .files
            .into_iter()
            .map(|(file, entry)| Ok((RelPath::new(file).map_err(|error| refuse(error.to_string()))?, entry.sha256)))
            .collect()
    }
}

/// SHA-256 in lower-case hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing into a String cannot fail.
        _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_lists_what_it_was_given() -> Result<(), Error> {
        let record = Record::new(
            [(RelPath::new("a/b")?, sha256(b"x"), 1)].into_iter(),
            BTreeMap::new(),
            BTreeMap::from([("as_of".to_owned(), "2026-07-20".into())]),
        );
        let json = record.to_json();
        assert!(json.contains("\"as_of\": \"2026-07-20\"") && json.ends_with("}\n"), "{json}");
        assert_eq!(Record::owned(Path::new("m"), json.as_bytes())?, BTreeMap::from([(RelPath::new("a/b")?, sha256(b"x"))]));
        Ok(())
    }

    #[test]
    fn a_record_that_is_not_ours_or_leads_outside_is_refused() {
        for text in [
            "",
            "<<<<<<< HEAD",
            "{}",
            "{\"schema\": 1}",
            "{\"schema\": 2, \"files\": []}",
            "{\"schema\":1,\"eksml\":\"0\",\"digest\":\"\",\"files\":{\"../a\":{\"sha256\":\"\",\"size\":0}}}",
            "{\"schema\":1,\"eksml\":\"0\",\"digest\":\"\",\"files\":{\"/etc/passwd\":{\"sha256\":\"\",\"size\":0}}}",
        ] {
            assert!(matches!(Record::owned(Path::new("m"), text.as_bytes()), Err(Error::Record { .. })), "{text}");
        }
    }
}
