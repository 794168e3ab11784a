//! Fixing of files: the safe edits are made in their text, which is then put in their place, whole or not at all.

use std::fs::{self, File as Handle, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use clap::ArgMatches;
use eksml_import::{Fixed, Mended, mend};
use eksml_syntax::visible;
use similar::TextDiff;

use super::choice::Choice;
use super::files::{self, File};
use crate::run::console::Console;

/// Reads the files, mends what is safe to mend, and says so. Whether anything was mended, and the files as they are then.
pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> (bool, Vec<File>) {
    let choice = Choice::of(matches);
    let is_dry = matches.get_flag("dry-run");
    let mut is_changed = false;
    let files = files::read_by(matches, &mut |path| {
        let bytes = files::bytes(path)?;
        let Mended { bytes: mended, fixed, imported } = mend(&bytes, &|finding| choice.is_asked(finding));
        let name = visible(&path.display().to_string());
        let is_stream = path == Path::new("-");
        if is_dry {
            let texts = [String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&mended)];
            let diff = TextDiff::from_lines(texts[0].as_ref(), texts[1].as_ref());
            console.print(&diff.unified_diff().context_radius(3).header(&format!("a/{name}"), &format!("b/{name}")).to_string());
        } else if is_stream {
            console.print(&String::from_utf8_lossy(&mended));
        } else if !fixed.is_empty() {
            replace(path, &mended)?;
        }
        is_changed |= !fixed.is_empty();
        let verb = if is_dry { "would fix" } else { "fixed" };
        for Fixed { rule, line, sentence } in fixed {
            console.tell(&format!("{verb}: {name}:{line} [{rule}] {}\n", visible(&sentence)));
        }
        Ok(imported)
    });
    (is_changed, files)
}

/// Puts a text in the place of a file: it is written beside it, with the same mode, and takes its name in one step.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let about = path.symlink_metadata()?;
    let refused = |why: &str| Err(io::Error::new(io::ErrorKind::PermissionDenied, format!("it was not fixed: {why}")));
    if about.is_symlink() {
        return refused("it is a symbolic link; name the file it leads to");
    }
    if about.permissions().readonly() {
        return refused("it is read-only");
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.eksml-{}", std::process::id()));
    let written = || -> io::Result<()> {
        let mut file: Handle = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        file.write_all(bytes)?;
        file.set_permissions(about.permissions())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    written().inspect_err(|_| _ = fs::remove_file(&beside))
}
