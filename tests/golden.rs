//! The example's manifest set, file by file, as it was read and blessed. `EKSML_BLESS=1 cargo test --test golden` writes it anew;
//! read the difference before you commit it.

use eksml::prelude::*;

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/shared_platform.rs"]
mod shared_platform;

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/workloads.rs"]
mod workloads;

#[test]
fn the_workloads_emit_what_was_reviewed() {
    workloads::platform().assert_emitted("tests/golden/workloads");
}

#[test]
fn the_shared_platform_emits_what_was_reviewed() {
    shared_platform::platform().assert_emitted("tests/golden/shared_platform");
}

#[test]
fn the_shared_platform_breaks_no_rule() {
    shared_platform::platform().assert_sound();
}

#[test]
fn the_same_program_emits_the_same_bytes() {
    let emit = || shared_platform::platform().manifests().expect("sound");
    let (first, second) = (emit(), emit());
    assert_eq!(first.iter().collect::<Vec<_>>(), second.iter().collect::<Vec<_>>());
    assert_eq!(first.manifest_json(), second.manifest_json());
}

#[test]
fn the_spec_survives_serde() {
    let platform = shared_platform::platform();
    let text = serde_json::to_string(&platform).expect("plain data");
    let back: Platform = serde_json::from_str(&text).expect("what was written");
    assert_eq!(platform, back);
}
