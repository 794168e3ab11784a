//! The manifest set from `build.rs`.

use std::borrow::Borrow;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::findings::{self, Colour};
use crate::render::{self, Refusal};
use crate::{Platform, output};

/// Writes the manifests of `platform` to `folder` while the package is built, or fails the build with every finding.
///
/// A relative `folder` is taken from `OUT_DIR`, where build products belong, and `env!("EKSML_MANIFESTS")` in the package names it;
/// pass an absolute path, say below `env!("CARGO_MANIFEST_DIR")`, to keep the set in the repository.
///
/// Cargo runs the script again when `build.rs` or any module or crate it is made of changes: those are recompiled, and a recompiled
/// script is run. The folder itself is not watched, because the script's own writing would count as a change. The build does not
/// depend on the day: waivers end in `cargo run` and `cargo test`, not here.
///
/// ```no_run
/// # mod platform { pub fn platform() -> eksml::Platform { unimplemented!() } }
/// fn main() {
///     eksml::build_script::emit(platform::platform(), "manifests");
/// }
/// ```
pub fn emit(platform: impl Borrow<Platform>, folder: impl AsRef<Path>) {
    if let Err(text) = try_emit(platform.borrow(), folder.as_ref()) {
        let _ = writeln!(std::io::stderr(), "{text}");
        // Cargo prints these even where it hides the script's own output.
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            say(&format!("cargo::error={line}"));
        }
        std::process::exit(1);
    }
}

fn try_emit(platform: &Platform, folder: &Path) -> Result<(), String> {
    say("cargo::rerun-if-changed=build.rs");
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: eksml::build_script::emit belongs into a build script")?;
    let folder = PathBuf::from(out).join(folder);
    let verdict = render::judge(platform, None);
    for warning in verdict.report.warnings() {
        say(&format!("cargo::warning={} ({})", warning.headline(), warning.fix.replace('\n', " ")));
    }
    let set = verdict.into_manifests().map_err(|refusal| match refusal {
        Refusal::Unsound(report) => findings::render(&report, platform, Colour::Never),
        Refusal::Internal(_) => refusal.to_string(),
    })?;
    output::emit(&set, &folder).map_err(|error| error.to_string())?;
    say(&format!("cargo::rustc-env=EKSML_MANIFESTS={}", folder.display()));
    Ok(())
}

/// Tells Cargo one line.
fn say(line: &str) {
    // Where Cargo no longer listens, nobody does.
    let _ = writeln!(std::io::stdout(), "{line}");
}
