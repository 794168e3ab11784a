//! The program `eksml`: imports and checks existing eksctl files.
//!
//! Exit codes: 0 fine, 1 a file breaks a rule or its source has something to decide, 2 the arguments make no sense, 3 a file could not
//! be read: it is not there, empty, not UTF-8 or not YAML.

mod arguments;
mod choice;
mod files;
mod json;
mod sarif;
mod summary;

use std::ffi::OsString;
use std::io::Write as _;

use crate::findings::{Colour, render_at};
use clap::ArgMatches;
use eksml_import::{Found, Imported};

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

/// Prints the source of each file to standard output, and a line about each to standard error: what is found stands in the source.
fn import(matches: &ArgMatches) -> ExitStatus {
    let files = files::read(matches);
    let several = files.len() > 1;
    for file in &files {
        match &file.imported {
            Ok(imported) if !imported.source.is_empty() => {
                let head = if several { format!("// {}\n", one_line(&file.name)) } else { String::new() };
                print(&format!("{head}{}", imported.source));
                print_error(&summary::of_import(&file.name, imported));
            }
            // Where there is no source, nothing stands in it.
            _ => print_error(&findings(file)),
        }
    }
    print_error(&summary::passed_over(&files));
    let is_open = |file: &File| file.imported.as_ref().is_ok_and(|imported| imported.open > 0);
    match status(&files) {
        ExitStatus::Success if files.iter().any(is_open) => ExitStatus::Findings,
        status => status,
    }
}

/// Prints what the files break.
fn check(matches: &ArgMatches) -> ExitStatus {
    let mut files = files::read(matches);
    choice::apply(matches, &mut files);
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => print(&format!("{}\n", json::findings(&files))),
        Some("sarif") => print(&format!("{}\n", sarif::log(&files))),
        _ => {
            let found: String = files.iter().map(findings).collect();
            print_error(&(found + &summary::of_check(&files)));
            return status(&files);
        }
    }
    let unread: String = files.iter().filter(|file| file.imported.is_err()).map(findings).collect();
    print_error(&(unread + &summary::passed_over(&files)));
    status(&files)
}

/// What is found in a file, as a compiler would print it.
fn findings(file: &File) -> String {
    match &file.imported {
        Ok(Imported { text, findings, .. }) => {
            let shown = |found: &Found| {
                let (range, at) = (text.stretch(found.mark), text.position(found.mark));
                format!("{}\n\n", render_at(&found.finding, &file.name, &text.text, range, at, Colour::Auto))
            };
            findings.iter().map(shown).collect()
        }
        Err(error) => format!("error: could not read {}: {error}\n\n", one_line(&file.name)),
    }
}

/// The name of a file where a line break would end a comment or a message.
fn one_line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}

fn status(files: &[File]) -> ExitStatus {
    if files.iter().any(File::is_unread) {
        return ExitStatus::Output;
    }
    let broken = |file: &File| file.imported.as_ref().is_ok_and(Imported::has_errors);
    if files.iter().any(broken) { ExitStatus::Findings } else { ExitStatus::Success }
}

/// Prints to standard output; a reader that has gone away, such as `head`, is no fault.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Prints to standard error, likewise.
fn print_error(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}
