//! The example's manifest set, file by file, as it was read and blessed. `EKSML_BLESS=1 cargo test --test storage_matrix` writes it anew.

use eksml::prelude::*;

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/storage_matrix.rs"]
mod storage_matrix;

#[test]
fn the_storage_matrix_emits_what_was_reviewed() {
    storage_matrix::platform().assert_emitted("tests/golden/storage_matrix");
}

#[test]
fn the_storage_matrix_breaks_no_rule() {
    storage_matrix::platform().assert_sound();
    let report = storage_matrix::platform().check();
    assert!(!report.to_string().contains("[STO-"), "not even a warning: {report}");
}
