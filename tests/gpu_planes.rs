//! The example's manifest set, file by file, as it was read and blessed. `EKSML_BLESS=1 cargo test --test gpu_planes` writes it anew.

use eksml::prelude::*;

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/gpu_planes.rs"]
mod gpu_planes;

#[test]
fn the_gpu_planes_emits_what_was_reviewed() {
    gpu_planes::platform().assert_emitted("tests/golden/gpu_planes");
}

#[test]
fn the_gpu_planes_breaks_no_rule() {
    gpu_planes::platform().assert_sound();
    let report = gpu_planes::platform().check();
    assert!(!report.to_string().contains("[ACC-"), "not even a warning: {report}");
}
