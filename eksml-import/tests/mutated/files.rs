//! Mutated eksctl files: what a stranger or an accident may hand to the import, in an order that a seed decides.

use std::path::Path;

/// Pieces that mean something to YAML, to Rust, to `platform!`, to comments or to a terminal.
const PIECES: &[&str] = &[
    "} node_groups: {{ evil::run(); Vec::new() }}, logs { api: true",
    "\" }} evil!(\"x\") {{ \"",
    "\n{{ evil::run() }}, // ",
    "\\n{{ evil::run() }}, // ",
    "\"a\\n} evil! { // \"",
    "\"a\\u2028evil::run()\"",
    "\"a\\revil::run()\"",
    "*/ evil::run() /*",
    "//",
    "`",
    "'",
    "\"",
    "\\",
    "{",
    "}",
    "{evil}",
    "[",
    "]",
    "(",
    ")",
    "r#\"",
    "\"#",
    "'a",
    "b'x'",
    "#![evil]",
    "$evil",
    ": ",
    "\n",
    "\n\n---\n",
    "\r",
    "\t",
    "\0",
    "\u{85}",
    "\u{a0}",
    "\u{200b}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{1F600}",
    "e\u{301}",
    "~",
    "null",
    "true",
    "no",
    "-1",
    "-0.5",
    "1e400",
    ".inf",
    ".nan",
    "0x10",
    "1_000",
    "170141183460469231731687303715884105728",
    "-170141183460469231731687303715884105728",
    "waive",
    "waive(NG-06, \"x\", until: \"2099-01-01\")",
    "{rule: NG-06, reason: x, until: y}",
    "&a",
    "*a",
    "<<: *a",
    "!!binary x",
    "? ",
    "self",
    "crate",
    "_",
    "type",
    "async",
    "a::b",
    "0..=evil()",
    "- ",
    "  - name: evil",
    "metadata: {name: evil}",
    "kind: ClusterConfig\n",
    "tags: {\"a b\": \"}\"}",
    "labels: {evil: '{{ evil }}'}",
];

/// Numbers that a seed decides (xorshift64*).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap_or_default() % end.max(1)
    }

    fn piece(&mut self) -> &'static [u8] {
        PIECES[self.below(PIECES.len())].as_bytes()
    }
}

/// The files that are mutated: every one of the import's own tests.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/import");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the files are there").map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    // A bomb of aliases is held elsewhere; thousands of mutants of it say nothing more.
    let seeds = paths.iter().map(|path| std::fs::read(path).expect("a readable file"));
    seeds.filter(|bytes| bytes.len() < 20_000).collect()
}

/// One of the seeds with up to four changes.
pub(crate) fn mutant(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(16) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 => {
                let end = (at + dice.below(12)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let other = &seeds[dice.below(seeds.len())];
                let from = dice.below(other.len() + 1);
                let to = (from + dice.below(200)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            3 => swap_lines(&mut bytes, dice),
            5.. => replace_value(&mut bytes, at, dice),
            _ => {
                let piece = dice.piece();
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    bytes
}

/// Puts a piece in place of the value behind the next colon, quoted as often as not.
fn replace_value(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let Some(colon) = bytes[at..].windows(2).position(|pair| pair == b": ").map(|found| at + found + 2) else { return };
    let ends = |byte: &u8| matches!(byte, b'\n' | b',' | b'}' | b']');
    let end = bytes[colon..].iter().position(ends).map_or(bytes.len(), |found| colon + found);
    let piece = dice.piece();
    let value = match dice.below(6) {
        0 => piece.to_vec(),
        1 | 2 => format!("'{}'", String::from_utf8_lossy(piece).replace('\'', "''").replace('\n', " ")).into_bytes(),
        _ => format!("{:?}", String::from_utf8_lossy(piece)).replace("\\'", "'").replace("\\u{", "\\x{").into_bytes(),
    };
    bytes.splice(colon..end, value);
}

fn swap_lines(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let mut lines: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let (a, b) = (dice.below(lines.len()), dice.below(lines.len()));
    lines.swap(a, b);
    *bytes = lines.join(&b'\n');
}

/// What came of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing was printed: it is no ClusterConfig.
    NoSource,
    /// Source with findings that are errors.
    Broken,
    /// Source without errors.
    Sound,
}

/// Holds a file to the promises: no panic, and source that is one platform of data.
pub(crate) fn judge(bytes: &[u8]) -> Result<Outcome, String> {
    let imported = std::panic::catch_unwind(|| eksml_import::import(bytes)).map_err(|_| "it panics".to_owned())?;
    let source = imported.source.as_ref().map_err(ToString::to_string)?;
    if source.is_empty() {
        return Ok(Outcome::NoSource);
    }
    eksml_syntax::printed_platform(source).map_err(|fault| format!("{fault}\n{source}"))?;
    calls_nothing(source)?;
    Ok(if imported.has_errors() { Outcome::Broken } else { Outcome::Sound })
}

/// Whether no token of a source calls a macro or names a path, but for the head that every source has.
fn calls_nothing(source: &str) -> Result<(), String> {
    let tokens: proc_macro2::TokenStream = source.parse().map_err(|_| "it is not made of tokens".to_owned())?;
    let mut all = Vec::new();
    flatten(tokens, &mut all);
    let is = |at: usize, text: &str| all.get(at).is_some_and(|token| token == text);
    let bangs = all.iter().filter(|token| *token == "!").count();
    let paths = (0..all.len()).filter(|at| is(*at, ":") && is(at + 1, ":")).count();
    let other = all.iter().find(|token| matches!(token.as_str(), "#" | "$" | "?" | "&" | "|" | "'"));
    match (bangs, paths, other) {
        (1, 2, None) => Ok(()),
        (bangs, paths, other) => Err(format!("{bangs} `!`, {paths} `::`, {other:?} in\n{source}")),
    }
}

fn flatten(tokens: proc_macro2::TokenStream, all: &mut Vec<String>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Group(group) => flatten(group.stream(), all),
            other => all.push(other.to_string()),
        }
    }
}
