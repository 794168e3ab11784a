//! What each command does.

use std::fmt::Write as _;
use std::path::Path;

use crate::findings::{self, Colour};
use crate::output::{self, ManifestSet};
use crate::render::{self, ClusterView, Refusal};
use clap::ArgMatches;
use eksml_core::rules;

use super::{ExitStatus, explain, today};
use crate::Platform;

pub(super) fn run(platform: &Platform, matches: &ArgMatches) -> ExitStatus {
    if let Some(("explain", matches)) = matches.subcommand() {
        return explain::run(matches.get_one::<String>("rule").map(String::as_str));
    }
    let set = match checked(platform) {
        Ok(set) => set,
        Err(status) => return status,
    };
    let Some(out) = matches.get_one::<std::path::PathBuf>("out") else { return ExitStatus::Usage };
    match matches.subcommand_name() {
        Some("check") => check(&set, out),
        Some("list") => list(&set),
        _ => emit(platform, &set, out),
    }
}

/// The manifests of a sound platform; its findings go to standard error.
fn checked(platform: &Platform) -> Result<ManifestSet, ExitStatus> {
    let today = today::today();
    let report = rules::check(platform, today);
    eprint!("{}", findings::render(&report, platform, Colour::Auto));
    render::manifests_on(platform, today).map_err(|refusal| {
        if let Refusal::Internal(_) = &refusal {
            eprintln!("error: {refusal}");
        }
        ExitStatus::Findings
    })
}

fn emit(platform: &Platform, set: &ManifestSet, out: &Path) -> ExitStatus {
    let emitted = match output::emit(set, out) {
        Ok(emitted) => emitted,
        Err(error) => return failed(&error),
    };
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
        let folder = format!("{}/{}", out.display(), cluster.name);
        let _ = writeln!(text, "\nTo bring cluster `{}` up:", cluster.name);
        let [before, after, know] = render::remarks(&view);
        remark(&mut text, &before);
        for command in render::commands(&view, &folder) {
            let _ = writeln!(text, "  {command}");
        }
        remark(&mut text, &after);
        remark(&mut text, &know);
    }
    print!("{text}");
    ExitStatus::Success
}

/// Says remarks as comments of a shell, each under when it matters.
fn remark(text: &mut String, (when, remarks): &(&str, Vec<String>)) {
    for remark in remarks {
        let _ = writeln!(text, "  # {when}: {remark}");
    }
}

fn check(set: &ManifestSet, out: &Path) -> ExitStatus {
    match output::check(set, out) {
        Ok(staleness) if staleness.is_current() => {
            println!("{} is what the platform says ({} files)", out.display(), set.len());
            ExitStatus::Success
        }
        Ok(staleness) => {
            print!("{staleness}");
            eprintln!("{} is stale: {} files differ; `emit` writes them anew", out.display(), staleness.differences.len());
            ExitStatus::Findings
        }
        Err(error) => failed(&error),
    }
}

fn list(set: &ManifestSet) -> ExitStatus {
    for (path, text) in set.iter() {
        println!("{path}\t{} bytes", text.len());
    }
    ExitStatus::Success
}

fn failed(error: &output::Error) -> ExitStatus {
    eprintln!("error: {error}");
    ExitStatus::Output
}
