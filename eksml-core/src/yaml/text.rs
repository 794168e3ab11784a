//! How a string is written: bare, double-quoted, or as a literal block.
use super::plain::is_plain;
use std::fmt::Write;

/// Appends `text` as a one-line scalar: bare if that is safe, else double-quoted.
pub(super) fn push_inline(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        push_quoted(out, text);
    }
}

fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if !must_escape(c) => out.push(c),
            // Writing into a String cannot fail.
            c if u32::from(c) <= 0xFF => _ = write!(out, "\\x{:02X}", u32::from(c)),
            c if u32::from(c) <= 0xFFFF => _ = write!(out, "\\u{:04X}", u32::from(c)),
            c => _ = write!(out, "\\U{:08X}", u32::from(c)),
        }
    }
    out.push('"');
}

/// Characters a reader may refuse, fold or take for a line break, and those a human cannot see (spaces, joiners, bidi controls).
pub(super) fn must_escape(c: char) -> bool {
    match c {
        ' '..='~' => false,
        c => {
            c.is_control()
                || matches!(c,
                    '\u{A0}' | '\u{AD}' | '\u{61C}' | '\u{1680}' | '\u{180E}' | '\u{2000}'..='\u{200F}' | '\u{2028}'..='\u{202F}'
                    | '\u{205F}'..='\u{206F}' | '\u{3000}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}'
                    | '\u{FFF0}'..='\u{FFFF}' | '\u{10000}'..)
        }
    }
}

/// Whether `text` is multi-line and every reader gives a literal block of it back unchanged.
///
/// Refused: escapes' business ([`must_escape`], carriage returns), tabs where indentation is expected, and lines of spaces alone,
/// which readers count as indentation or content depending on their place.
pub(super) fn is_block(text: &str) -> bool {
    text.contains('\n')
        && text.lines().any(|line| !line.is_empty())
        && !text.chars().any(|c| c != '\n' && c != '\t' && must_escape(c))
        && text
            .split('\n')
            .all(|line| line.is_empty() || !line.trim_start_matches(' ').starts_with('\t') && !line.trim_matches(' ').is_empty())
}

/// Appends `text` as a literal block whose lines are indented by `column` spaces; the parent collection must stand two to the left.
pub(super) fn push_block(out: &mut String, text: &str, column: usize) {
    out.push('|');
    // Readers learn the indentation from the first line that is not empty; one that starts with a space would mislead them.
    if text.trim_start_matches('\n').starts_with(' ') {
        out.push('2');
    }
    let body = text.trim_end_matches('\n');
    match text.len() - body.len() {
        0 => out.push('-'),
        1 => (),
        _ => out.push('+'),
    }
    out.push('\n');
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        if !line.is_empty() {
            push_spaces(out, column);
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// Appends `count` spaces.
pub(super) fn push_spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> String {
        let mut out = String::new();
        push_quoted(&mut out, text);
        out
    }

    fn block(text: &str) -> String {
        let mut out = String::new();
        push_block(&mut out, text, 2);
        out
    }

    #[test]
    fn escapes_are_those_both_versions_know() {
        assert_eq!(quoted("a\"b\\c\n\t\r\0\u{1b}"), r#""a\"b\\c\n\t\r\x00\x1B""#);
        assert_eq!(quoted("\u{85}\u{2028}\u{feff}\u{1F600}"), r#""\x85\u2028\uFEFF\U0001F600""#);
        assert_eq!(quoted("Zürich 東京"), "\"Zürich 東京\"");
    }

    #[test]
    fn chomping_keeps_the_final_line_breaks() {
        assert_eq!(block("a\nb"), "|-\n  a\n  b\n");
        assert_eq!(block("a\nb\n"), "|\n  a\n  b\n");
        assert_eq!(block("a\n\n"), "|+\n  a\n\n");
        assert_eq!(block("\n\n a\nb\n"), "|2\n\n\n   a\n  b\n");
    }

    #[test]
    fn doubtful_text_is_no_block() {
        for text in ["", "a", "\n", "\n\n", "a\r\nb", "\ta\nb", "a\n \tb", "a\n  \nb", "a\n ", "a\u{85}\nb", "a\n\u{1F600}"] {
            assert!(!is_block(text), "{text:?}");
        }
        for text in ["a\nb", " a\nb", "a\n", "a\tb\nc", "# a\n---\n...\n", "a \nb "] {
            assert!(is_block(text), "{text:?}");
        }
    }
}
