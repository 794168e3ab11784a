//! Makes a folder hold a manifest set, all of it or none.
use super::beside::{Beside, Site};
use super::error::Error;
use super::existing::Existing;
use super::file_id::id_at;
use super::path::RelPath;
use super::record::{MANIFEST, sha256};
use super::retire::discard;
use super::set::ManifestSet;
use super::stage::{flush_folder, stage};
use super::swap::swap;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What [`emit`] did, each list in path order and without `MANIFEST.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Emitted {
    /// Files that were not there.
    pub added: Vec<RelPath>,
    /// Files whose text is new.
    pub changed: Vec<RelPath>,
    /// Files left untouched: same inode, same times.
    pub unchanged: Vec<RelPath>,
    /// Files of an earlier set that this one has no more.
    pub removed: Vec<RelPath>,
    /// Those of `changed` and `removed` that somebody had edited by hand since the last run.
    pub hand_edited: Vec<RelPath>,
}

/// Makes `dir` hold exactly the set and its `MANIFEST.json`, beside whatever foreign files it has; creates it if it is missing.
///
/// Either all of it happens or none, whenever the process dies; see the module. If nothing is to change, nothing is touched.
/// Refused, with nothing changed: a folder that holds files but no record of eksml, foreign files where the set has one, a read-only
/// folder, a folder that the running process stands in, and a run while another one writes the same folder.
pub fn emit(set: &ManifestSet, dir: &Path) -> Result<Emitted, Error> {
    let site = Site::find(dir)?;
    let manifest = set.manifest_json_in(&site.target);
    let files = with_record(set, &manifest)?;
    // Nothing to do needs no lock and no permission. Whatever else this look says may be another run's doing: asked again below.
    if !site.is_in_use()
        && let Ok(existing) = Existing::read(&site.target, files.keys())
        && is_current(&site.target, &files, &existing)
    {
        return Ok(Emitted { unchanged: set.iter().map(|(path, _)| path.clone()).collect(), ..Emitted::default() });
    }
    let beside = Beside::lock(site)?;
    beside.recover().map_err(beside.leftover(false))?;
    let existing = Existing::read(&beside.target, files.keys())?;
    let manifest = set.manifest_json_in(&beside.target);
    let files = with_record(set, &manifest)?;
    let plan = Plan::new(&beside.target, &files, &existing)?;
    if !plan.is_nothing() {
        refuse_unwritable(&beside.target, &files, &existing)?;
        replace(&beside, &files, &plan, &existing)?;
    }
    Ok(plan.emitted)
}

/// The files of the set and its record.
fn with_record<'s>(set: &'s ManifestSet, manifest: &'s str) -> Result<BTreeMap<RelPath, &'s str>, Error> {
    let mut files: BTreeMap<RelPath, &str> = set.iter().map(|(path, text)| (path.clone(), text)).collect();
    files.insert(RelPath::new(MANIFEST)?, manifest);
    Ok(files)
}

/// Whether the folder holds every file byte for byte and no file of an earlier set.
fn is_current(root: &Path, files: &BTreeMap<RelPath, &str>, existing: &Existing) -> bool {
    existing.present.iter().all(|path| files.contains_key(path.as_str()))
        && files.iter().all(|(path, text)| {
            existing.present.contains(path.as_str()) && fs::read(root.join(path)).is_ok_and(|there| there == text.as_bytes())
        })
}

fn replace(beside: &Beside, files: &BTreeMap<RelPath, &str>, plan: &Plan, existing: &Existing) -> Result<(), Error> {
    let (next, target) = (beside.next(), beside.target.as_path());
    let built = stage(&next, target, files, &plan.untouched, existing).and_then(|staged| beside.mark_staged().map(|()| staged));
    let staged = match built {
        Ok(staged) => staged,
        Err(error) => {
            // The first error is the one to tell; what this leaves behind, the next run removes.
            _ = discard(&next);
            return Err(error);
        }
    };
    if let Err(error) = staged.complete() {
        beside.recover().map_err(beside.leftover(false))?;
        return Err(error);
    }
    let complete = id_at(&next);
    if let Err(source) = swap(&next, target, &beside.old())
        // The exchange itself may have succeeded and only the step after it failed: then the new set stands, and recovery goes on.
        && (complete.is_none() || complete != id_at(target))
    {
        beside.recover().map_err(beside.leftover(false))?;
        return Err(Error::Swap { path: target.to_owned(), source });
    }
    if let Some(parent) = target.parent() {
        flush_folder(parent);
    }
    beside.recover().map_err(beside.leftover(true))
}

/// The difference between the folder and the set.
struct Plan<'a> {
    emitted: Emitted,
    /// Files, `MANIFEST.json` among them, that stand there byte for byte.
    untouched: BTreeSet<&'a RelPath>,
    wanted: usize,
}

impl<'a> Plan<'a> {
    fn new(root: &Path, files: &'a BTreeMap<RelPath, &str>, existing: &Existing) -> Result<Self, Error> {
        let mut plan = Self { emitted: Emitted::default(), untouched: BTreeSet::new(), wanted: files.len() };
        for (path, text) in files {
            let is_record = path.as_str() == MANIFEST;
            if !existing.present.contains(path.as_str()) {
                if !is_record {
                    plan.emitted.added.push(path.clone());
                }
                continue;
            }
            let at = root.join(path);
            let there = fs::read(&at).map_err(Error::io("read", &at))?;
            let is_same = there == text.as_bytes();
            if is_same {
                plan.untouched.insert(path);
            }
            if is_record {
                continue;
            }
            if is_same {
                plan.emitted.unchanged.push(path.clone());
            } else {
                plan.emitted.changed.push(path.clone());
                plan.note_hand_edit(path, &there, existing);
            }
        }
        for path in existing.owned.keys().filter(|path| !files.contains_key(*path) && existing.present.contains(path.as_str())) {
            let at = root.join(path);
            plan.note_hand_edit(path, &fs::read(&at).map_err(Error::io("read", &at))?, existing);
            plan.emitted.removed.push(path.clone());
        }
        plan.emitted.hand_edited.sort();
        Ok(plan)
    }

    fn note_hand_edit(&mut self, path: &RelPath, there: &[u8], existing: &Existing) {
        if existing.owned.get(path).is_some_and(|written| *written != sha256(there)) {
            self.emitted.hand_edited.push(path.clone());
        }
    }

    fn is_nothing(&self) -> bool {
        self.untouched.len() == self.wanted && self.emitted.removed.is_empty()
    }
}

fn refuse_unwritable(root: &Path, files: &BTreeMap<RelPath, &str>, existing: &Existing) -> Result<(), Error> {
    existing.refuse_foreign_in_the_way(root, files.keys())?;
    if !existing.is_there {
        return Ok(());
    }
    if fs::metadata(root).is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Err(Error::ReadOnly { path: root.to_owned() });
    }
    let inside = std::env::current_dir().and_then(|here| here.canonicalize()).is_ok_and(|here| here.starts_with(root));
    if inside { Err(Error::Inside { path: root.to_owned() }) } else { Ok(()) }
}
