//! What the program `eksml` understands.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};
use eksml_core::rules;
use eksml_core::units::{Date, Invalid};

use crate::run::today::today;

pub(super) fn command() -> Command {
    let files = Arg::new("files")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .action(ArgAction::Append)
        .required(true)
        .help("eksctl ClusterConfig and Kubernetes files, YAML or JSON, or folders of them; `-` is standard input");
    let format = Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(["terminal", "json", "sarif"])
        .default_value("terminal")
        .help("How findings are printed; json and sarif go to standard output");
    let rules = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("RULE[,RULE]")
            .value_delimiter(',')
            .value_parser(rule)
            .action(ArgAction::Append)
            .help(help)
    };
    let least = Arg::new("min-severity")
        .long("min-severity")
        .value_name("SEVERITY")
        .value_parser(["error", "warning", "note"])
        .default_value("note")
        .help("The least severity that is printed");
    Command::new("eksml")
        .about("Checks existing eksctl files and translates them into `platform!` source")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("import")
                .about("Print the `platform!` source that says the same; comments in it say what to decide")
                .arg(files.clone())
                .arg(
                    Arg::new("baseline").long("baseline").value_name("YYYY-MM-DD").value_parser(day).help(
                        "Set aside what the files break until this day, by waivers in the source, so that it compiles at once",
                    ),
                )
                .after_help(EXIT_CODES),
        )
        .subcommand(
            Command::new("check")
                .about("Print every rule the files break; exit with 1 if any does")
                .arg(files)
                .arg(
                    Arg::new("nodes")
                        .long("nodes")
                        .value_name("FILE")
                        .value_parser(value_parser!(PathBuf))
                        .action(ArgAction::Append)
                        .help("The nodes that are there, as `kubectl get nodes -o yaml` prints them; `-` is standard input"),
                )
                .arg(
                    Arg::new("cluster").long("cluster").value_name("NAME").help(
                        "The cluster whose nodes the Kubernetes objects run on, where the files have several ClusterConfigs",
                    ),
                )
                .arg(format)
                .arg(rules("only", "Judge by these rules alone, by id or name"))
                .arg(rules("ignore", "Leave these rules out"))
                .arg(least.clone())
                .arg(
                    Arg::new("fix").long("fix").action(ArgAction::SetTrue).help(
                        "Mend in the files what takes no decision, then check them again; of `-` the mended text goes to standard output",
                    ),
                )
                .arg(
                    Arg::new("dry-run")
                        .long("dry-run")
                        .visible_alias("diff")
                        .action(ArgAction::SetTrue)
                        .help("Print what --fix would change as a diff, and write nothing; exit with 1 if there is something"),
                )
                .after_help(EXIT_CODES),
        )
        .subcommand(
            Command::new("fix")
                .about("Mend in Rust sources with `platform!` what takes no decision; exit with 1 if an error is left")
                .arg(Arg::new("files").value_name("FILE").value_parser(value_parser!(PathBuf)).action(ArgAction::Append).required(true).help("Rust sources; `-` is standard input"))
                .arg(rules("only", "Judge by these rules alone, by id or name"))
                .arg(rules("ignore", "Leave these rules out"))
                .arg(least.clone())
                .arg(
                    Arg::new("dry-run")
                        .long("dry-run")
                        .visible_alias("diff")
                        .action(ArgAction::SetTrue)
                        .help("Print the changes as a diff, and write nothing; exit with 1 if there is something"),
                )
                .after_help(SOURCE_EXIT_CODES),
        )
        .subcommand(
            Command::new("explain")
                .about("Print a rule: what it refuses, why, and how it looks mended")
                .arg(Arg::new("rule").value_name("RULE").help("A rule's id or name, such as NG-06 or untainted-accelerator; all rules are listed without one")),
        )
}

const SOURCE_EXIT_CODES: &str = "Exit codes: 0 fine, 1 something is left that breaks a rule, 2 the arguments make no sense, 3 a file \
                                 could not be read or written, or is not made of Rust's tokens.";

const EXIT_CODES: &str = "Exit codes: 0 fine, 1 a file breaks a rule or its source has something to decide, 2 the arguments make no \
                          sense, 3 a file could not be read or written: it is not there, empty, not UTF-8 or not YAML.\n\
                          With --fix the code says what is left.";

/// A day that is still to come.
fn day(text: &str) -> Result<Date, String> {
    let day: Date = text.parse().map_err(|invalid: Invalid| invalid.problem)?;
    match today() {
        Some(today) if day <= today => Err(format!("{day} is over: waivers would have ended before they began")),
        _ => Ok(day),
    }
}

/// The id of a rule, by id or name in any case.
fn rule(id: &str) -> Result<&'static str, String> {
    rules::find(id).map(|rule| rule.id).ok_or_else(|| {
        let near = rules::nearest(id);
        let hint = near.map_or_else(|| "`eksml explain` lists all rules".to_owned(), |near| format!("did you mean {near}?"));
        format!("there is no rule {id}; {hint}")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_definition_holds_together() {
        super::command().debug_assert();
    }
}
