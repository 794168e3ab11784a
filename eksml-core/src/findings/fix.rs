//! How to mend something, in the words of `platform!` and in eksctl's keys, and as edits where it is no more than that.

use super::edit::{Applicability, Edit};
use super::said::Tongue;
use crate::source::Path;

/// Stands for the sentence that is printed from the edits.
const EDITS: &str = "{}";

/// How to mend something. Whoever writes `platform!` is told words; whoever has an eksctl file, keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// What to write in `platform!`.
    pub words: String,
    /// What to write in an eksctl file, where that is something else.
    pub keys: Option<String>,
    /// What eksml has no word for, where an eksctl file may have it all the same; `keys` then says what its owner can do.
    pub limit: Option<String>,
    /// The edits that it takes; none where it is a matter of choice.
    pub edits: Vec<Edit>,
    /// Who may apply them.
    pub applicability: Applicability,
}

impl Fix {
    /// A cure that is said in one way in `platform!` and in another in an eksctl file.
    pub fn new(words: impl Into<String>, keys: impl Into<String>) -> Self {
        Self { keys: Some(keys.into()), ..Self::from(words.into()) }
    }

    /// A cure that is the same for both.
    pub fn alike(text: impl Into<String>) -> Self {
        let words = text.into();
        Self { keys: Some(words.clone()), ..Self::from(words) }
    }

    /// Edits that a program may apply; the sentence is printed from them.
    pub fn safe(edits: impl IntoIterator<Item = Edit>) -> Self {
        Self { applicability: Applicability::Safe, ..Self::decision(edits) }
    }

    /// Edits that somebody has to decide on; the sentence is printed from them.
    pub fn decision(edits: impl IntoIterator<Item = Edit>) -> Self {
        Self { edits: edits.into_iter().collect(), ..Self::from(EDITS) }
    }

    /// The same in a sentence of the rule's own, in which `{}` stands for what is printed from the edits.
    #[must_use]
    pub fn saying(mut self, sentence: impl Into<String>) -> Self {
        self.words = sentence.into();
        self
    }

    /// The same, where eksml has no word for what eksctl takes: an eksctl file is told `limit`, and it is no fault of the file.
    #[must_use]
    pub fn or_limit(mut self, limit: impl Into<String>) -> Self {
        self.limit = Some(limit.into());
        self
    }

    /// The same with its edits printed, for a mistake at `here`.
    pub(crate) fn printed(mut self, tongue: Tongue, here: &Path) -> Self {
        if !self.edits.is_empty() && self.words.contains(EDITS) {
            self.words = self.words.replacen(EDITS, &tongue.say(&self.edits, here), 1);
        }
        self
    }
}

impl From<String> for Fix {
    fn from(words: String) -> Self {
        Self { words, keys: None, limit: None, edits: Vec::new(), applicability: Applicability::Decision }
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
