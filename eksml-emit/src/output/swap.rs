//! The one step that replaces the output folder as a whole.
use std::fs;
use std::io;
use std::path::Path;

/// Puts the folder `next` in the place of `target`, whose content ends up at `old`; if `target` is missing, nothing does.
pub(super) fn swap(next: &Path, target: &Path, old: &Path) -> io::Result<()> {
    if !super::file_id::stands(target) {
        return fs::rename(next, target);
    }
    match exchange(next, target) {
        // From here on the new set stands; which name the old one has is settled by the next run if this one dies.
        Ok(()) => fs::rename(next, old),
        Err(error) if is_unsupported(&error) => in_two_steps(next, target, old),
        Err(error) => Err(error),
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// File systems without exchange answer EINVAL (NFS, 9p), kernels before 3.15 ENOSYS, macOS ENOTSUP.
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

/// Between the renames the folder is missing, never mixed.
fn in_two_steps(next: &Path, target: &Path, old: &Path) -> io::Result<()> {
    fs::rename(target, old)?;
    fs::rename(next, target).inspect_err(|_| _ = fs::rename(old, target))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Replace = fn(&Path, &Path, &Path) -> io::Result<()>;

    #[test]
    fn both_ways_replace_the_folder_and_keep_the_old_one() -> io::Result<()> {
        let ways: [(&str, Replace); 2] = [("exchange", swap), ("two-steps", in_two_steps)];
        for (name, way) in ways {
            let root = std::env::temp_dir().join(format!("eksml-swap-{name}-{}", std::process::id()));
            let [next, target, old] = ["next", "target", "old"].map(|folder| root.join(folder));
            fs::create_dir_all(&next)?;
            fs::create_dir_all(&target)?;
            fs::write(next.join("new"), "")?;
            fs::write(target.join("old"), "")?;
            way(&next, &target, &old)?;
            assert!(target.join("new").exists() && old.join("old").exists() && !next.exists(), "{name}");
            assert!(way(&next, &target, &root.join("older")).is_err(), "{name}: there is no next");
            assert!(target.join("new").exists(), "{name}: a failed swap leaves the folder");
            fs::remove_dir_all(&root)?;
        }
        Ok(())
    }
}
