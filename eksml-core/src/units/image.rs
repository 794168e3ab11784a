//! A reference to a container image, with its registry spelled out.
use std::str::FromStr;

use super::text::stored_as_text;
use super::{Invalid, Unit};

/// A container image reference: registry host, repository, and a tag, a digest or both (`SEC-14`).
///
/// Which registries and tags are acceptable is a matter of the rules; the form only refuses what names no version at all.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Image {
    text: String,
    registry: usize,
    repository: usize,
}

impl Image {
    /// The registry's host, with its port if it has one.
    pub fn registry(&self) -> &str {
        &self.text[..self.registry]
    }

    /// The repository inside the registry, for example `nvidia/k8s-device-plugin`.
    pub fn repository(&self) -> &str {
        &self.text[self.registry + 1..self.repository]
    }

    /// The tag, if the reference has one.
    pub fn tag(&self) -> Option<&str> {
        let version = self.text[self.repository..].strip_prefix(':')?;
        Some(version.split('@').next().unwrap_or(version))
    }

    /// The digest, if the reference has one, with its algorithm.
    pub fn digest(&self) -> Option<&str> {
        self.text.split_once('@').map(|(_, digest)| digest)
    }
}

/// Whether the first path component is a host and not a user of Docker Hub.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "0"));
    let named = name.split('.').all(|part| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    });
    let addressed = text == "localhost" || name.contains('.') || text.contains(':');
    named && addressed && !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a component of the repository's path is well formed: lowercase words joined by `.`, `_`, `__` or dashes.
fn is_path_component(part: &str) -> bool {
    let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let edges = part.bytes().next().is_some_and(word) && part.bytes().last().is_some_and(word);
    let separators = !["..", "___", "._", "_.", ".-", "-.", "_-", "-_"].iter().any(|pair| part.contains(pair));
    edges && separators && part.bytes().all(|b| word(b) || matches!(b, b'.' | b'_' | b'-'))
}

fn is_tag(tag: &str) -> bool {
    let first = tag.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
    first && tag.len() <= 128 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
}

fn is_digest(digest: &str) -> bool {
    let (algorithm, hex) = digest.split_once(':').unwrap_or_default();
    let length = match algorithm {
        "sha256" => 64,
        "sha512" => 128,
        _ => return false,
    };
    hex.len() == length && hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

impl Unit for Image {
    const EXPECTS: &'static str = "an image with registry and tag or digest, like \"registry.k8s.io/pause:3.10\"";
}

impl FromStr for Image {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let refuse = |problem: String| Invalid::new("SEC-14", format!("image `{text}` {problem}"));
        let (path, digest) = match text.split_once('@') {
            Some((path, digest)) => (path, Some(digest)),
            None => (text, None),
        };
        let Some((registry, rest)) = path.split_once('/').filter(|(host, _)| is_host(host)) else {
            let hub = if path.contains('/') { "docker.io" } else { "docker.io/library" };
            let fix = format!("{hub}/{text}");
            return Err(refuse("names no registry".to_owned()).maybe_fix(fix.parse::<Self>().is_ok().then_some(fix)));
        };
        let (repository, tag) = match rest.split_once(':') {
            Some((repository, tag)) => (repository, Some(tag)),
            None => (rest, None),
        };
        if let Some(bad) = repository.split('/').find(|part| !is_path_component(part)) {
            let lower = format!("{registry}/{}{}", repository.to_lowercase(), &rest[repository.len()..]);
            let fix =
                (repository.to_lowercase() != repository && digest.is_none() && lower.parse::<Self>().is_ok()).then_some(lower);
            return Err(refuse(format!("has `{bad}` in its repository, which must be lowercase words")).maybe_fix(fix));
        }
        if let Some(tag) = tag.filter(|tag| !is_tag(tag)) {
            return Err(refuse(format!("has the malformed tag `{tag}`")));
        }
        if let Some(digest) = digest.filter(|digest| !is_digest(digest)) {
            return Err(refuse(format!("has the malformed digest `{digest}`")).fix("`sha256:` and 64 hexadecimal digits"));
        }
        if tag.is_none() && digest.is_none() {
            return Err(refuse("names no version, so the registry would choose `latest`".to_owned())
                .fix(format!("`{text}:` followed by the version you tested, or `@sha256:` and its digest")));
        }
        let repository = registry.len() + 1 + repository.len();
        Ok(Self { text: text.to_owned(), registry: registry.len(), repository })
    }
}

stored_as_text!(Image);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_taken_apart() {
        let digest = format!("sha256:{}", "0a".repeat(32));
        let both = format!("localhost:5000/team/vllm:v0.11.0@{digest}");
        for (text, registry, repository, tag, expected_digest) in [
            ("registry.k8s.io/pause:3.10", "registry.k8s.io", "pause", Some("3.10"), None),
            ("nvcr.io/nvidia/k8s-device-plugin:v0.20.0", "nvcr.io", "nvidia/k8s-device-plugin", Some("v0.20.0"), None),
            (both.as_str(), "localhost:5000", "team/vllm", Some("v0.11.0"), Some(digest.as_str())),
            (&format!("localhost/a__b-c.d@{digest}"), "localhost", "a__b-c.d", None, Some(digest.as_str())),
        ] {
            let image: Image = text.parse().unwrap();
            assert_eq!((image.registry(), image.repository()), (registry, repository), "{text}");
            assert_eq!((image.tag(), image.digest()), (tag, expected_digest), "{text}");
            assert_eq!(image.to_string(), text);
        }
    }

    #[test]
    fn other_references_are_refused() {
        for (text, fix) in [
            ("", None),
            ("nginx:1.27", Some("docker.io/library/nginx:1.27")),
            ("vllm/vllm-openai:v0.11.0", Some("docker.io/vllm/vllm-openai:v0.11.0")),
            ("nvcr.io/NVIDIA/plugin:v1", Some("nvcr.io/nvidia/plugin:v1")),
            ("nvcr.io/:v1", None),
            ("nvcr.io/a//b:v1", None),
            ("nvcr.io/a:", None),
            ("nvcr.io/a:-v1", None),
            ("nvcr.io/a:v1:v2", None),
            ("nvcr.io/a b:v1", None),
            ("nvcr.io/-a:v1", None),
            ("nvcr.io:/a:v1", None),
            ("https://nvcr.io/a:v1", None),
        ] {
            let invalid = text.parse::<Image>().unwrap_err();
            assert_eq!((invalid.rule, invalid.fix.as_deref()), ("SEC-14", fix), "{text}");
        }
        for text in ["nvcr.io/a", "nginx", "nvcr.io/a@sha256:0", "nvcr.io/a@md5:00", "nvcr.io/a:v1@", "nvcr.io/a@sha256:ZZ"] {
            assert!(text.parse::<Image>().is_err(), "{text}");
        }
    }
}
