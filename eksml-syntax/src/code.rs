//! Source text that is made of tokens and comments alone: what somebody else wrote can become a literal, a checked word or a comment,
//! never code.

use std::fmt::Write as _;

use proc_macro2::Literal;

/// Source text. Nothing appends plain text to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Code(String);

/// A word as Rust's lexer takes it: `[A-Za-z_][A-Za-z0-9_]*`, and not `_` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a>(&'a str);

impl<'a> Word<'a> {
    /// The text as a word, if it is one.
    pub(crate) fn new(text: &'a str) -> Option<Self> {
        let mut chars = text.chars();
        let first = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_' && text.len() > 1);
        (first && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')).then_some(Self(text))
    }
}

/// The punctuation of the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Colon,
    PathColons,
    Star,
    Comma,
    Semicolon,
    Minus,
    Bang,
    Arrow,
    Range,
    RangeInclusive,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParenthesis,
    CloseParenthesis,
}

impl Mark {
    fn text(self) -> &'static str {
        match self {
            Self::Colon => ":",
            Self::PathColons => "::",
            Self::Star => "*",
            Self::Comma => ",",
            Self::Semicolon => ";",
            Self::Minus => "-",
            Self::Bang => "!",
            Self::Arrow => "->",
            Self::Range => "..",
            Self::RangeInclusive => "..=",
            Self::OpenBrace => "{",
            Self::CloseBrace => "}",
            Self::OpenBracket => "[",
            Self::CloseBracket => "]",
            Self::OpenParenthesis => "(",
            Self::CloseParenthesis => ")",
        }
    }
}

impl Code {
    pub(crate) fn word(&mut self, word: Word<'_>) -> &mut Self {
        self.0.push_str(word.0);
        self
    }

    /// A word of our own.
    pub(crate) fn keyword(&mut self, word: &'static str) -> &mut Self {
        if let Some(word) = Word::new(word) {
            self.word(word);
        }
        self
    }

    /// A quoted text, with everything escaped that a reader cannot see.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        let _ = write!(self.0, "{text:?}");
        self
    }

    /// A whole number without its sign.
    pub(crate) fn number(&mut self, number: u128) -> &mut Self {
        let _ = write!(self.0, "{number}");
        self
    }

    /// A finite number with a point, without its sign.
    pub(crate) fn float(&mut self, number: f64) -> &mut Self {
        let _ = write!(self.0, "{}", Literal::f64_unsuffixed(number));
        self
    }

    pub(crate) fn mark(&mut self, mark: Mark) -> &mut Self {
        self.0.push_str(mark.text());
        self
    }

    pub(crate) fn space(&mut self) -> &mut Self {
        self.0.push(' ');
        self
    }

    /// Begins a line.
    pub(crate) fn indent(&mut self, columns: usize) -> &mut Self {
        self.0.extend(std::iter::repeat_n(' ', columns));
        self
    }

    /// Ends a line.
    pub(crate) fn newline(&mut self) -> &mut Self {
        self.0.push('\n');
        self
    }

    /// A comment up to the end of the line.
    pub(crate) fn comment(&mut self, comment: &Comment) -> &mut Self {
        self.0.push_str("// ");
        self.0.push_str(&comment.0);
        self.newline()
    }

    pub(crate) fn append(&mut self, code: &Self) -> &mut Self {
        self.0.push_str(&code.0);
        self
    }

    /// How many characters it has.
    pub(crate) fn width(&self) -> usize {
        self.0.chars().count()
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

/// One line of a comment, without a character that ends it, hides something or turns the line around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment(String);

impl Comment {
    /// The lines of a text as comments: one for each `\n`, whatever else breaks lines is shown escaped.
    pub fn lines(text: &str) -> Vec<Self> {
        text.split('\n').map(|line| Self(visible(line))).collect()
    }
}

impl std::fmt::Display for Comment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "// {}", self.0)
    }
}

/// A text on one line in which every character is seen: control characters, and those that turn or hide others, are shown escaped.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' | '"' | '\\' => shown.push(c),
            c => shown.extend(c.escape_debug()),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_one_token() {
        for word in ["a", "_a", "A1_b", "type", "self"] {
            assert!(Word::new(word).is_some(), "{word}");
        }
        for text in ["", "_", "1a", "a-b", "a b", "a}", "é", "a\n", "r#a", "a::b"] {
            assert!(Word::new(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_comment_stays_on_its_line() {
        let lines = Comment::lines("one\ntwo\rthree\u{2028}four\u{85}five\u{202e}six\0\t");
        let shown: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["// one", "// two\\rthree\\u{2028}four\\u{85}five\\u{202e}six\\0\\t"]);
    }
}
