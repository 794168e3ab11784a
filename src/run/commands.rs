//! What each command does.

use std::fmt::Write as _;
use std::path::Path;

use crate::findings::{self, Colour};
use crate::output::{self, ManifestSet};
use crate::render::{self, ClusterView, Refusal};
use clap::ArgMatches;

use super::console::Console;
use super::{ExitStatus, explain, today};
use crate::Platform;

pub(super) fn run(platform: &Platform, matches: &ArgMatches, console: &mut Console<'_>) -> ExitStatus {
    if let Some(("explain", matches)) = matches.subcommand() {
        return explain::run(matches.get_one::<String>("rule").map(String::as_str), console);
    }
    let Some(set) = checked(platform, console) else { return ExitStatus::Findings };
    let Some(out) = matches.get_one::<std::path::PathBuf>("out") else { return ExitStatus::Usage };
    match matches.subcommand_name() {
        Some("check") => check(&set, out, console),
        Some("list") => list(&set, console),
        _ => emit(platform, &set, out, console),
    }
}

/// The manifests of a sound platform; its findings go to standard error.
fn checked(platform: &Platform, console: &mut Console<'_>) -> Option<ManifestSet> {
    let verdict = render::judge(platform, today::today());
    console.tell(&findings::render(&verdict.report, platform, Colour::Auto));
    match verdict.into_manifests() {
        Ok(set) => Some(set),
        Err(Refusal::Unsound(_)) => None,
        Err(refusal) => {
            console.tell(&format!("error: {refusal}\n"));
            None
        }
    }
}

fn emit(platform: &Platform, set: &ManifestSet, out: &Path, console: &mut Console<'_>) -> ExitStatus {
    let emitted = match output::emit(set, out) {
        Ok(emitted) => emitted,
        Err(error) => {
            if error.is_written() {
                console.has_changed(format!("{} is written", out.display()));
            }
            return failed(&error, console);
        }
    };
    console.has_changed(format!("{} is written", out.display()));
    let mut text = String::new();
    let sections = [("+", &emitted.added), ("~", &emitted.changed), ("-", &emitted.removed)]
        .into_iter()
        .flat_map(|(sign, paths)| paths.iter().map(move |path| (sign, path)));
    for (sign, path) in sections {
        let _ = writeln!(text, "  {sign} {}/{path}", out.display());
    }
    for path in &emitted.hand_edited {
        let _ = writeln!(text, "  ! {}/{path} had been edited by hand; the platform's version stands there now", out.display());
    }
    let _ = writeln!(
        text,
        "{}: {} files, {} new, {} changed, {} removed, {} unchanged",
        out.display(),
        set.len(),
        emitted.added.len(),
        emitted.changed.len(),
        emitted.removed.len(),
        emitted.unchanged.len()
    );
    for cluster in &platform.clusters {
        let view = ClusterView { platform, cluster };
        let folder = format!("{}/{}", render::shell::path(out), cluster.name);
        let _ = writeln!(text, "\nTo bring cluster `{}` up:", cluster.name);
        let [before, after, know] = render::remarks(&view);
        remark(&mut text, &before);
        for command in render::commands(&view, &folder) {
            let _ = writeln!(text, "  {command}");
        }
        remark(&mut text, &after);
        remark(&mut text, &know);
    }
    console.print(&text);
    ExitStatus::Success
}

/// Says remarks as comments of a shell, each under when it matters.
fn remark(text: &mut String, (when, remarks): &(&str, Vec<String>)) {
    for remark in remarks {
        let _ = writeln!(text, "  # {when}: {remark}");
    }
}

fn check(set: &ManifestSet, out: &Path, console: &mut Console<'_>) -> ExitStatus {
    match output::check(set, out) {
        Ok(staleness) if staleness.is_current() => {
            console.print(&format!("{} is what the platform says ({} files)\n", out.display(), set.len()));
            ExitStatus::Success
        }
        Ok(staleness) => {
            console.print(&staleness.to_string());
            let files = staleness.differences.len();
            console.tell(&format!("error: {} is stale: {files} files differ; `emit` writes them anew\n", out.display()));
            ExitStatus::Findings
        }
        Err(error) => failed(&error, console),
    }
}

fn list(set: &ManifestSet, console: &mut Console<'_>) -> ExitStatus {
    for (path, text) in set.iter() {
        console.print(&format!("{path}\t{} bytes\n", text.len()));
    }
    ExitStatus::Success
}

fn failed(error: &output::Error, console: &mut Console<'_>) -> ExitStatus {
    console.tell(&format!("error: {error}\n"));
    ExitStatus::Output
}
