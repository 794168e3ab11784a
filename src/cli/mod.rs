//! The program `eksml`: imports and checks existing eksctl files.
//!
//! Exit codes: 0 fine, 1 a file breaks a rule, 2 the arguments make no sense, 3 a file could not be read.

mod arguments;
mod files;
mod json;
mod sarif;

use std::ffi::OsString;

use crate::findings::{Colour, render_at};
use clap::ArgMatches;
use eksml_import::Imported;
use eksml_syntax::{Comment, visible};

use crate::ExitStatus;
use crate::run::console::Console;
use files::File;

/// Runs the program with these arguments, its name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitStatus {
    let mut console = Console::of_process();
    let status = match arguments::command().try_get_matches_from(arguments) {
        Ok(matches) => command(&matches, &mut console),
        Err(error) => crate::run::usage(&error, &mut console),
    };
    // This program changes no file: what it prints is all that it does.
    console.end_of_reader(status)
}

fn command(matches: &ArgMatches, console: &mut Console<'_>) -> ExitStatus {
    match matches.subcommand() {
        Some(("import", matches)) => import(matches, console),
        Some(("check", matches)) => check(matches, console),
        Some(("explain", matches)) => crate::run::explain::run(matches.get_one::<String>("rule").map(String::as_str), console),
        _ => ExitStatus::Usage,
    }
}

/// Prints what the files break to standard error, and their source to standard output.
fn import(matches: &ArgMatches, console: &mut Console<'_>) -> ExitStatus {
    let files = files::read(matches);
    report(&files, console);
    let several = files.len() > 1;
    let mut is_whole = true;
    for file in &files {
        match file.imported.as_ref().map(|imported| &imported.source) {
            Ok(Ok(source)) if !source.is_empty() => {
                for line in Comment::lines(&visible(&file.name)).iter().filter(|_| several) {
                    console.print(&format!("{line}\n"));
                }
                console.print(source);
            }
            Ok(Err(fault)) => {
                is_whole = false;
                console.tell(&format!("error: {}: {fault}\n", visible(&file.name)));
            }
            _ => {}
        }
    }
    match status(&files) {
        ExitStatus::Success if !is_whole => ExitStatus::Findings,
        status => status,
    }
}

/// Prints what the files break.
fn check(matches: &ArgMatches, console: &mut Console<'_>) -> ExitStatus {
    let files = files::read(matches);
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => {
            console.print(&format!("{}\n", json::findings(&files)));
            unread(&files, console);
        }
        Some("sarif") => {
            console.print(&format!("{}\n", sarif::log(&files)));
            unread(&files, console);
        }
        _ => report(&files, console),
    }
    status(&files)
}

/// The findings of every file as a compiler would print them, and a line that counts them.
fn report(files: &[File], console: &mut Console<'_>) {
    let (mut errors, mut warnings) = (0, 0);
    for file in files {
        let Ok(Imported { text, findings, .. }) = &file.imported else { continue };
        for found in findings {
            match found.finding.severity {
                eksml_core::findings::Severity::Error => errors += 1,
                eksml_core::findings::Severity::Warning => warnings += 1,
            }
            let (range, at) = (text.stretch(found.mark), text.position(found.mark));
            console
                .tell(&format!("{}\n\n", render_at(&found.finding, &visible(&file.name), &text.text, range, at, Colour::Auto)));
        }
    }
    unread(files, console);
    let plural = |count: usize, noun: &str| if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") };
    let lost = files.iter().filter(|file| file.imported.is_err()).count();
    let read = files.len() - lost;
    let mut counts = Vec::new();
    if read > 0 {
        counts.push(format!("{} in {}, {}", plural(errors, "error"), plural(read, "file"), plural(warnings, "warning")));
    }
    if lost > 0 {
        counts.push(format!("{} could not be read", plural(lost, "file")));
    }
    console.tell(&format!("{}\n", counts.join("; ")));
}

fn unread(files: &[File], console: &mut Console<'_>) {
    for file in files {
        if let Err(error) = &file.imported {
            console.tell(&format!("error: could not read {}: {error}\n", visible(&file.name)));
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
