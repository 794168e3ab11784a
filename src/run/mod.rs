//! The command line inside the user's own binary.

mod arguments;
mod commands;
pub(crate) mod console;
mod exit_status;
pub(crate) mod explain;
mod spread;
pub(crate) mod today;

use std::borrow::Borrow;
use std::ffi::OsString;
use std::process::ExitCode;

pub use exit_status::ExitStatus;

use crate::Platform;
use crate::findings::Colour;
use console::Console;

/// Runs the command line over `platform` with the process's own arguments.
///
/// `emit` (the default) writes the manifests, `check` compares them with what is on disk, `list` names them, `explain RULE` prints
/// a rule. All of them take `--out DIR`, `manifests` by default.
pub fn run(platform: impl Borrow<Platform>) -> ExitCode {
    run_with(platform, std::env::args_os()).into()
}

/// The same with given arguments, the program's name first.
pub fn run_with(platform: impl Borrow<Platform>, arguments: impl IntoIterator<Item = OsString>) -> ExitStatus {
    let mut console = Console::of_process();
    let status = match arguments::command().try_get_matches_from(arguments) {
        Ok(matches) => commands::run(platform.borrow(), &matches, &mut console),
        Err(error) => usage(&error, &mut console),
    };
    console.end(status)
}

/// Says what clap says: help and version are no errors.
pub(crate) fn usage(error: &clap::Error, console: &mut Console<'_>) -> ExitStatus {
    let text = error.render();
    if error.use_stderr() {
        let colour = Colour::Auto.is_on(&std::io::stderr());
        console.tell(&if colour { text.ansi().to_string() } else { text.to_string() });
        ExitStatus::Usage
    } else {
        let colour = Colour::Auto.is_on(&std::io::stdout());
        console.print(&if colour { text.ansi().to_string() } else { text.to_string() });
        ExitStatus::Success
    }
}
