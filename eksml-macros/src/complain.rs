//! From a complaint to a rustc error under the user's own word.

use eksml_core::findings::{Finding, Severity};
use eksml_core::rules;
use eksml_core::source::{Mark, Path};
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::Complaint;
use crate::words::Words;

/// A complaint of the parser's own.
pub(crate) fn new(rule: &'static str, mark: Mark, problem: &str, fix: &str) -> Complaint {
    let why = rules::find(rule).map_or_else(String::new, |rule| rule.why.to_owned());
    let (problem, fix) = (problem.to_owned(), fix.to_owned());
    let finding = Finding { rule, severity: Severity::Error, path: Path::root(), problem, why, fix, keys: None };
    Complaint { rule, mark, text: finding.message() }
}

/// `compile_error!` whose every token carries the span of the user's word: rustc underlines from its first token to its last, and
/// one token of ours would make that the whole macro call.
pub(crate) fn error(complaint: &Complaint, words: &Words) -> TokenStream {
    let (first, last) = words.get(complaint.mark).map_or((Span::call_site(), Span::call_site()), |word| (word.first, word.last));
    let colon = |spacing| {
        let mut punct = Punct::new(':', spacing);
        punct.set_span(first);
        TokenTree::from(punct)
    };
    let mut bang = Punct::new('!', Spacing::Alone);
    bang.set_span(first);
    let mut text = Literal::string(&complaint.text);
    text.set_span(last);
    let mut group = Group::new(Delimiter::Brace, TokenTree::from(text).into());
    group.set_span(last);
    TokenStream::from_iter([
        colon(Spacing::Joint),
        colon(Spacing::Alone),
        Ident::new("core", first).into(),
        colon(Spacing::Joint),
        colon(Spacing::Alone),
        Ident::new("compile_error", first).into(),
        bang.into(),
        group.into(),
    ])
}
