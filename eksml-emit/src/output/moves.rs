//! Moves of what eksml did not write and what cannot stand in two folders at once: folders, and files that cannot be linked.
use super::metadata::open_folder;
use std::fs::{self, Permissions};
use std::io;
use std::path::Path;

/// Moves a folder or file to another folder as it is, with its inode, owner, mode, times and attributes.
///
/// The folder it stands in must be writable, and so must a folder that moves, since `..` in it changes: read-only ones of this user's own
/// are opened for the moment.
pub(super) fn relocate(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => (),
        done => return done,
    }
    // Of somebody else's folders none opens, and the second try fails as the first did.
    let (own, holder) = (open(Some(from)), open(from.parent()));
    let moved = fs::rename(from, to);
    if let Some(permissions) = own {
        _ = fs::set_permissions(if moved.is_ok() { to } else { from }, permissions);
    }
    if let (Some(permissions), Some(holder)) = (holder, from.parent()) {
        _ = fs::set_permissions(holder, permissions);
    }
    moved
}

/// Opens a folder to its owner, and says which rights it had.
fn open(folder: Option<&Path>) -> Option<Permissions> {
    let was = folder?.symlink_metadata().ok().filter(fs::Metadata::is_dir)?.permissions();
    open_folder(folder?);
    Some(was)
}
