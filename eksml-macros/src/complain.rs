//! From a complaint to a rustc error under the user's own word.

use eksml_core::findings::Finding;
use eksml_core::source::Mark;
use eksml_syntax::{Words, fault};
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::Complaint;

/// What rustc prints for a finding.
pub(crate) fn of(finding: &Finding, mark: Mark) -> Complaint {
    Complaint { rule: finding.rule, mark, text: finding.message() }
}

/// A complaint of the macro's own.
pub(crate) fn new(rule: &'static str, mark: Mark, problem: &str, fix: &str) -> Complaint {
    let (finding, mark) = fault(rule, mark, problem, fix);
    of(&finding, mark)
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
