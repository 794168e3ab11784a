//! Fixing of files: the safe edits are made in their text, which is then put in their place, whole or not at all.

use std::fs::{self, File as Handle, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use eksml_core::findings::Severity;
use eksml_import::{Fixed, Mended, mend};
use eksml_syntax::visible;
use similar::TextDiff;

use super::choice::Choice;
use super::files::{self, File};
use super::source;
use crate::ExitStatus;
use crate::findings::{Colour, render_at};
use crate::run::console::Console;

/// Reads the files, mends what is safe to mend, and says so. Whether anything was mended, and the files as they are then.
pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> (bool, Vec<File>) {
    let choice = Choice::of(matches);
    let is_dry = matches.get_flag("dry-run");
    let mut is_changed = false;
    let files = files::read_by(matches, &mut |path| {
        let bytes = files::bytes(path)?;
        let Mended { bytes: mended, fixed, imported } = mend(&bytes, &|finding| choice.is_asked(finding));
        is_changed |= !fixed.is_empty();
        put(path, is_dry, [&bytes, &mended], &fixed, console)?;
        Ok(imported)
    });
    (is_changed, files)
}

/// Mends Rust sources, and prints what is left.
pub(super) fn sources(matches: &ArgMatches, console: &mut Console<'_>) -> ExitStatus {
    let choice = Choice::of(matches);
    let is_dry = matches.get_flag("dry-run");
    let mut worst = ExitStatus::Success;
    for path in matches.get_many::<PathBuf>("files").into_iter().flatten() {
        let name = visible(&path.display().to_string());
        let mended = files::bytes(path).and_then(|bytes| {
            let no_source = || io::Error::new(io::ErrorKind::InvalidData, "it is not made of Rust's tokens");
            let text = String::from_utf8(bytes).map_err(|_| no_source())?;
            let mended = source::mend(&text, &|finding| choice.is_asked(finding)).ok_or_else(no_source)?;
            put(path, is_dry, [text.as_bytes(), mended.text.as_bytes()], &mended.fixed, console)?;
            Ok(mended)
        });
        match mended {
            Ok(source::Mended { text, fixed, left }) => {
                for wrong in left.iter().filter(|wrong| choice.is_asked(&wrong.finding)) {
                    let at = source::line_of(&text, wrong.at.start);
                    let shown = render_at(&wrong.finding, &name, &text, wrong.at.clone(), at, Colour::Auto);
                    console.tell(&format!("{shown}\n\n"));
                    if wrong.finding.severity == Severity::Error && worst == ExitStatus::Success {
                        worst = ExitStatus::Findings;
                    }
                }
                // What is only shown is still to be fixed.
                if is_dry && !fixed.is_empty() && worst == ExitStatus::Success {
                    worst = ExitStatus::Findings;
                }
            }
            Err(error) => {
                worst = ExitStatus::Output;
                console.tell(&format!("error: could not read {name}: {error}\n"));
            }
        }
    }
    worst
}

/// Writes or shows what was mended in a file, and tells it line by line.
fn put(path: &Path, is_dry: bool, texts: [&[u8]; 2], fixed: &[Fixed], console: &mut Console<'_>) -> io::Result<()> {
    let name = visible(&path.display().to_string());
    let [before, after] = texts.map(String::from_utf8_lossy);
    if is_dry {
        let diff = TextDiff::from_lines(before.as_ref(), after.as_ref());
        console.print(&diff.unified_diff().context_radius(3).header(&format!("a/{name}"), &format!("b/{name}")).to_string());
    } else if path == Path::new("-") {
        console.print(&after);
    } else if !fixed.is_empty() {
        replace(path, texts[1])?;
    }
    let verb = if is_dry { "would fix" } else { "fixed" };
    for Fixed { rule, line, sentence } in fixed {
        console.tell(&format!("{verb}: {name}:{line} [{rule}] {}\n", visible(sentence)));
    }
    Ok(())
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
