//! What the program `eksml` understands.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};

pub(super) fn command() -> Command {
    let files = Arg::new("files")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .action(ArgAction::Append)
        .required(true)
        .help("eksctl ClusterConfig files, YAML or JSON; `-` is standard input");
    let format = Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(["terminal", "json", "sarif"])
        .default_value("terminal")
        .help("How findings are printed; json and sarif go to standard output");
    Command::new("eksml")
        .about("Checks existing eksctl files and translates them into `platform!` source")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("import")
                .about("Print the `platform!` source that says the same, and every rule the files break")
                .arg(files.clone()),
        )
        .subcommand(
            Command::new("check").about("Print every rule the files break; exit with 1 if any does").arg(files).arg(format),
        )
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
