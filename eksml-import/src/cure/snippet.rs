//! A few words of `platform!` as they stand in a cure.

use std::iter::Peekable;
use std::str::Chars;

/// `word: value`, `word name { … }` or a bare word in a block.
#[derive(Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) word: String,
    pub(super) name: Option<String>,
    pub(super) value: Value,
}

/// What stands behind a word.
#[derive(Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing: the bare word.
    Nothing,
    /// A word, a number or `…`.
    Bare(String),
    /// A text in quotes.
    Text(String),
    List(Vec<Value>),
    Block(Vec<Entry>),
    /// `from..=to`
    Range(String, String),
    /// `Word(value)` or `Word { … }`
    Tagged(String, Box<Value>),
}

/// Reads entries; `None` where it is anything else, such as a command or a value alone.
pub(super) fn read(text: &str) -> Option<Vec<Entry>> {
    let mut reader = Reader { chars: text.chars().peekable() };
    let entries = reader.entries()?;
    reader.space();
    let is_read = reader.chars.peek().is_none();
    let says = |entry: &Entry| entry.value != Value::Nothing;
    (is_read && entries.iter().all(says) && !entries.is_empty()).then_some(entries)
}

struct Reader<'a> {
    chars: Peekable<Chars<'a>>,
}

impl Reader<'_> {
    fn space(&mut self) {
        while self.chars.next_if(|c| c.is_whitespace() || *c == ',').is_some() {}
    }

    fn is_next(&mut self, wanted: char) -> bool {
        self.space();
        self.chars.next_if_eq(&wanted).is_some()
    }

    fn bare(&mut self) -> Option<String> {
        self.space();
        let mut text = String::new();
        while let Some(c) = self.chars.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '…' | '.' | '/')) {
            // The dots of a range end a number.
            if c == '.' && self.chars.peek() == Some(&'.') {
                self.chars.next();
                self.chars.next_if_eq(&'=');
                text.push('\u{1}');
                continue;
            }
            text.push(c);
        }
        (!text.is_empty()).then_some(text)
    }

    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.chars.next()? {
                '"' => return Some(text),
                '\\' => text.push(self.chars.next()?),
                c => text.push(c),
            }
        }
    }

    fn entries(&mut self) -> Option<Vec<Entry>> {
        let mut entries = Vec::new();
        loop {
            self.space();
            let word = match self.chars.peek() {
                Some('"') => {
                    self.chars.next();
                    self.quoted()?
                }
                Some(c) if c.is_alphabetic() => self.bare()?,
                _ => return Some(entries),
            };
            let (mut name, mut value) = (None, Value::Nothing);
            if self.is_next(':') {
                value = self.value()?;
            } else if self.is_next('{') {
                value = self.block()?;
            } else if self.chars.peek().is_some_and(|c| c.is_alphabetic() || *c == '…') {
                name = self.bare();
                if !self.is_next('{') {
                    return None;
                }
                value = self.block()?;
            }
            entries.push(Entry { word, name, value });
        }
    }

    fn block(&mut self) -> Option<Value> {
        // `{ … }` stands for whatever belongs there.
        if self.is_next('…') {
            return self.is_next('}').then(|| Value::Block(Vec::new()));
        }
        let entries = self.entries()?;
        self.is_next('}').then_some(Value::Block(entries))
    }

    fn value(&mut self) -> Option<Value> {
        if self.is_next('"') {
            return Some(Value::Text(self.quoted()?));
        }
        if self.is_next('{') {
            return self.block();
        }
        if self.is_next('[') {
            let mut items = Vec::new();
            while !self.is_next(']') {
                items.push(self.value()?);
            }
            return Some(Value::List(items));
        }
        let bare = self.bare()?;
        if let Some((from, to)) = bare.split_once('\u{1}') {
            return Some(Value::Range(from.to_owned(), to.to_owned()));
        }
        if self.chars.next_if_eq(&'(').is_some() {
            let value = self.value()?;
            return self.is_next(')').then(|| Value::Tagged(bare, Box::new(value)));
        }
        if bare.starts_with(char::is_uppercase) && self.is_next('{') {
            return Some(Value::Tagged(bare, Box::new(self.block()?)));
        }
        Some(Value::Bare(bare))
    }
}
