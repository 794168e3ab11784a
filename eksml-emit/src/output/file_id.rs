//! Which file a name leads to, so that two names of one file are told from two files.
use std::fs::Metadata;
use std::path::Path;

/// Device and inode; `None` where the system does not tell.
#[cfg_attr(unix, allow(clippy::unnecessary_wraps, reason = "other systems tell nothing"))]
pub(super) fn file_id(metadata: &Metadata) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some((metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        None
    }
}

/// The id of what stands at `path` itself; a symbolic link is not followed.
pub(super) fn id_at(path: &Path) -> Option<(u64, u64)> {
    path.symlink_metadata().ok().as_ref().and_then(file_id)
}

/// Whether anything stands at `path`, be it a dangling link.
pub(super) fn stands(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
