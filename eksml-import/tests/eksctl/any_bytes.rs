//! No bytes, however they came about, bring the import down, and what it says points into the file.

use proptest::prelude::*;

fn survives(bytes: &[u8]) {
    let imported = eksml_import::import(bytes);
    for found in &imported.findings {
        let range = imported.text.stretch(found.mark);
        assert!(imported.text.text.get(range.clone()).is_some(), "{range:?} is no stretch of the text");
        let (line, column) = imported.text.position(found.mark);
        assert!(line >= 1 && column >= 1);
    }
}

const SEEDS: [&str; 3] = [
    include_str!("../../../tests/import/good_eksctl_keys.yaml"),
    include_str!("../../../tests/import/bad_every_key_of_groups.yaml"),
    include_str!("../../../tests/import/good_anchors.yaml"),
];

const PIECES: [&str; 24] = [
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "\n",
    "  ",
    "\t",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "? ",
    "|\n",
    ">-\n",
    "\"",
    "'",
    "~",
    "---\n",
    "nodeGroups:",
    "\u{feff}",
    "ä",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        survives(&bytes);
    }

    #[test]
    fn any_pieces_of_yaml(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..60)) {
        survives(pieces.concat().as_bytes());
    }

    #[test]
    fn files_with_any_stretch_replaced(seed in 0_usize..3, at in any::<prop::sample::Index>(), len in 0_usize..40, by in "\\PC{0,12}") {
        let text = SEEDS[seed];
        let from = at.index(text.len());
        let to = (from + len).min(text.len());
        let mut bytes = text.as_bytes()[..from].to_vec();
        bytes.extend_from_slice(by.as_bytes());
        bytes.extend_from_slice(&text.as_bytes()[to..]);
        survives(&bytes);
    }
}

#[test]
fn a_large_file_is_no_trouble() {
    let group = |at: usize| {
        format!(
            "  - {{name: group-{at}, instanceTypes: [m7i.large], privateNetworking: true, minSize: 0, maxSize: 4, labels: {{team: t{at}}}}}\n"
        )
    };
    let seed = include_str!("../../../tests/import/good_smallest.yaml");
    let padding = "# padding\n".repeat(190_000);
    let text = format!("{padding}{seed}{}", (0..500).map(group).collect::<String>());
    assert!(text.len() > 1_900_000);
    survives(text.as_bytes());
    survives("[".repeat(1_000_000).as_bytes());
    survives("a: ".repeat(300_000).as_bytes());
}
