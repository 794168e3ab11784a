//! How to mend something, in the words of `platform!` and in eksctl's keys.

/// How to mend something. Whoever writes `platform!` is told words; whoever has an eksctl file, keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to write in `platform!`.
    pub words: String,
    /// What to write in an eksctl file, where that is something else.
    pub keys: Option<String>,
    /// What eksml has no word for, where an eksctl file may have it all the same; `keys` then says what its owner can do.
    pub limit: Option<String>,
}

impl Fix {
    /// A cure that is said in one way in `platform!` and in another in an eksctl file.
    pub fn new(words: impl Into<String>, keys: impl Into<String>) -> Self {
        Self { words: words.into(), keys: Some(keys.into()), limit: None }
    }

    /// A cure that is the same for both.
    pub fn alike(text: impl Into<String>) -> Self {
        let words = text.into();
        Self { keys: Some(words.clone()), words, limit: None }
    }

    /// The same, where eksml has no word for what eksctl takes: an eksctl file is told `limit`, and it is no fault of the file.
    #[must_use]
    pub fn or_limit(mut self, limit: impl Into<String>) -> Self {
        self.limit = Some(limit.into());
        self
    }
}

impl From<String> for Fix {
    fn from(words: String) -> Self {
        Self { words, keys: None, limit: None }
    }
}

impl From<&str> for Fix {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<&String> for Fix {
    fn from(words: &String) -> Self {
        words.clone().into()
    }
}
