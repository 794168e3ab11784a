//! Which strings may stand bare because no YAML 1.1 or 1.2 reader takes them for anything else.
//!
//! The test is an allow-list, so a reader's rule nobody thought of finds a quoted string. What it must keep out, by source:
//! yaml.org/type (bool, int, float, merge, null, timestamp, value), the YAML 1.2 core schema, go-yaml's `resolve.go`
//! (`0o`, `0b`, `_` in numbers, `y`/`n`), PyYAML's and ruamel's implicit resolvers, and the tags of npm's `yaml`.

/// Words some reader takes for a boolean, a null or a number, in any case.
const RESERVED: [&str; 13] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity", "nil"];

/// Whether `text` may be written without quotes, as a value or as a key.
pub(super) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else { return false };
    let opens = match first {
        b'a'..=b'z' | b'A'..=b'Z' => !RESERVED.iter().any(|word| word.eq_ignore_ascii_case(text)) && !is_exponent_alone(text),
        b'0'..=b'9' => bytes.iter().any(|&byte| is_never_numeric(byte)),
        b'/' | b'_' | b'$' => true,
        _ => false,
    };
    opens
        && last != b':'
        && last != b' '
        && bytes.is_ascii()
        && bytes.windows(2).all(may_follow)
        && bytes.iter().all(|&b| may_stand(b))
}

/// An exponent without a number before it, such as `e1` or `E-3`: npm's `yaml` takes it for a float in YAML 1.1.
fn is_exponent_alone(text: &str) -> bool {
    text.strip_prefix(['e', 'E']).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || b"+-_.".contains(&byte)))
}

/// Bytes that occur in no number, sexagesimal or timestamp of any schema, so `100Gi` and `10.0.0.0/16` need no quotes.
///
/// Left out on purpose: `a`–`f` (hex, exponent), `o`, `x`, `p` (prefixes, hex floats), `t`, `z` (timestamps), `_`, `,`, `:`, `+`, `-`, `.`.
fn is_never_numeric(byte: u8) -> bool {
    matches!(byte.to_ascii_lowercase(), b'g'..=b'n' | b'q'..=b's' | b'u'..=b'w' | b'y' | b'/' | b'@')
}

/// Bytes that mean nothing to a reader inside a bare string; `:` and space are judged by their neighbour as well.
fn may_stand(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" _-./@+=$()<>~%;:,*^'".contains(&byte)
}

/// `: ` opens a value, ` #` a comment; runs of spaces are exact in bare text, but hard to see.
fn may_follow(pair: &[u8]) -> bool {
    !matches!(pair, [b':', b' '] | [b' ', b' ' | b'#'])
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn everyday_values_stay_readable() {
        for text in [
            "ml-training",
            "m7i.2xlarge",
            "arn:aws:iam::123456789012:role/trainer",
            "https://example.com/infra.git",
            "public.ecr.aws/x/y:v1.2@sha256",
            "100Gi",
            "10.0.0.0/16",
            "5m",
            "karpenter.sh/discovery",
            "/var/lib/kubelet",
            "Pod Security is restricted",
            "$(POD_NAME)",
            "e1-ml",
            "eu-west-1",
            "E1x",
        ] {
            assert!(is_plain(text), "{text}");
        }
    }

    #[test]
    fn anything_a_reader_could_mistake_is_quoted() {
        for text in [
            "",
            " ",
            "No",
            "oN",
            "y",
            "N",
            "~",
            "1",
            "1.35",
            "0o17",
            "0x1F",
            "1_000",
            "12:30:45",
            "1:20",
            "1e3",
            ".5",
            "+1",
            "-1",
            "2026-11-23",
            "2026-11-23T01:02:03Z",
            "<<",
            "=",
            "-",
            "- a",
            "?",
            "a: b",
            "a:",
            "a #b",
            "#",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a",
            "a ",
            " a",
            "a\tb",
            "a\nb",
            "é",
            "\u{feff}a",
            "[a]",
            "{a}",
            "\"a",
            "'a",
            "10.0.0.1",
            "90d",
            "1,000",
            "0b1",
            "...",
            "---",
            "e1",
            "E3",
            "e-3",
            "E+03",
            "e1_0",
            "e",
        ] {
            assert!(!is_plain(text), "{text:?}");
        }
    }
}
