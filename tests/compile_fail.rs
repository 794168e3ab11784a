//! What must not compile, with the whole text that rustc prints for it. See `compile_fail/README.md`.

/// One set for both doors: trybuild checks all fixtures in one go of cargo.
#[test]
fn mistakes_do_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile_fail/macro/*.rs");
    cases.compile_fail("tests/compile_fail/builder/*.rs");
}
