//! Assertions for `cargo test` in an infrastructure repository.
//!
//! ```no_run
//! # fn platform() -> eksml::Platform { unimplemented!() }
//! use eksml::prelude::*;
//!
//! #[test]
//! fn the_platform_is_sound() {
//!     platform().assert_sound();
//! }
//!
//! #[test]
//! fn the_committed_manifests_are_current() {
//!     platform().assert_emitted("manifests");
//! }
//!
//! #[test]
//! fn only_who_is_meant_to_reaches_the_models() {
//!     eksml::assert_reaches!(platform(), "notebooks/ada" => "ml-inference/chat:8000");
//!     eksml::assert_blocked!(platform(), "ml-training/pretrain" => "internet:22");
//! }
//! ```

use std::path::Path;

use crate::findings::{self, Colour};

use crate::reachability::Reachability;
use crate::run::today::today;
use crate::{Platform, output, render};

/// The environment variable that makes [`Assertions::assert_emitted`] write the folder instead of comparing it.
pub const BLESS: &str = "EKSML_BLESS";

/// Assertions about a platform.
pub trait Assertions {
    /// Panics with every finding, rendered at its place in the source, if the platform breaks a rule or a waiver has ended.
    #[track_caller]
    fn assert_sound(&self);

    /// Panics with a diff if `folder` is not exactly what the platform emits. With `EKSML_BLESS=1` it writes the folder instead;
    /// read the change before you commit it. A relative path is taken from the package's own folder.
    #[track_caller]
    fn assert_emitted(&self, folder: impl AsRef<Path>);
}

impl Assertions for Platform {
    #[track_caller]
    fn assert_sound(&self) {
        let verdict = render::judge(self, today());
        let report = &verdict.report;
        assert!(report.is_sound(), "the platform breaks rules\n\n{}", findings::render(report, self, Colour::Never));
        assert!(verdict.set.is_ok(), "{}", verdict.into_manifests().err().map_or_else(String::new, |fault| fault.to_string()));
    }

    #[track_caller]
    fn assert_emitted(&self, folder: impl AsRef<Path>) {
        let folder = match std::env::var_os("CARGO_MANIFEST_DIR") {
            Some(package) => Path::new(&package).join(folder),
            None => folder.as_ref().to_owned(),
        };
        let set = match render::judge(self, today()).into_manifests() {
            Ok(set) => set,
            Err(refusal) => panic!("there are no manifests to compare\n\n{refusal}"),
        };
        if std::env::var_os(BLESS).is_some_and(|value| value == "1") {
            if let Err(error) = output::emit(&set, &folder) {
                panic!("{} could not be written: {error}", folder.display());
            }
            return;
        }
        match output::check(&set, &folder) {
            Ok(staleness) => {
                assert!(
                    staleness.is_current(),
                    "{} is stale; `{BLESS}=1 cargo test` writes it anew\n\n{staleness}",
                    folder.display()
                );
            }
            Err(error) => panic!("{} could not be read: {error}", folder.display()),
        }
    }
}

/// What [`assert_reaches!`](crate::assert_reaches) and [`assert_blocked!`](crate::assert_blocked) ask: `Err` says why it is otherwise.
#[doc(hidden)]
pub fn connection_is(platform: &Platform, from: &str, to: &str, open: bool) -> Result<(), String> {
    let verdict = platform.connection(from, to).map_err(|why| format!("{from} => {to}: {why}"))?;
    if verdict.passes == open { Ok(()) } else { Err(format!("{from} => {to}: {verdict}")) }
}

/// Asserts that by the emitted NetworkPolicies one end reaches the other, written as [`End`](crate::reachability::End) says:
/// `assert_reaches!(platform(), "ml-training/pretrain" => "ml-inference/chat:8000")`.
#[macro_export]
macro_rules! assert_reaches {
    ($platform:expr, $from:expr => $to:expr $(,)?) => {
        if let ::core::result::Result::Err(why) = $crate::testing::connection_is(&$platform, $from, $to, true) {
            ::core::panic!("{why}");
        }
    };
}

/// Asserts that by the emitted NetworkPolicies one end does not reach the other: `assert_blocked!(platform(), "ml-training/*" => "internet:22")`.
#[macro_export]
macro_rules! assert_blocked {
    ($platform:expr, $from:expr => $to:expr $(,)?) => {
        if let ::core::result::Result::Err(why) = $crate::testing::connection_is(&$platform, $from, $to, false) {
            ::core::panic!("{why}");
        }
    };
}
