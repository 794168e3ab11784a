//! The manifest set on disk: atomic, owned, only changed files touched.
//!
//! [`emit`] makes a folder hold exactly a [`ManifestSet`], [`check`] says whether it does. `MANIFEST.json` in the folder records what was
//! written, so eksml knows its own files: it replaces and removes those, and touches nothing else.
//!
//! # Why the whole folder is swapped
//!
//! A set is only true as a whole: a `kubectl apply -f` or a commit between two file renames would take half of yesterday and half of today.
//! A journal rolls such a mix forward on the next run, but until then every reader sees it. One rename is the only step the kernel does
//! whole, so the new folder is built complete beside the old one and both change names in a single call (`renameat2` with
//! `RENAME_EXCHANGE` on Linux, `renameatx_np` on macOS). Killed before it, the old set stands whole; after it, the new one.
//!
//! Where the system cannot exchange (Windows, some network file systems), two renames do it; a run killed between them leaves the
//! folder missing, never mixed, and the next run puts the old one back.
//!
//! What follows from swapping:
//! - Unchanged files and foreign files are hard-linked into the new folder, so they keep inode, times and owner.
//! - Foreign folders, which cannot be linked, are moved into the new folder as the last thing before the swap, with all they hold. What may
//!   not be moved (another user's folder, a mount point) makes the run give back what it moved and refuse. Killed at that very moment,
//!   foreign folders stand in the work folder, and the next run puts them back.
//! - Folders that hold own files are made anew with owner, mode and extended attributes of the old ones, and with their times where no
//!   entry comes or goes. A folder that would pass from another user to this one, or that could not be taken apart afterwards, is refused.
//! - Whatever appears in the old folder while the new one is built is moved over afterwards; of two versions the newer one stays.
//! - A shell inside the folder would be left in the old one: `emit` refuses if the running process itself is inside.
//! - A mount point cannot change its name: `emit` refuses and says to emit into a folder inside it.
//!
//! # Beside the folder
//!
//! While a run lasts, `.NAME.eksml/` beside the folder `NAME` holds `lock` (a lock of the operating system, so a dead run holds nothing),
//! `next` (the folder being built), `staged` (which folder `next` was when it was complete) and `old`. From these the next run knows
//! how far a killed one got. All of it is gone when a run ends.
mod beside;
mod check;
mod emit;
mod error;
mod existing;
mod file_id;
mod metadata;
mod moves;
mod path;
mod record;
mod retire;
mod set;
mod stage;
mod swap;

pub use check::{Difference, DifferenceKind, Staleness, check};
pub use emit::{Emitted, emit};
pub use error::Error;
pub use path::RelPath;
pub(crate) use record::sha256;
pub use record::{MANIFEST, SCHEMA};
pub use set::ManifestSet;
