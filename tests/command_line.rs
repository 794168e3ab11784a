//! The command line inside the user's binary: exit codes, and what it does to the folder.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use eksml::ExitStatus;
use eksml::prelude::*;

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

/// A folder of the test's own, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder below target");
        Self(path)
    }

    fn manifests(&self) -> PathBuf {
        self.0.join("manifests")
    }

    fn run(&self, platform: &Platform, arguments: &[&str]) -> ExitStatus {
        let manifests = self.manifests();
        let mut all: Vec<OsString> = vec!["platform".into()];
        all.extend(arguments.iter().map(OsString::from));
        all.extend(["--out".into(), manifests.into()]);
        eksml::run_with(platform, all)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn emit_is_the_default_and_check_agrees() {
    let folder = Folder::new("emit");
    assert_eq!(folder.run(&platform(6), &[]), ExitStatus::Success);
    assert!(folder.manifests().join("shared/00-cluster.eksctl.yaml").is_file());
    assert_eq!(folder.run(&platform(6), &["check"]), ExitStatus::Success);
}

#[test]
fn check_fails_on_a_stale_folder_and_leaves_it_alone() {
    let folder = Folder::new("stale");
    assert_eq!(folder.run(&platform(6), &["emit"]), ExitStatus::Success);
    let file = folder.manifests().join("shared/00-cluster.eksctl.yaml");
    let before = fs::read_to_string(&file).expect("emitted");
    assert_eq!(folder.run(&platform(7), &["check"]), ExitStatus::Findings);
    assert_eq!(fs::read_to_string(&file).expect("still there"), before);
    assert_eq!(folder.run(&platform(7), &["emit"]), ExitStatus::Success);
    assert_ne!(fs::read_to_string(&file).expect("emitted"), before);
}

#[test]
fn check_fails_on_a_folder_that_is_not_there() {
    let folder = Folder::new("missing");
    assert_eq!(folder.run(&platform(6), &["check"]), ExitStatus::Findings);
    assert!(!folder.manifests().exists());
}

#[test]
fn a_broken_platform_writes_nothing() {
    let folder = Folder::new("broken");
    assert_eq!(folder.run(&platform(6), &[]), ExitStatus::Success);
    let file = folder.manifests().join("shared/00-cluster.eksctl.yaml");
    let before = fs::read_to_string(&file).expect("emitted");
    // The macro could not know; the gate does.
    assert_eq!(folder.run(&platform(2), &[]), ExitStatus::Findings);
    assert_eq!(fs::read_to_string(&file).expect("still there"), before);
}

#[test]
fn a_foreign_folder_is_refused() {
    let folder = Folder::new("foreign");
    fs::create_dir_all(folder.manifests()).expect("a folder");
    fs::write(folder.manifests().join("thesis.txt"), "years of work").expect("a file");
    assert_eq!(folder.run(&platform(6), &[]), ExitStatus::Output);
    assert_eq!(fs::read_to_string(folder.manifests().join("thesis.txt")).expect("still there"), "years of work");
    assert_eq!(fs::read_dir(folder.manifests()).expect("a folder").count(), 1);
}

#[test]
fn list_and_explain_write_nothing() {
    let folder = Folder::new("list");
    assert_eq!(folder.run(&platform(6), &["list"]), ExitStatus::Success);
    assert_eq!(folder.run(&platform(6), &["explain", "ng-06"]), ExitStatus::Success);
    assert_eq!(folder.run(&platform(6), &["explain"]), ExitStatus::Success);
    assert_eq!(folder.run(&platform(6), &["explain", "NG-99"]), ExitStatus::Usage);
    // Rules can be explained even where the platform itself is broken: that is when one asks.
    assert_eq!(folder.run(&platform(2), &["explain", "NG-02"]), ExitStatus::Success);
    assert!(!folder.manifests().exists());
}

#[test]
fn nonsense_is_a_usage_error() {
    let folder = Folder::new("usage");
    assert_eq!(folder.run(&platform(6), &["emmit"]), ExitStatus::Usage);
    assert_eq!(folder.run(&platform(6), &["--frobnicate"]), ExitStatus::Usage);
    assert_eq!(folder.run(&platform(6), &["--help"]), ExitStatus::Success);
}
