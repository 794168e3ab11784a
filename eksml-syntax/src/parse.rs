//! From tokens to the value tree: lenient, one pass, never gives up.
//!
//! ```text
//! block := ( entry [ "," | ";" ] )*
//! entry := key ":" value | key [ name ] block | key [ name ] | "waive" "(" RULE "," reason "," "until" ":" date ")"
//! value := literal | word | word "(" value ")" | word block | word value | range | "[" value,* "]" | "{" expression "}"
//! ```

use eksml_core::source::{Entry, Mark, Node, Value};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use crate::words::Words;
use crate::{Fault, fault, literal};

/// Reads the whole input of `platform!`: its tree, the tokens behind the marks, and what could not be read.
pub fn platform(input: TokenStream) -> (Node, Words, Vec<Fault>) {
    let mut words = Words::default();
    let mut faults = Vec::new();
    let span = Span::call_site();
    let mark = words.stretch(span, span, TokenStream::new());
    let entries =
        Parser { words: &mut words, faults: &mut faults, tokens: input.into_iter().collect(), at: 0, depth: 0 }.entries();
    (Node { value: Value::Block(entries), mark }, words, faults)
}

struct Parser<'a> {
    words: &'a mut Words,
    faults: &'a mut Vec<Fault>,
    tokens: Vec<TokenTree>,
    at: usize,
    /// How many groups are around the tokens.
    depth: usize,
}

/// How deep groups may be nested.
const DEEPEST: usize = 100;

impl Parser<'_> {
    fn entries(&mut self) -> Vec<Entry> {
        let mut entries = Vec::new();
        loop {
            while self.punct(',') || self.punct(';') {
                self.at += 1;
            }
            let Some(token) = self.peek(0).cloned() else { return entries };
            if let Some(key) = text_of(&token) {
                entries.push(self.entry(key, &token));
            } else {
                let mark = self.words.token(&token);
                self.complain(
                    "DSL-03",
                    mark,
                    &format!("`{}` cannot begin an entry", short(&token)),
                    "write `key: value` or `keyword name { … }`",
                );
                self.skip_entry();
            }
        }
    }

    fn entry(&mut self, key: String, token: &TokenTree) -> Entry {
        let key_mark = self.words.token(token);
        self.at += 1;
        if let (true, Some(TokenTree::Group(group))) = (key == "waive", self.peek(0).cloned())
            && group.delimiter() == Delimiter::Parenthesis
        {
            self.at += 1;
            return Entry { key, key_mark, name: None, value: self.waiver(&group) };
        }
        let mut name = None;
        if let Some(token) = self.peek(0).cloned()
            && let Some(text) = text_of(&token)
        {
            let mark = self.words.token(&token);
            self.at += 1;
            name = Some((text, mark));
        }
        let value = if self.colon() {
            self.at += 1;
            let value = self.value(key_mark, &key);
            self.end_of_entry();
            value
        } else if let Some(TokenTree::Group(group)) = self.peek(0).cloned() {
            self.at += 1;
            self.block(&group)
        } else {
            if self.peek(0).is_some() {
                self.end_of_entry();
            }
            Node { value: Value::Present, mark: key_mark }
        };
        Entry { key, key_mark, name, value }
    }

    /// A value ends at a comma, a semicolon or the end; anything else is reported and skipped.
    fn end_of_entry(&mut self) {
        if self.punct(',') || self.punct(';') || self.peek(0).is_none() {
            return;
        }
        // After a block the comma may be left out.
        if let Some(TokenTree::Group(group)) = self.at.checked_sub(1).and_then(|at| self.tokens.get(at))
            && group.delimiter() == Delimiter::Brace
        {
            return;
        }
        let Some(token) = self.peek(0).cloned() else { return };
        let mark = self.words.token(&token);
        self.complain("DSL-03", mark, &format!("expected `,` before `{}`", short(&token)), "put a comma between two entries");
        // The next entry may simply lack its comma; what cannot begin one is skipped.
        if text_of(&token).is_none() {
            self.skip_entry();
        }
    }

    fn skip_entry(&mut self) {
        while self.peek(0).is_some() && !self.punct(',') && !self.punct(';') {
            self.at += 1;
        }
    }

    fn value(&mut self, after: Mark, key: &str) -> Node {
        let node = self.bound(after, key);
        // A range: two points, and an equals sign for one that includes its end.
        if !(self.punct('.') && self.punct_at(1, '.')) {
            return node;
        }
        self.at += 2;
        let inclusive = self.punct('=');
        if inclusive {
            self.at += 1;
        }
        let to = self.bound(node.mark, key);
        let (first, last) = (self.words.span(node.mark), self.words.span(to.mark));
        let mark = self.words.stretch(first, last, TokenStream::new());
        Node { value: Value::Range { from: Box::new(node), to: Box::new(to), inclusive }, mark }
    }

    fn bound(&mut self, after: Mark, key: &str) -> Node {
        let Some(token) = self.peek(0).cloned().filter(|_| !self.punct(',') && !self.punct(';')) else {
            self.complain("DSL-03", after, &format!("`{key}` has no value"), "write its value after it");
            return Node { value: Value::Broken, mark: after };
        };
        self.at += 1;
        let mark = self.words.token(&token);
        match &token {
            TokenTree::Literal(written) => match literal(written) {
                Some(value) => Node { value, mark },
                None => self.broken(mark, &token),
            },
            TokenTree::Ident(ident) => self.word(&plain(&ident.to_string()), mark),
            TokenTree::Group(group) => match group.delimiter() {
                Delimiter::Bracket => self.list(group, mark),
                Delimiter::Brace if is_block(group) => self.block(group),
                Delimiter::Brace => {
                    let hole = self.words.hole(group.stream());
                    let mark = self.hole_mark(group, mark);
                    Node { value: Value::Hole(hole), mark }
                }
                Delimiter::Parenthesis | Delimiter::None => self.inside(group, mark, key),
            },
            TokenTree::Punct(punct) if punct.as_char() == '-' => self.negative(mark, &token),
            TokenTree::Punct(_) => {
                let node = self.broken(mark, &token);
                self.skip_entry();
                node
            }
        }
    }

    /// The number behind a minus sign.
    fn negative(&mut self, mark: Mark, sign: &TokenTree) -> Node {
        let number = match self.peek(0) {
            Some(TokenTree::Literal(written)) => literal(written),
            _ => None,
        };
        let value = match number {
            Some(Value::Int(number)) => Value::Int(-number),
            Some(Value::Float(text)) => Value::Float(format!("-{text}")),
            _ => {
                let node = self.broken(mark, sign);
                self.skip_entry();
                return node;
            }
        };
        self.at += 1;
        Node { value, mark }
    }

    /// A hole is pointed at by its expression, not by its braces.
    fn hole_mark(&mut self, group: &Group, braces: Mark) -> Mark {
        let mut tokens = group.stream().into_iter();
        let Some(first) = tokens.next() else { return braces };
        let last = tokens.last().unwrap_or_else(|| first.clone());
        self.words.stretch(first.span(), last.span(), TokenStream::new())
    }

    fn word(&mut self, word: &str, mark: Mark) -> Node {
        match word {
            "true" => return Node { value: Value::Bool(true), mark },
            "false" => return Node { value: Value::Bool(false), mark },
            _ => {}
        }
        if self.punct(':') && self.punct_at(1, ':') {
            self.complain("DSL-03", mark, &format!("`{word}::…` is a Rust path"), "put Rust expressions in braces: `{…}`");
            self.skip_entry();
            return Node { value: Value::Broken, mark };
        }
        let payload = match self.peek(0).cloned() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                self.at += 1;
                Some(self.block(&group))
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                self.at += 1;
                Some(self.inside(&group, mark, word))
            }
            // `bucket models`: a word that says what kind of thing the next word names. `on: a b: …` lacks a comma instead.
            Some(token @ TokenTree::Ident(_)) if !self.colon_at(1) && !self.is_brace(1) => {
                self.at += 1;
                let mark = self.words.token(&token);
                Some(Node { value: Value::Word(plain(&token.to_string())), mark })
            }
            // The same where the name is no word of Rust's: `bucket "1e3"`.
            Some(token @ TokenTree::Literal(_)) if text_of(&token).is_some() && !self.colon_at(1) && !self.is_brace(1) => {
                self.at += 1;
                let mark = self.words.token(&token);
                text_of(&token).map(|text| Node { value: Value::Str(text), mark })
            }
            _ => None,
        };
        match payload {
            Some(payload) => Node { value: Value::Tagged(word.to_owned(), mark, Box::new(payload)), mark },
            None => Node { value: Value::Word(word.to_owned()), mark },
        }
    }

    fn list(&mut self, group: &Group, mark: Mark) -> Node {
        let nodes = self.within(group, |parser| {
            let mut nodes = Vec::new();
            while let Some(token) = parser.peek(0).cloned() {
                if parser.punct(';') {
                    // `[x; 3]`: a value ends at a semicolon, so nothing below would step over it.
                    let mark = parser.words.token(&token);
                    parser.complain("DSL-03", mark, "`;` has no meaning in a list", "put a comma between two elements");
                    parser.at += 1;
                    continue;
                }
                nodes.push(parser.value(mark, "the list"));
                if parser.punct(',') {
                    parser.at += 1;
                } else if let Some(token) = parser.peek(0).cloned().filter(|_| !parser.punct(';')) {
                    let mark = parser.words.token(&token);
                    parser.complain(
                        "DSL-03",
                        mark,
                        &format!("expected `,` before `{}`", short(&token)),
                        "put a comma between two elements",
                    );
                    if text_of(&token).is_none() {
                        parser.skip_entry();
                    }
                }
            }
            nodes
        });
        let mark = match (nodes.first(), nodes.last()) {
            (Some(_), Some(_)) => self.words.stretch(group.span_open(), group.span_close(), TokenStream::new()),
            _ => mark,
        };
        Node { value: Value::List(nodes), mark }
    }

    /// The one value in parentheses.
    fn inside(&mut self, group: &Group, after: Mark, key: &str) -> Node {
        let read = self.within(group, |parser| {
            let node = parser.value(after, key);
            if parser.punct(',') {
                parser.at += 1;
            }
            if let Some(token) = parser.peek(0).cloned() {
                let mark = parser.words.token(&token);
                parser.complain("DSL-03", mark, &format!("`{key}(…)` takes one value"), "remove the rest");
            }
            Some(node)
        });
        read.unwrap_or(Node { value: Value::Broken, mark: after })
    }

    fn block(&mut self, group: &Group) -> Node {
        let mark = self.words.token(&TokenTree::Group(group.clone()));
        #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is not general over the parser's lifetime")]
        let entries = self.within(group, |parser| parser.entries());
        Node { value: Value::Block(entries), mark }
    }

    /// `waive(NG-06, "reason", until: "2027-03-31")`; the rule by its id or its name, in quotes or without.
    fn waiver(&mut self, group: &Group) -> Node {
        let mark = self.words.token(&TokenTree::Group(group.clone()));
        let entries = self.within(group, |parser| {
            let mut rule = String::new();
            let (mut first, mut last) = (None, Span::call_site());
            while let Some(token) = parser.peek(0).filter(|_| !parser.punct(',')) {
                rule.push_str(token.to_string().trim_matches('"'));
                first.get_or_insert(token.span());
                last = token.span();
                parser.at += 1;
            }
            let rule_mark = parser.words.stretch(first.unwrap_or(last), last, TokenStream::new());
            let mut entries = vec![named("rule", rule_mark, Node { value: Value::Str(rule), mark: rule_mark })];
            if parser.punct(',') {
                parser.at += 1;
            }
            if let Some(TokenTree::Literal(_)) = parser.peek(0) {
                let reason = parser.value(mark, "reason");
                entries.push(named("reason", reason.mark, reason));
            }
            entries.extend(parser.entries());
            entries
        });
        Node { value: Value::Block(entries), mark }
    }

    /// Reads what is in a group. What is nested deeper than anything that means something is not looked into: everything that walks the
    /// tree after this is as deep as the tree.
    fn within<T: Default>(&mut self, group: &Group, read: impl FnOnce(&mut Parser<'_>) -> T) -> T {
        if self.depth == DEEPEST {
            let mark = self.words.token(&TokenTree::Group(group.clone()));
            let problem = format!("this is nested {DEEPEST} levels deep");
            self.complain(
                "DSL-03",
                mark,
                &problem,
                "nothing here has so many levels: look for a bracket that is never closed, or too many of them",
            );
            return T::default();
        }
        let tokens = group.stream().into_iter().collect();
        let depth = self.depth + 1;
        read(&mut Parser { words: &mut *self.words, faults: &mut *self.faults, tokens, at: 0, depth })
    }

    fn broken(&mut self, mark: Mark, token: &TokenTree) -> Node {
        let fix = "write a text, a number, a word, a range, a list, or `{expression}`";
        self.complain("DSL-03", mark, &format!("`{}` is no value here", short(token)), fix);
        Node { value: Value::Broken, mark }
    }

    fn complain(&mut self, rule: &'static str, mark: Mark, problem: &str, fix: &str) {
        self.faults.push(fault(rule, mark, problem, fix));
    }

    fn peek(&self, ahead: usize) -> Option<&TokenTree> {
        self.tokens.get(self.at + ahead)
    }

    fn punct(&self, c: char) -> bool {
        self.punct_at(0, c)
    }

    fn punct_at(&self, ahead: usize, c: char) -> bool {
        matches!(self.peek(ahead), Some(TokenTree::Punct(punct)) if punct.as_char() == c)
    }

    fn colon(&self) -> bool {
        self.colon_at(0)
    }

    fn colon_at(&self, ahead: usize) -> bool {
        self.punct_at(ahead, ':') && !self.punct_at(ahead + 1, ':')
    }

    fn is_brace(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace)
    }
}

fn named(key: &str, key_mark: Mark, value: Node) -> Entry {
    Entry { key: key.to_owned(), key_mark, name: None, value }
}

/// The word or text of a token that may be a key or a name.
fn text_of(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(ident) => Some(plain(&ident.to_string())),
        TokenTree::Literal(written) => match literal(written) {
            Some(Value::Str(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

fn plain(ident: &str) -> String {
    ident.strip_prefix("r#").unwrap_or(ident).to_owned()
}

/// Whether braces after a colon hold entries rather than an expression: they begin with `key:`, or hold nothing, which is no value of
/// any type that is asked for.
fn is_block(group: &Group) -> bool {
    if group.stream().is_empty() {
        return true;
    }
    let mut tokens = group.stream().into_iter();
    let key = tokens.next().is_some_and(|token| text_of(&token).is_some());
    let colon = matches!(tokens.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    let path = matches!(tokens.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    key && colon && !path
}

/// A token as a message shows it.
fn short(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Brace => "{…}".to_owned(),
            Delimiter::Bracket => "[…]".to_owned(),
            Delimiter::Parenthesis | Delimiter::None => "(…)".to_owned(),
        },
        other => other.to_string(),
    }
}
