//! Every way in which a user's own program ends: its exit code, and what it says on standard error.
//!
//! The test runs itself as that program, so that its streams can be closed or full. Subcommands are read off its own help: a new one is
//! held to the same.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output, Stdio};

use eksml::name;
use eksml::prelude::*;

/// The environment variable that makes this test be the program; its value says which platform.
const PLATFORM: &str = "EKSML_EXITS_PLATFORM";

fn platform(most: u32) -> Platform {
    platform! {
        name: "acme-ml", region: "us-west-2",
        cluster shared {
            version: V1_35,
            environment: Staging,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..={most}, serves: System }
            namespace team { serves: Development }
        }
    }
}

/// A platform whose words are sound, with an object in a namespace that is not there.
fn with_raw_fault() -> Platform {
    let object = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: nowhere }\ndata: { a: b }\n";
    platform(6).with_yaml(&name!("shared"), object).expect("an object")
}

/// What is wrong with a run.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cause {
    Nothing,
    /// The words of the platform break a rule.
    Words,
    /// An object of the user's own breaks a rule, and nothing else does.
    Raw,
    /// An argument that means nothing.
    Usage,
    /// The folder holds something else.
    Stale,
    /// The folder is not eksml's.
    Foreign,
    /// A file stands where the folder belongs.
    NoFolder,
}

const CAUSES: [Cause; 7] =
    [Cause::Nothing, Cause::Words, Cause::Raw, Cause::Usage, Cause::Stale, Cause::Foreign, Cause::NoFolder];

/// What becomes of the streams.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Streams {
    Read,
    NoOutput,
    NoErrors,
    FullOutput,
    FullErrors,
}

const STREAMS: [Streams; 5] = [Streams::Read, Streams::NoOutput, Streams::NoErrors, Streams::FullOutput, Streams::FullErrors];

/// The exit code that a subcommand owes.
#[expect(clippy::match_same_arms, reason = "what is judged first stands first")]
fn owed(subcommand: &str, cause: Cause) -> i32 {
    match (subcommand, cause) {
        (_, Cause::Usage) => 2,
        // Asks for nothing of the platform or the folder.
        ("explain" | "help", _) | (_, Cause::Nothing) => 0,
        (_, Cause::Words | Cause::Raw) => 1,
        ("list", _) => 0,
        ("check", Cause::Stale) => 1,
        ("emit", Cause::Stale) => 0,
        (_, Cause::Foreign | Cause::NoFolder) => 3,
        (other, _) => panic!("say here what `{other}` owes"),
    }
}

struct Run<'a> {
    folder: &'a Path,
    cause: Cause,
    streams: Streams,
}

impl Run<'_> {
    fn prepare(&self) -> PathBuf {
        let out = self.folder.join("manifests");
        let _ = fs::remove_dir_all(&out);
        let _ = fs::remove_file(&out);
        match self.cause {
            Cause::Foreign => {
                fs::create_dir_all(&out).expect("a folder");
                fs::write(out.join("thesis.txt"), "years of work").expect("a file");
            }
            Cause::NoFolder => fs::write(&out, "no folder").expect("a file"),
            _ => {
                let before = if self.cause == Cause::Stale { 7 } else { 6 };
                eksml::output::emit(&platform(before).manifests().expect("sound"), &out).expect("written");
            }
        }
        out
    }

    fn run(&self, subcommand: &str) -> Output {
        let out = self.prepare();
        let mut command = Command::new(std::env::current_exe().expect("this test"));
        let platform = match self.cause {
            Cause::Words => "words",
            Cause::Raw => "raw",
            _ => "sound",
        };
        command.env(PLATFORM, platform).arg(subcommand);
        if subcommand != "help" {
            command.arg("--out").arg(out);
        }
        if self.cause == Cause::Usage {
            command.arg("--frobnicate");
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let full = || Stdio::from(File::options().write(true).open("/dev/full").expect("Linux has /dev/full"));
        match self.streams {
            Streams::Read => return command.output().expect("the program runs"),
            Streams::NoOutput => command.stdout(closed()),
            Streams::NoErrors => command.stderr(closed()),
            Streams::FullOutput => command.stdout(full()),
            Streams::FullErrors => command.stderr(full()),
        };
        command.output().expect("the program runs")
    }
}

/// The end of a pipe that nobody reads.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    Stdio::from(writer)
}

/// What the help lists under `Commands:`.
fn subcommands() -> Vec<String> {
    let help = Command::new(std::env::current_exe().expect("this test")).env(PLATFORM, "sound").arg("--help").output();
    let help = String::from_utf8(help.expect("the program runs").stdout).expect("text");
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    listed.filter_map(|line| Some(line.split_whitespace().next()?.to_owned())).collect()
}

fn judge(subcommand: &str, run: &Run<'_>, output: &Output) -> Result<(), String> {
    let (told, printed) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    let owes = owed(subcommand, run.cause);
    // A full device is a fault where something was to be written to it.
    let full_output = run.streams == Streams::FullOutput && prints(subcommand, run.cause);
    let full_errors = run.streams == Streams::FullErrors && owes != 0;
    let owes = if full_output || full_errors { 3 } else { owes };
    let code = output.status.code();
    let fail = |what: &str| Err(format!("{what}\n  exit {code:?}, owed {owes}\n  stderr: {told}\n  stdout: {printed}"));
    if told.contains("panicked") {
        return fail("it panicked");
    }
    if code != Some(owes) {
        return fail("another exit code");
    }
    let heard = !matches!(run.streams, Streams::NoErrors | Streams::FullErrors);
    if owes == 0 {
        return if heard && told.contains("error") { fail("an error was told and the exit code is 0") } else { Ok(()) };
    }
    if heard {
        let last = told.lines().last().unwrap_or_default();
        let wrote = subcommand == "emit" && full_output && matches!(run.cause, Cause::Nothing | Cause::Stale);
        let ends_well = if wrote { last.ends_with("is written") } else { last == "nothing was written" };
        if !told.contains("error") || !ends_well {
            return fail("it does not say what stopped it and what became of the folder");
        }
    }
    Ok(())
}

/// Whether a run has something to say on standard output.
fn prints(subcommand: &str, cause: Cause) -> bool {
    owed(subcommand, cause) == 0 || subcommand == "check" && cause == Cause::Stale
}

fn main() -> ExitCode {
    match std::env::var(PLATFORM).as_deref() {
        Ok("words") => return eksml::run(platform(2)),
        Ok("raw") => return eksml::run(with_raw_fault()),
        Ok(_) => return eksml::run(platform(6)),
        Err(_) => {}
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("exits");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder below target");
    let subcommands = subcommands();
    assert!(
        ["emit", "check", "list", "explain"].iter().all(|known| subcommands.iter().any(|own| own == known)),
        "{subcommands:?}"
    );
    let (mut passed, mut failed) = (0, 0);
    for subcommand in &subcommands {
        for cause in CAUSES.into_iter().filter(|cause| subcommand != "help" || *cause != Cause::Usage) {
            for streams in STREAMS {
                let run = Run { folder: &folder, cause, streams };
                match judge(subcommand, &run, &run.run(subcommand)) {
                    Ok(()) => passed += 1,
                    Err(why) => {
                        failed += 1;
                        let _ = writeln!(std::io::stderr(), "{subcommand}, {cause:?}, {streams:?}: {why}\n");
                    }
                }
            }
        }
    }
    for odd in ["a b;touch x", "it's", "$(id)"] {
        let out = folder.join(odd);
        let output =
            Command::new(std::env::current_exe().expect("this test")).env(PLATFORM, "sound").arg("--out").arg(&out).output();
        let printed = String::from_utf8(output.expect("the program runs").stdout).expect("text");
        let quoted = format!("-f '{}'/shared/", out.display().to_string().replace('\'', r"'\''"));
        if printed.contains(&quoted) {
            passed += 1;
        } else {
            failed += 1;
            let _ = writeln!(std::io::stderr(), "no command has {quoted}: {printed}");
        }
    }
    let _ = fs::remove_dir_all(&folder);
    let _ = writeln!(std::io::stdout(), "{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
