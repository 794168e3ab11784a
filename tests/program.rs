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
        "fix" => {
            let sound = folder.join("sound.rs");
            let text = "fn platform() -> Platform { platform! { } }";
            fs::write(&sound, text.replace("platform! { }", "todo!()")).expect("a writable folder");
            let broken = folder.join("broken.rs");
            fs::write(&broken, text).expect("a writable folder");
            let none = folder.join("none.rs");
            fs::write(&none, "fn a( {").expect("a writable folder");
            let ends = [(&sound, 0), (&broken, 1), (&none, 3), (&missing, 3)];
            let ends = ends.into_iter().map(|(path, owes)| (run(&[&file(path)]), owes));
            [nonsense, (run(&[]), 2)].into_iter().chain(ends).collect()
        }
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

const SLIPS: &str = "# mine\napiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata:\n  name: a # the name\n  Region: us-west-2\n  \
                     version: 1.35\nmanagedNodeGroups:\n- name: b\n  desiredCapacty: 2 # two\n";
const MENDED: &str = "# mine\napiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata:\n  name: a # the name\n  region: us-west-2\n  \
                      version: \"1.35\"\nmanagedNodeGroups:\n- name: b\n  desiredCapacity: 2 # two\n";

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).expect("a writable folder");
    path
}

#[test]
fn a_file_is_fixed_in_place_and_nothing_else_is_left_behind() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder("fixed");
    let path = written(&folder, "slips.yaml", SLIPS);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
    let output = eksml(&["check", "--fix", path.to_str().expect("text")]).output().expect("the program runs");
    assert_eq!(fs::read_to_string(&path).expect("a file"), MENDED);
    assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1, "nothing lies beside it");
    let told = told(&output);
    for line in [":6 [DSL-01] write `region`", ":7 [DSL-02] write", ":10 [DSL-01] write `desiredCapacity`"] {
        assert!(told.lines().any(|told| told.starts_with("fixed: ") && told.contains(line)), "{line}\n{told}");
    }
    assert_eq!(output.status.code(), Some(1), "what takes a decision is left, and said\n{told}");
    assert!(told.contains("CL-09"), "{told}");
}

#[test]
fn a_dry_run_prints_the_diff_and_writes_nothing() {
    let folder = folder("dry");
    let path = written(&folder, "slips.yaml", SLIPS);
    let name = path.to_str().expect("text");
    for flags in [&["--dry-run"][..], &["--diff"], &["--fix", "--dry-run"]] {
        let output = eksml(&[&["check", name], flags].concat()).output().expect("the program runs");
        let diff = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(diff.contains("-  Region: us-west-2\n") && diff.contains("+  region: us-west-2\n"), "{diff}");
        assert_eq!(fs::read_to_string(&path).expect("a file"), SLIPS);
        assert_eq!(output.status.code(), Some(1));
    }
    let only = eksml(&["check", name, "--dry-run", "--only", "unknown-word"]).output().expect("the program runs");
    let only = String::from_utf8_lossy(&only.stdout).into_owned();
    assert!(only.contains("+  region") && !only.contains("+  version"), "only what is asked for: {only}");
}

#[test]
fn standard_input_is_fixed_to_standard_output() {
    let folder = folder("stream");
    // A file, not a pipe: who refuses the arguments ends without reading, and a pipe would break under the writer.
    let fixed = |text: &str, more: &[&str]| {
        let input = File::open(written(&folder, "input.yaml", text)).expect("a file");
        eksml(&[&["check", "--fix", "-"], more].concat()).stdin(input).output().expect("the program runs")
    };
    assert_eq!(String::from_utf8_lossy(&fixed(SLIPS, &[]).stdout), MENDED);
    // What cannot be read comes out as it went in.
    let broken = "a: [1\n";
    let output = fixed(broken, &[]);
    assert_eq!((String::from_utf8_lossy(&output.stdout).as_ref(), output.status.code()), (broken, Some(3)));
    assert_eq!(fixed(SLIPS, &["--format", "json"]).status.code(), Some(2), "two texts on one stream");
}

#[test]
fn a_link_and_a_file_that_is_read_only_are_left_alone_and_said() {
    let folder = folder("refused");
    let path = written(&folder, "slips.yaml", SLIPS);
    let link = folder.join("link.yaml");
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    let output = eksml(&["check", "--fix", link.to_str().expect("text")]).output().expect("the program runs");
    assert!(output.status.code() == Some(3) && told(&output).contains("symbolic link"), "{}", told(&output));
    let mut mode = fs::metadata(&path).expect("a file").permissions();
    mode.set_readonly(true);
    fs::set_permissions(&path, mode).expect("a mode");
    let output = eksml(&["check", "--fix", path.to_str().expect("text")]).output().expect("the program runs");
    assert!(output.status.code() == Some(3) && told(&output).contains("read-only"), "{}", told(&output));
    assert_eq!(fs::read_to_string(&path).expect("a file"), SLIPS);
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 2, "nothing lies beside them");
}

#[test]
fn data_carries_the_edits_of_a_finding() {
    let folder = folder("data");
    let path = written(&folder, "slips.yaml", SLIPS);
    let name = path.to_str().expect("text");
    let json = eksml(&["check", "--format", "json", name]).output().expect("the program runs").stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    let slip = &json.as_array().expect("a list")[0];
    assert_eq!(
        (&slip["rule"], &slip["name"], &slip["applicability"]),
        (&"DSL-01".into(), &"unknown-word".into(), &"safe".into())
    );
    assert_eq!(slip["edits"][0]["text"], "region");
    let sarif = eksml(&["check", "--format", "sarif", name]).output().expect("the program runs").stdout;
    let sarif: serde_json::Value = serde_json::from_slice(&sarif).expect("JSON");
    let run = &sarif["runs"][0];
    let replacement = &run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["deletedRegion"], serde_json::json!({"startLine": 6, "startColumn": 3, "endLine": 6, "endColumn": 9}));
    assert_eq!(replacement["insertedContent"]["text"], "region");
    let named = |rule: &serde_json::Value| rule["id"] == "CL-09" && rule["name"] == "open-api-endpoint";
    assert!(run["tool"]["driver"]["rules"].as_array().expect("rules").iter().any(named));
}
