//! What the command line understands.

use clap::{Arg, Command, value_parser};
use std::path::PathBuf;

/// The folder that manifests go to unless `--out` says otherwise.
const FOLDER: &str = "manifests";

pub(super) fn command() -> Command {
    let out = Arg::new("out")
        .long("out")
        .value_name("DIR")
        .default_value(FOLDER)
        .value_parser(value_parser!(PathBuf))
        .global(true)
        .help("The folder of the manifest set");
    Command::new("platform")
        .about("Checks this platform and writes its manifests")
        .version(env!("CARGO_PKG_VERSION"))
        .arg(out)
        .subcommand(Command::new("emit").about("Write the manifest set (the default)"))
        .subcommand(Command::new("check").about("Exit with 1 and a diff when the folder is not what the platform says"))
        .subcommand(Command::new("list").about("Name every file of the manifest set"))
        .subcommand(
            Command::new("explain")
                .about("Print a rule: what it refuses, why, and how it looks mended")
                .arg(Arg::new("rule").value_name("RULE").help("A rule id such as NG-06; all rules are listed without one")),
        )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_definition_holds_together() {
        super::command().debug_assert();
    }
}
