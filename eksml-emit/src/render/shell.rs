//! Words of a shell's command, quoted where the shell would read them as something else.

/// A word as the shell gives it back.
pub fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_@%+=:,./-".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// A path as the shell gives it back, and as no program takes for an option.
pub fn path(path: &std::path::Path) -> String {
    let text = path.to_string_lossy();
    word(&if text.starts_with('-') { format!("./{text}") } else { text.into_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_the_shell() {
        for text in ["--lr=1e-4", "two words", "it's $HOME", "", "a b;touch x", "`id`", "~", "a\nb", "\\", "ü", "!!", "*"] {
            let echo =
                std::process::Command::new("sh").args(["-c", &format!("printf %s {}", word(text))]).output().expect("a shell");
            assert_eq!(String::from_utf8_lossy(&echo.stdout), text);
        }
        assert_eq!(word("--lr=1e-4"), "--lr=1e-4");
        assert_eq!(path(std::path::Path::new("-f")), "./-f");
    }
}
