//! Every way in which the program `eksml` ends: its exit code, and what it says on standard error.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("program").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder below target");
    folder
}

fn eksml(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_eksml"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What the help lists under `Commands:`.
fn subcommands() -> Vec<String> {
    let help = eksml(&["--help"]).output().expect("the program runs");
    let help = String::from_utf8(help.stdout).expect("text");
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    listed.filter_map(|line| Some(line.split_whitespace().next()?.to_owned())).collect()
}

fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    Stdio::from(writer)
}

fn full() -> Stdio {
    Stdio::from(File::options().write(true).open("/dev/full").expect("Linux has /dev/full"))
}

/// What stops a run, with its arguments and the exit code that it owes.
fn stopped(subcommand: &str, folder: &Path) -> Vec<(Vec<String>, i32)> {
    let smallest = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/good_smallest.yaml");
    let broken = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/bad_public_nodes.yaml");
    let indebted = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/bad_mix_of_managed.yaml");
    let open = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/bad_open_endpoint.yaml");
    let no_cluster = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/bad_a_list.yaml");
    let misspelt = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/bad_alias_bomb.yaml");
    let missing = folder.join("missing.yaml");
    let run = |more: &[&str]| [&[subcommand], more].concat().iter().map(ToString::to_string).collect::<Vec<_>>();
    let file = |path: &Path| path.to_str().expect("a path of this repository").to_owned();
    let nonsense = (run(&["--frobnicate"]), 2);
    match subcommand {
        "help" => vec![(run(&["nonsense"]), 2), (run(&[]), 0)],
        "explain" => vec![nonsense, (run(&["NG-99"]), 2), (run(&["NG-06"]), 0), (run(&[]), 0)],
        "check" | "import" => [
            nonsense,
            (run(&[]), 2),
            (run(&[&file(&smallest)]), 0),
            (run(&[&file(&broken)]), 1),
            (run(&[&file(&missing)]), 3),
            (run(&[&file(&smallest), &file(&missing)]), 3),
            (run(&[&file(folder)]), 3),
        ]
        .into_iter()
        .chain(if subcommand == "import" {
            let stays = [&open, &no_cluster, &misspelt].map(|path| (run(&["--baseline", "2099-06-30", &file(path)]), 1));
            baselines(&run, &file(&indebted)).into_iter().chain(stays).collect()
        } else {
            Vec::new()
        })
        .collect(),
        other => panic!("say here how `{other}` can end"),
    }
}

/// What can be said of a day until which debts are set aside.
fn baselines(run: &dyn Fn(&[&str]) -> Vec<String>, broken: &str) -> Vec<(Vec<String>, i32)> {
    let with = |day: &str| run(&["--baseline", day, broken]);
    vec![(with("2020-01-01"), 2), (with("tomorrow"), 2), (with("2099-02-30"), 2), (with("2099-06-30"), 0)]
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_end_says_why() {
    let folder = folder("ends");
    for subcommand in subcommands() {
        for (arguments, owes) in stopped(&subcommand, &folder) {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let output = eksml(&arguments).output().expect("the program runs");
            assert_eq!(output.status.code(), Some(owes), "{arguments:?}\n{}", told(&output));
            assert!(owes == 0 || told(&output).contains("error"), "{arguments:?}\n{}", told(&output));
            let lost = told(&output).contains("could not read");
            assert_eq!(owes == 3, lost, "{arguments:?}\n{}", told(&output));
        }
    }
}

#[test]
fn a_reader_that_has_gone_changes_nothing_and_a_full_device_is_said() {
    let folder = folder("streams");
    for subcommand in subcommands() {
        for (arguments, owes) in stopped(&subcommand, &folder) {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let normal = eksml(&arguments).output().expect("the program runs");
            let (prints, tells) = (!normal.stdout.is_empty(), !normal.stderr.is_empty());
            for (output, owes) in [
                (eksml(&arguments).stdout(closed()).output(), owes),
                (eksml(&arguments).stderr(closed()).output(), owes),
                (eksml(&arguments).stdout(full()).output(), if prints { 3 } else { owes }),
                (eksml(&arguments).stderr(full()).output(), if tells { 3 } else { owes }),
            ] {
                let output = output.expect("the program runs");
                assert_eq!(output.status.code(), Some(owes), "{arguments:?}\n{}", told(&output));
                assert!(!told(&output).contains("panicked"), "{arguments:?}\n{}", told(&output));
            }
            let full = eksml(&arguments).stdout(full()).output().expect("the program runs");
            assert_eq!(prints, told(&full).contains("standard output could not be written"), "{arguments:?}\n{}", told(&full));
        }
    }
}
