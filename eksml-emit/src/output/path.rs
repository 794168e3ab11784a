//! A path inside the output folder that names the same file on every system and can never leave the folder.
use super::error::Error;
use std::borrow::Borrow;
use std::fmt;
use std::path::Path;

/// A relative path with `/` between portable names, such as `shared/10-namespaces.yaml`.
///
/// Refused: absolute paths, `.` and `..`, backslashes, empty names, anything outside of `A–Z a–z 0–9 . _ -` (the POSIX portable
/// filename character set), names that Windows reserves, `.git`, names over 255 and paths over 1,024 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(String);

impl RelPath {
    /// Checks a path.
    pub fn new(path: impl Into<String>) -> Result<Self, Error> {
        let path = path.into();
        match problem(&path) {
            Some(reason) => Err(Error::Path { path, reason }),
            None => Ok(Self(path)),
        }
    }

    /// The path as text, with `/` between names.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folders above the file, outermost first: `a`, `a/b` for `a/b/c.yaml`.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.0.match_indices('/').map(|(end, _)| &self.0[..end])
    }
}

fn problem(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("it is empty");
    }
    if path.starts_with('/') {
        return Some("it is absolute; write it relative to the output folder");
    }
    if path.contains('\\') {
        return Some("it holds a backslash; part names with `/`");
    }
    if path.len() > 1024 {
        return Some("it is longer than 1,024 bytes");
    }
    path.split('/').find_map(name_problem)
}

fn name_problem(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    if name.is_empty() {
        Some("a name between two `/` is empty")
    } else if name == "." || name == ".." {
        Some("`.` and `..` could lead out of the output folder")
    } else if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
        Some("only the letters A–Z and a–z, digits, `.`, `_` and `-` mean the same on every file system")
    } else if name.starts_with('-') {
        Some("a name that starts with `-` is taken for an option by command-line tools")
    } else if name.ends_with('.') {
        Some("Windows drops a `.` at the end of a name")
    } else if name.len() > 255 {
        Some("a name is longer than 255 bytes")
    } else if matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|n| matches!(n.as_bytes(), [b'0'..=b'9']))
    {
        Some("Windows reserves con, prn, aux, nul, com0–9 and lpt0–9")
    } else if name.eq_ignore_ascii_case(".git") {
        Some("`.git` belongs to git")
    } else {
        None
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<Path> for RelPath {
    fn as_ref(&self) -> &Path {
        Path::new(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portable_paths_pass() {
        for path in ["a", "shared/10-namespaces.yaml", "a/b/c.d_e-f", ".gitignore", "com10", "console.yaml", "a..b"] {
            assert!(RelPath::new(path).is_ok(), "{path}");
        }
        let path = RelPath::new("a/b/c.yaml").expect("portable");
        assert_eq!(path.folders().collect::<Vec<_>>(), ["a", "a/b"]);
    }

    #[test]
    fn paths_that_leave_or_differ_are_refused() {
        let long = "a".repeat(256);
        let longer = "a/".repeat(600) + "a";
        for path in [
            "",
            "/",
            "/a",
            "..",
            ".",
            "a/..",
            "../a",
            "a/./b",
            "a//b",
            "a/",
            "a\\b",
            "C:\\a",
            "C:a",
            "a b",
            "é",
            "a\0",
            "a\n",
            "-a",
            "a.",
            "CON",
            "nul.yaml",
            "x/Com1.txt",
            "LPT9",
            ".git",
            "a/.GIT/b",
            "a*",
            "~",
            &long,
            &longer,
        ] {
            let error = RelPath::new(path).expect_err(path);
            assert!(matches!(error, Error::Path { .. }), "{path}");
        }
    }
}
