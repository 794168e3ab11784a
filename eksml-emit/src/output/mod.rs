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
//! - Unchanged files and everything foreign are hard-linked into the new folder, so they keep inode, times and owner. Where links are not to
//!   be had, foreign files are copied for the instant of the swap and the originals are moved back over the copies.
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
