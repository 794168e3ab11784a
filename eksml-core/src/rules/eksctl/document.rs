//! Texts that are to be JSON or YAML: what no reader of either could make sense of.

/// What keeps a text from being JSON or YAML, if that can be seen without a parser of either: brackets and quotes that do not
/// match, and tabs that indent. YAML takes nearly every other text for something.
pub(super) fn problem(text: &str) -> Option<&'static str> {
    if text.trim_start().starts_with(['{', '[']) {
        return flow(text.trim());
    }
    let mut block: Option<usize> = None;
    for line in text.lines() {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if body.trim().is_empty() {
            continue;
        }
        // What stands in a block scalar is text, whatever it looks like.
        if block.is_some_and(|scalar| indent > scalar) {
            continue;
        }
        block = None;
        if body.starts_with('\t') {
            return Some("a tab indents a line");
        }
        if body.trim_end().ends_with(['|', '>']) || body.trim_end().ends_with("|-") || body.trim_end().ends_with(">-") {
            block = Some(indent);
        }
    }
    None
}

/// What is wrong with a text in brackets.
fn flow(text: &str) -> Option<&'static str> {
    let mut open = Vec::new();
    let mut quote: Option<char> = None;
    let mut letters = text.char_indices();
    let mut before = '\0';
    while let Some((at, letter)) = letters.next() {
        match (quote, letter) {
            (Some('"'), '\\') => {
                letters.next();
            }
            (Some(mark), letter) if mark == letter => quote = None,
            // A quote within a word, as in `don't`, is an ordinary letter.
            (None, '"' | '\'') if matches!(before, '\0' | '{' | '[' | ',' | ':') => quote = Some(letter),
            (None, '{') => open.push('}'),
            (None, '[') => open.push(']'),
            (None, '}' | ']') if open.pop() != Some(letter) => return Some("its brackets do not match"),
            (None, '}' | ']')
                if open.is_empty() && !text[at + 1..].trim().is_empty() && !text[at + 1..].trim().starts_with('#') =>
            {
                return Some("something follows its closing bracket");
            }
            _ => {}
        }
        if !letter.is_whitespace() {
            before = letter;
        }
    }
    if quote.is_some() {
        Some("a quote is not closed")
    } else if !open.is_empty() {
        Some("a bracket is not closed")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn what_can_be_read_is_let_through() {
        for text in [
            "",
            "{}",
            r#"{"a": [1, {"b": "}"}], "c": "\""}"#,
            "{env: {A: 'it''s', B: don't}}",
            "env:\n  A: \"true\"\n",
            "script: |\n  if x; then\n  \techo {\n  fi\nnext: [1, 2]\n",
            "replicas: 2",
        ] {
            assert_eq!(problem(text), None, "{text}");
        }
    }

    #[test]
    fn what_no_reader_could_read_is_not() {
        for text in ["{", "{\"a\": 1", "[1, 2}", "{\"a\": \"b}", "{} {}", "env:\n\tA: 1\n"] {
            assert!(problem(text).is_some(), "{text}");
        }
    }
}
