//! Owner, mode, times and extended attributes: what a new folder or file takes over from the one whose place it takes.
use std::fs::{self, FileTimes, Metadata};
use std::io;
use std::path::Path;

/// The rights without which the owner of a folder cannot work in it.
const OWN_FOLDER: u32 = 0o700;
/// The rights without which the owner of a file cannot compare or replace it.
const OWN_FILE: u32 = 0o600;

/// Gives the owner of a folder its rights, whatever the umask took; what this cannot mend, the next step reports.
pub(super) fn open_folder(path: &Path) {
    grant(path, OWN_FOLDER);
}

/// Gives the owner of a file its rights, whatever the umask took.
pub(super) fn open_file(path: &Path) {
    grant(path, OWN_FILE);
}

/// Makes a folder and every missing one above it, each open to its owner.
pub(super) fn create_folders(path: &Path) -> io::Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        create_folders(parent)?;
    }
    match fs::create_dir(path) {
        Ok(()) => {
            open_folder(path);
            Ok(())
        }
        // Another run was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Makes a folder for its owner alone.
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    fs::create_dir(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(OWN_FOLDER))?;
    }
    Ok(())
}

#[cfg_attr(not(unix), allow(unused_variables, reason = "other systems have no such bits"))]
fn grant(path: &Path, rights: u32) {
    #[cfg(unix)]
    if let Ok(metadata) = path.symlink_metadata()
        && !metadata.is_symlink()
    {
        use std::os::unix::fs::PermissionsExt;
        let mut permissions = metadata.permissions();
        if permissions.mode() & rights != rights {
            permissions.set_mode(permissions.mode() | rights);
            _ = fs::set_permissions(path, permissions);
        }
    }
}

/// Gives the new folder `to` the owner, mode and extended attributes of `from`.
///
/// Refused if the folder would pass from another user to this one, unless others may write it: then it is shared, and stays so.
pub(super) fn adopt_folder(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let was = from.symlink_metadata()?;
        if let Err(error) = take_owner(&was, to)
            && std::os::unix::fs::MetadataExt::mode(&was) & 0o022 == 0
        {
            return Err(error);
        }
        attributes::copy(from, to, |_| true);
        fs::set_permissions(to, was.permissions())?;
    }
    #[cfg(not(unix))]
    fs::set_permissions(to, from.symlink_metadata()?.permissions())?;
    Ok(())
}

/// Gives the new file `to` the owner, mode and access list of `from`, as far as this user may.
pub(super) fn adopt_file(from: &Path, to: &Path) {
    #[cfg(unix)]
    if let Ok(was) = from.symlink_metadata()
        && was.is_file()
    {
        _ = take_owner(&was, to);
        // What a user's program notes about the text, such as a checksum, is not true of the new one.
        attributes::copy(from, to, |name| name.starts_with(b"system.") || name.starts_with(b"security."));
        _ = fs::set_permissions(to, was.permissions());
    }
    #[cfg(not(unix))]
    let _ = (from, to);
}

/// Gives what is new in a kept folder the owner of the folder, as far as this user may: root's container leaves nothing of root's.
pub(super) fn inherit_owner(folder: Option<&Metadata>, to: &Path) {
    #[cfg(unix)]
    if let Some(folder) = folder {
        _ = take_owner(folder, to);
    }
    #[cfg(not(unix))]
    let _ = (folder, to);
}

/// Fails only where the user would change; a group that this user is not in is left behind.
#[cfg(unix)]
fn take_owner(was: &Metadata, to: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let is = to.symlink_metadata()?;
    if (was.uid(), was.gid()) == (is.uid(), is.gid()) {
        return Ok(());
    }
    let taken = chown(to, Some(was.uid()), Some(was.gid()));
    if taken.is_err() {
        _ = chown(to, None, Some(was.gid()));
    }
    if was.uid() == is.uid() { Ok(()) } else { taken }
}

/// Gives `to` the times of `from`, where the system can open it.
pub(super) fn adopt_times(from: &Path, to: &Path) {
    if let Ok(was) = from.symlink_metadata()
        && let (Ok(accessed), Ok(modified)) = (was.accessed(), was.modified())
        && let Ok(to) = fs::File::open(to)
    {
        _ = to.set_times(FileTimes::new().set_accessed(accessed).set_modified(modified));
    }
}

/// Why this run could not take the entries of `folder` away once another folder has its place; `ours` is a thing that this run made.
///
/// Asked beforehand: afterwards it would be too late to leave everything as it was.
#[cfg_attr(not(unix), allow(unused_variables, clippy::unnecessary_wraps, reason = "other systems tell nothing"))]
pub(super) fn obstacle(folder: &Path, root: &Path, ours: &Path) -> io::Result<Option<String>> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let (was, root, ours) = (folder.symlink_metadata()?, root.symlink_metadata()?, ours.symlink_metadata()?);
        if was.dev() != root.dev() {
            return Ok(Some("another file system is mounted there; unmount it, or choose another output folder".to_owned()));
        }
        // The owner may give itself what is missing.
        if was.uid() == ours.uid() {
            return Ok(None);
        }
        let sticky = was.mode() & 0o1000 != 0 && ours.uid() != 0;
        if sticky || !may_write(folder) {
            let (theirs, ours) = (was.uid(), ours.uid());
            return Ok(Some(format!(
                "it belongs to user {theirs}, and user {ours} may not take files out of it; run as user {theirs}, or give the folder to user {ours} (chown)"
            )));
        }
    }
    Ok(None)
}

/// Whether this user, whoever owns the folder, may change its entries.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn may_write(folder: &Path) -> bool {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    let rights = Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK;
    match accessat(CWD, folder, rights, AtFlags::EACCESS) {
        Ok(()) => true,
        // A kernel too old to be asked for this user's effective rights.
        Err(rustix::io::Errno::NOSYS) => accessat(CWD, folder, rights, AtFlags::empty()).is_ok(),
        Err(_) => false,
    }
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "android", target_vendor = "apple"))))]
fn may_write(_: &Path) -> bool {
    true
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod attributes {
    use rustix::fs::{XattrFlags, lgetxattr, lgetxattr_query, llistxattr, llistxattr_query, lremovexattr, lsetxattr};
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    /// Gives `to` the wanted attributes of `from`, as far as this user may, and takes away access lists that it has from elsewhere.
    pub(super) fn copy(from: &Path, to: &Path, wanted: impl Fn(&[u8]) -> bool) {
        let names = names(from);
        for name in self::names(to) {
            if name.starts_with(b"system.posix_acl") && !names.contains(&name) {
                _ = lremovexattr(to, OsStr::from_bytes(&name));
            }
        }
        for name in names.iter().filter(|name| wanted(name)) {
            let name = OsStr::from_bytes(name);
            if let Some(value) = value(from, name) {
                _ = lsetxattr(to, name, &value, XattrFlags::empty());
            }
        }
    }

    fn names(path: &Path) -> Vec<Vec<u8>> {
        let Ok(length) = llistxattr_query(path) else { return Vec::new() };
        let mut list = vec![0; length];
        let Ok(length) = llistxattr(path, &mut list[..]) else { return Vec::new() };
        list[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()).map(<[u8]>::to_vec).collect()
    }

    fn value(path: &Path, name: &OsStr) -> Option<Vec<u8>> {
        let mut value = vec![0; lgetxattr_query(path, name).ok()?];
        let length = lgetxattr(path, name, &mut value[..]).ok()?;
        value.truncate(length);
        Some(value)
    }
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "android", target_vendor = "apple"))))]
mod attributes {
    pub(super) fn copy(_: &std::path::Path, _: &std::path::Path, _: impl Fn(&[u8]) -> bool) {}
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use rustix::fs::{XattrFlags, lgetxattr, lsetxattr};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_folder_takes_over_attributes_and_mode_and_a_file_only_who_may_use_it() -> io::Result<()> {
        let here = std::env::temp_dir().join(format!("eksml-metadata-{}", std::process::id()));
        let [from, to, file, copy] = ["from", "to", "file", "copy"].map(|name| here.join(name));
        fs::create_dir_all(&from)?;
        fs::create_dir_all(&to)?;
        fs::write(&file, "")?;
        fs::write(&copy, "")?;
        for path in [&from, &file] {
            if lsetxattr(path, "user.k", b"mine", XattrFlags::empty()) == Err(rustix::io::Errno::NOTSUP) {
                _ = io::Write::write_all(&mut io::stderr(), b"NOT CHECKED: the temporary folder takes no extended attributes\n");
                return fs::remove_dir_all(&here);
            }
            fs::set_permissions(path, fs::Permissions::from_mode(0o750))?;
        }
        adopt_folder(&from, &to)?;
        adopt_file(&file, &copy);
        let mut value = [0; 4];
        assert_eq!((lgetxattr(&to, "user.k", &mut value[..])?, &value), (4, b"mine"));
        assert!(lgetxattr(&copy, "user.k", &mut value[..]).is_err(), "a note about the old text");
        for path in [&to, &copy] {
            assert_eq!(fs::metadata(path)?.permissions().mode() & 0o777, 0o750);
        }
        fs::remove_dir_all(&here)
    }
}
