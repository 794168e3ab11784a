//! The user's own tokens, by mark: their spans for errors, the tokens themselves for the expansion.

use eksml_core::source::Mark;
use proc_macro2::{Span, TokenStream, TokenTree};

/// One marked stretch of the user's text.
#[derive(Debug, Clone)]
pub struct Word {
    /// Where it begins.
    pub first: Span,
    /// Where its last token stands.
    pub last: Span,
    /// The tokens, where they go into the expansion as they are.
    pub tokens: TokenStream,
}

/// Every marked word, and the expressions of the holes.
#[derive(Debug, Default)]
pub struct Words {
    words: Vec<Word>,
    holes: Vec<TokenStream>,
}

impl Words {
    /// Marks one token.
    pub fn token(&mut self, token: &TokenTree) -> Mark {
        let span = match token {
            // A block is pointed at by its opening brace: rustc would print all of its lines otherwise.
            TokenTree::Group(group) => group.span_open(),
            other => other.span(),
        };
        self.add(span, span, token.clone().into())
    }

    /// Marks a stretch from one token to another.
    pub fn stretch(&mut self, first: Span, last: Span, tokens: TokenStream) -> Mark {
        self.add(first, last, tokens)
    }

    /// Keeps the expression of a hole and gives its number.
    pub fn hole(&mut self, expression: TokenStream) -> usize {
        self.holes.push(expression);
        self.holes.len() - 1
    }

    /// The expression of a hole.
    pub fn expression(&self, hole: usize) -> TokenStream {
        self.holes.get(hole).cloned().unwrap_or_default()
    }

    /// The word behind a mark; marks come from here, so there is one.
    pub fn get(&self, mark: Mark) -> Option<&Word> {
        self.words.get(mark.0 as usize)
    }

    /// The span of a mark's first token.
    pub fn span(&self, mark: Mark) -> Span {
        self.get(mark).map_or_else(Span::call_site, |word| word.first)
    }

    fn add(&mut self, first: Span, last: Span, tokens: TokenStream) -> Mark {
        let mark = Mark(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.words.push(Word { first, last, tokens });
        mark
    }
}
