//! Moves of what eksml did not write and what cannot stand in two folders at once: folders, and files that cannot be linked.
use super::metadata::open_folder;
use std::fs;
use std::io;
use std::path::Path;

/// Moves a folder or file to another folder as it is, with its inode, owner, mode, times and attributes.
///
/// A folder must be writable to be moved, since `..` in it changes: a read-only one of this user's own is opened for the moment.
pub(super) fn relocate(from: &Path, to: &Path) -> io::Result<()> {
    let denied = match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => error,
        done => return done,
    };
    let Some(permissions) = from.symlink_metadata().ok().filter(fs::Metadata::is_dir).map(|was| was.permissions()) else {
        return Err(denied);
    };
    open_folder(from);
    let moved = fs::rename(from, to);
    // Of somebody else's folder neither works, and nothing has changed.
    _ = fs::set_permissions(if moved.is_ok() { to } else { from }, permissions);
    moved
}
