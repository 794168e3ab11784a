//! The program `eksml`: imports, checks and fixes existing eksctl files, and fixes sources with `platform!`.
//!
//! Exit codes: 0 fine, 1 a file breaks a rule or its source has something to decide, 2 the arguments make no sense, 3 a file could not
//! be read: it is not there, empty, not UTF-8 or not YAML.

mod arguments;
mod choice;
mod files;
mod fix;
mod json;
mod objects;
mod sarif;
mod source;
mod summary;

use std::ffi::OsString;

use crate::findings::{Colour, render_at};
use clap::ArgMatches;
use eksml_core::units::Date;
use eksml_import::{Baseline, Found, Imported};
use eksml_syntax::{Comment, visible};

use crate::ExitStatus;
use crate::run::console::Console;
use crate::run::today::today;
use files::File;

/// Runs the program with these arguments, its name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitStatus {
    let mut console = Console::of_process();
    let status = match arguments::command().try_get_matches_from(arguments) {
        Ok(matches) => command(&matches, &mut console),
        Err(error) => crate::run::usage(&error, &mut console),
    };
    console.end_of_reader(status)
}

fn command(matches: &ArgMatches, console: &mut Console<'_>) -> ExitStatus {
    match matches.subcommand() {
        Some(("import", matches)) => import(matches, console),
        Some(("check", matches)) => check(matches, console),
        Some(("fix", matches)) => fix::sources(matches, console),
        Some(("explain", matches)) => crate::run::explain::run(matches.get_one::<String>("rule").map(String::as_str), console),
        _ => ExitStatus::Usage,
    }
}

/// Prints the source of each file to standard output, and a line about each to standard error: what is found stands in the source.
fn import(matches: &ArgMatches, console: &mut Console<'_>) -> ExitStatus {
    let baseline = matches.get_one::<Date>("baseline").map(|until| Baseline { until: *until, on: today().unwrap_or(*until) });
    let files = files::read_with(matches, baseline);
    let several = files.len() > 1;
    let mut is_whole = true;
    for file in &files {
        match file.imported.as_ref().map(|imported| (imported, &imported.source)) {
            Ok((imported, Ok(source))) if !source.is_empty() => {
                for line in Comment::lines(&visible(&file.name)).iter().filter(|_| several) {
                    console.print(&format!("{line}\n"));
                }
                console.print(source);
                console.tell(&summary::of_import(&file.name, imported));
                for left in &imported.undecided {
                    console.tell(&format!("  to decide: {}\n", visible(left)));
                }
            }
            Ok((_, Err(fault))) => {
                is_whole = false;
                console.tell(&format!("error: {}: {fault}\n", visible(&file.name)));
            }
            // Where there is no source, nothing stands in it.
            _ => {
                is_whole = false;
                console.tell(&findings(file));
            }
        }
    }
    console.tell(&summary::passed_over(&files));
    let is_open = |file: &File| file.imported.as_ref().is_ok_and(|imported| imported.open > 0);
    match status(&files) {
        // What is set aside is no reason to stop.
        ExitStatus::Findings if baseline.is_some() && is_whole && !files.iter().any(is_open) => ExitStatus::Success,
        ExitStatus::Success if !is_whole || files.iter().any(is_open) => ExitStatus::Findings,
        status => status,
    }
}

/// Prints what the files break.
fn check(matches: &ArgMatches, console: &mut Console<'_>) -> ExitStatus {
    let is_fixing = matches.get_flag("fix") || matches.get_flag("dry-run");
    let is_data = matches.get_one::<String>("format").is_some_and(|format| format != "terminal");
    let is_printed = matches.get_flag("dry-run") || files::has_stream(matches);
    if is_fixing && is_data && is_printed {
        console.tell("error: the fixed text or the diff is printed to standard output, where no findings can be\n");
        return ExitStatus::Usage;
    }
    let (is_changed, mut files) = if is_fixing { fix::run(matches, console) } else { (false, files::read(matches)) };
    let objects = objects::judge(&mut files, matches.get_one::<String>("cluster").map(String::as_str));
    choice::Choice::of(matches).apply(&mut files);
    // What is only shown is still to be fixed.
    let status = |files: &[File]| match status(files) {
        ExitStatus::Success if is_changed && matches.get_flag("dry-run") => ExitStatus::Findings,
        status => status,
    };
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => console.print(&format!("{}\n", json::findings(&files))),
        Some("sarif") => console.print(&format!("{}\n", sarif::log(&files))),
        _ => {
            let found: String = files.iter().map(findings).collect();
            console.tell(&(found + &summary::of_check(&files, &objects)));
            return status(&files);
        }
    }
    let unread: String = files.iter().filter(|file| file.imported.is_err()).map(findings).collect();
    console.tell(&(unread + &objects.to_string()));
    status(&files)
}

/// What is found in a file, as a compiler would print it.
fn findings(file: &File) -> String {
    let name = visible(&file.name);
    match &file.imported {
        Ok(Imported { text, findings, .. }) => {
            let shown = |found: &Found| {
                let (range, at) = (text.stretch(found.mark), text.position(found.mark));
                format!("{}\n\n", render_at(&found.finding, &name, &text.text, range, at, Colour::Auto))
            };
            findings.iter().map(shown).collect()
        }
        Err(error) => format!("error: could not read {name}: {error}\n\n"),
    }
}

fn status(files: &[File]) -> ExitStatus {
    if files.iter().any(File::is_unread) {
        return ExitStatus::Output;
    }
    let broken = |file: &File| file.imported.as_ref().is_ok_and(Imported::has_errors);
    if files.iter().any(broken) { ExitStatus::Findings } else { ExitStatus::Success }
}
