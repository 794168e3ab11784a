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

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/observability.rs"]
mod observability;

#[test]
fn the_observed_cluster_emits_what_was_reviewed() {
    observability::platform().assert_sound();
    observability::platform().assert_emitted("tests/golden/observability");
}

#[test]
fn the_shared_platform_emits_what_was_reviewed() {
    shared_platform::platform().assert_emitted("tests/golden/shared_platform");
}

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/queued_training.rs"]
mod queued_training;

#[test]
fn queued_training_emits_what_was_reviewed() {
    queued_training::platform().assert_emitted("tests/golden/queued_training");
}

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/karpenter.rs"]
mod karpenter;

#[test]
fn karpenter_emits_what_was_reviewed() {
    karpenter::platform().assert_emitted("tests/golden/karpenter");
}

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/auto_mode.rs"]
mod auto_mode;

#[test]
fn auto_mode_emits_what_was_reviewed() {
    auto_mode::platform().assert_emitted("tests/golden/auto_mode");
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
