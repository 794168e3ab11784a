//! The command line inside the user's own binary.

mod arguments;
mod commands;
mod exit_status;
pub(crate) mod explain;
mod spread;
pub(crate) mod today;

use std::borrow::Borrow;
use std::ffi::OsString;
use std::process::ExitCode;

pub use exit_status::ExitStatus;

use crate::Platform;

/// Runs the command line over `platform` with the process's own arguments.
///
/// `emit` (the default) writes the manifests, `check` compares them with what is on disk, `list` names them, `explain RULE` prints
/// a rule. All of them take `--out DIR`, `manifests` by default.
pub fn run(platform: impl Borrow<Platform>) -> ExitCode {
    run_with(platform, std::env::args_os()).into()
}

/// The same with given arguments, the program's name first.
pub fn run_with(platform: impl Borrow<Platform>, arguments: impl IntoIterator<Item = OsString>) -> ExitStatus {
    match arguments::command().try_get_matches_from(arguments) {
        Ok(matches) => commands::run(platform.borrow(), &matches),
        Err(error) => {
            // Help and version are no errors; clap knows which stream they belong on.
            let _ = error.print();
            if error.use_stderr() { ExitStatus::Usage } else { ExitStatus::Success }
        }
    }
}
