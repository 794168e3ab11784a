//! The program `eksml`: imports and checks existing eksctl files.
//!
//! Exit codes: 0 fine, 1 a file breaks a rule, 2 the arguments make no sense, 3 a file could not be read.

mod arguments;
mod files;
mod json;
mod sarif;

use std::ffi::OsString;
use std::io::Write as _;

use crate::findings::{Colour, render_at};
use clap::ArgMatches;
use eksml_import::Imported;

use crate::ExitStatus;
use files::File;

/// Runs the program with these arguments, its name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitStatus {
    let matches = match arguments::command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version are no errors; clap knows which stream they belong on.
            let _ = error.print();
            return if error.use_stderr() { ExitStatus::Usage } else { ExitStatus::Success };
        }
    };
    match matches.subcommand() {
        Some(("import", matches)) => import(matches),
        Some(("check", matches)) => check(matches),
        Some(("explain", matches)) => crate::run::explain::run(matches.get_one::<String>("rule").map(String::as_str)),
        _ => ExitStatus::Usage,
    }
}

/// Prints what the files break to standard error, and their source to standard output.
fn import(matches: &ArgMatches) -> ExitStatus {
    let files = files::read(matches);
    report(&files);
    let several = files.len() > 1;
    for file in &files {
        if let Ok(imported) = &file.imported
            && !imported.source.is_empty()
        {
            let head = if several { format!("// {}\n", file.name) } else { String::new() };
            print(&format!("{head}{}", imported.source));
        }
    }
    status(&files)
}

/// Prints what the files break.
fn check(matches: &ArgMatches) -> ExitStatus {
    let files = files::read(matches);
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => {
            print(&format!("{}\n", json::findings(&files)));
            unread(&files);
        }
        Some("sarif") => {
            print(&format!("{}\n", sarif::log(&files)));
            unread(&files);
        }
        _ => report(&files),
    }
    status(&files)
}

/// The findings of every file as a compiler would print them, and a line that counts them.
fn report(files: &[File]) {
    let (mut errors, mut warnings) = (0, 0);
    for file in files {
        let Ok(Imported { text, findings, .. }) = &file.imported else { continue };
        for found in findings {
            match found.finding.severity {
                eksml_core::findings::Severity::Error => errors += 1,
                eksml_core::findings::Severity::Warning => warnings += 1,
            }
            let (range, at) = (text.stretch(found.mark), text.position(found.mark));
            eprintln!("{}\n", render_at(&found.finding, &file.name, &text.text, range, at, Colour::Auto));
        }
    }
    let plural = |count: usize, noun: &str| if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") };
    eprintln!("{} in {}, {}", plural(errors, "error"), plural(files.len(), "file"), plural(warnings, "warning"));
    unread(files);
}

fn unread(files: &[File]) {
    for file in files {
        if let Err(error) = &file.imported {
            eprintln!("error: could not read {}: {error}", file.name);
        }
    }
}

fn status(files: &[File]) -> ExitStatus {
    if files.iter().any(|file| file.imported.is_err()) {
        return ExitStatus::Output;
    }
    let broken = |file: &File| file.imported.as_ref().is_ok_and(Imported::has_errors);
    if files.iter().any(broken) { ExitStatus::Findings } else { ExitStatus::Success }
}

/// Prints to standard output; a reader that has gone away, such as `head`, is no fault.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
