//! The grammar of `platform!`: from tokens to the value tree of [`eksml_core::source`], and from the tree to source.
//!
//! The macro reads the compiler's tokens with it, the import reads back what it prints: both hold to one grammar.

mod code;
mod literal;
mod parse;
mod print;
mod read_back;
mod words;

pub use code::{Comment, visible};
pub use literal::value as literal;
pub use parse::platform;
pub use print::{Comments, source};
pub use read_back::{Unprintable, platform as printed_platform};
pub use words::{Word, Words};

use eksml_core::findings::{Applicability, Finding, Severity};
use eksml_core::rules;
use eksml_core::source::{Mark, Path};

/// A fault of the grammar at the word it stands under.
pub type Fault = (Finding, Mark);

/// A fault of the grammar: the rule says why, the grammar says what and how to mend it.
pub fn fault(rule: &'static str, mark: Mark, problem: &str, fix: &str) -> Fault {
    let why = rules::find(rule).map_or_else(String::new, |rule| rule.why.to_owned());
    let (problem, fix) = (problem.to_owned(), fix.to_owned());
    (
        Finding {
            rule,
            severity: Severity::Error,
            path: Path::root(),
            problem,
            why,
            fix,
            keys: None,
            limit: None,
            edits: Vec::new(),
            applicability: Applicability::Decision,
        },
        mark,
    )
}
