//! Mutated eksctl files through the import, as many as one likes: `cargo bench -p eksml-import --bench mutated -- 200000 [SEED]`.
//! Ends with 1 at the first file that breaks a promise, and prints it. Without a number it tries a thousand.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what it says is its work")]

#[path = "../tests/mutated/files.rs"]
mod files;

use std::process::ExitCode;
use std::time::Instant;

use files::{Dice, Outcome, judge, mutant, seeds};

fn main() -> ExitCode {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse::<u64>().ok());
    let (count, seed) = (numbers.next().unwrap_or(1_000), numbers.next().unwrap_or(1));
    let (seeds, mut dice) = (seeds(), Dice::new(seed));
    let (mut none, mut broken, mut sound) = (0_u64, 0_u64, 0_u64);
    let start = Instant::now();
    for at in 0..count {
        let file = mutant(&seeds, &mut dice);
        match judge(&file) {
            Ok(Outcome::NoSource) => none += 1,
            Ok(Outcome::Broken) => broken += 1,
            Ok(Outcome::Sound) => sound += 1,
            Err(why) => {
                eprintln!("file {at} of seed {seed}: {why}\n--- the file\n{}", String::from_utf8_lossy(&file));
                return ExitCode::FAILURE;
            }
        }
    }
    println!(
        "{count} files of seed {seed} in {:.0?}: {none} without source, {broken} with errors, {sound} sound; no promise broken",
        start.elapsed()
    );
    ExitCode::SUCCESS
}
