//! Several documents in one file, each with an optional comment above it.
use super::emitter::to_string;
use super::error::Error;
use super::text::must_escape;
use serde_core::Serialize;

/// Writes documents one after the other, parted by `---`.
pub fn documents<'a, T: Serialize + 'a>(values: impl IntoIterator<Item = &'a T>) -> Result<String, Error> {
    let mut all = Documents::new();
    for value in values {
        all.push(value)?;
    }
    Ok(all.into_string())
}

/// A file of YAML documents under construction.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    text: String,
}

impl Documents {
    /// An empty file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a document.
    pub fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<&mut Self, Error> {
        self.push_under("", value)
    }

    /// Appends a document below a comment, one `#` line per line of `header`; an empty header writes none.
    pub fn push_under<T: Serialize + ?Sized>(&mut self, header: &str, value: &T) -> Result<&mut Self, Error> {
        let document = to_string(value)?;
        if !self.text.is_empty() {
            // The comment goes below the separator: above it, a literal block that keeps its line breaks would end in doubt.
            self.text.push_str("---\n");
        }
        if !header.is_empty() {
            push_comment(&mut self.text, header);
        }
        self.text.push_str(&document);
        Ok(self)
    }

    /// The text so far.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Gives every document with a `metadata` block an annotation more. The value is quoted; the key is a qualified name.
    pub fn annotate(&mut self, key: &str, value: &str) {
        self.text = annotated(&self.text, key, value);
    }

    /// Puts `to` in the place of every value that is exactly `from` under the key `image`, in a list as well.
    pub fn replace_image(&mut self, from: &str, to: &str) {
        let (old, new) = (format!("image: {from}\n"), format!("image: {to}\n"));
        let is_value = |line: &str| line.trim_start().trim_start_matches("- ") == old;
        if self.text.contains(&old) {
            let lines = self.text.split_inclusive('\n');
            self.text = lines.map(|line| if is_value(line) { line.replace(&old, &new) } else { line.to_owned() }).collect();
        }
    }

    /// The file's text; empty without documents.
    pub fn into_string(self) -> String {
        self.text
    }
}

/// `text` with an annotation more in every top-level `metadata` block. What is written at the left margin is a key of the document
/// itself: block scalars are indented.
fn annotated(text: &str, key: &str, value: &str) -> String {
    let annotation = format!("    {key}: \"{value}\"\n");
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        if line == "metadata:\n" {
            match lines.peek() {
                Some(&"  annotations:\n") => out.push_str(lines.next().unwrap_or_default()),
                _ => out.push_str("  annotations:\n"),
            }
            out.push_str(&annotation);
        }
    }
    out
}

fn push_comment(out: &mut String, header: &str) {
    for line in header.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        out.push('#');
        if !line.is_empty() {
            out.push(' ');
        }
        for c in line.chars() {
            if must_escape(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_document_is_annotated_beside_what_it_says_already() -> Result<(), Error> {
        let mut all = Documents::new();
        all.push(&json!({"data": {"x": "metadata:\n  annotations:\n"}, "metadata": {"name": "a"}}))?
            .push(&json!({"metadata": {"annotations": {"b": "c"}, "name": "d"}}))?
            .push(&json!({"kind": "List"}))?;
        all.annotate("example.com/wave", "3");
        assert_eq!(
            all.into_string(),
            "data:\n  x: |\n    metadata:\n      annotations:\nmetadata:\n  annotations:\n    example.com/wave: \"3\"\n  name: a\n---\n\
             metadata:\n  annotations:\n    example.com/wave: \"3\"\n    b: c\n  name: d\n---\nkind: List\n"
        );
        Ok(())
    }

    #[test]
    fn documents_are_parted_and_headed() -> Result<(), Error> {
        let mut all = Documents::new();
        all.push_under("namespaces first\nkey: not a value\u{85}\u{1b}", &json!({"a": 1}))?
            .push(&json!([]))?
            .push_under("last", &"x\n\n")?;
        assert_eq!(
            all.into_string(),
            "# namespaces first\n# key: not a value\n# \\u{1b}\na: 1\n---\n[]\n---\n# last\n|+\n  x\n\n"
        );
        assert_eq!(documents::<i32>([])?, "");
        assert_eq!(documents(&[1, 2])?, "1\n---\n2\n");
        Ok(())
    }
}
