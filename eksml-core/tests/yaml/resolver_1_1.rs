//! What a bare scalar means under YAML 1.1: the expressions of yaml.org/type written as predicates, at their most generous.
//!
//! Independent of the emitter's own test on purpose: that one allows, this one refuses.

/// The YAML 1.1 type of a bare scalar.
pub(crate) fn resolve(text: &str) -> &'static str {
    let lower = text.to_ascii_lowercase();
    if matches!(lower.as_str(), "" | "~" | "null") {
        "null"
    } else if matches!(lower.as_str(), "y" | "yes" | "n" | "no" | "true" | "false" | "on" | "off") {
        "bool"
    } else if text == "<<" {
        "merge"
    } else if text == "=" {
        "value"
    } else if is_timestamp(text) {
        "timestamp"
    } else if is_int(&lower) {
        "int"
    } else if is_float(&lower) {
        "float"
    } else {
        "str"
    }
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

fn all(text: &str, allowed: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| allowed.contains(c))
}

fn is_int(lower: &str) -> bool {
    let digits = unsigned(lower);
    digits.strip_prefix("0b").is_some_and(|rest| all(rest, "01_"))
        || digits.strip_prefix("0x").is_some_and(|rest| all(rest, "0123456789abcdef_"))
        || digits.strip_prefix("0o").is_some_and(|rest| all(rest, "01234567_"))
        || digits.starts_with(|c: char| c.is_ascii_digit()) && all(digits, "0123456789_,")
        || is_sexagesimal(digits)
}

fn is_sexagesimal(digits: &str) -> bool {
    digits.contains(':') && digits.starts_with(|c: char| c.is_ascii_digit()) && all(digits, "0123456789_:.")
}

fn is_float(lower: &str) -> bool {
    let digits = unsigned(lower);
    if matches!(digits, ".inf" | ".nan" | "inf" | "nan" | "infinity") {
        return true;
    }
    let (mantissa, exponent) = digits.split_once('e').unwrap_or((digits, "0"));
    mantissa.contains(|c: char| c.is_ascii_digit())
        && all(mantissa, "0123456789_.")
        && !mantissa.starts_with('_')
        && all(unsigned(exponent), "0123456789_")
}

fn is_timestamp(text: &str) -> bool {
    let date: Vec<&str> = text.splitn(3, '-').collect();
    let [year, month, rest] = date.as_slice() else { return false };
    year.len() == 4
        && all(year, "0123456789")
        && (1..=2).contains(&month.len())
        && all(month, "0123456789")
        && all(rest, "0123456789tTzZ:.+- \t")
}

#[test]
fn the_resolver_knows_the_types() {
    for (text, kind) in [
        ("No", "bool"),
        ("~", "null"),
        ("", "null"),
        ("0b1_0", "int"),
        ("1_000", "int"),
        ("0o17", "int"),
        ("190:20:30", "int"),
        ("1.5e3", "float"),
        (".5", "float"),
        ("1e3", "float"),
        ("2026-11-23", "timestamp"),
        ("2026-11-23t01:02:03.5-05:00", "timestamp"),
        ("<<", "merge"),
        ("=", "value"),
        ("64Gi", "str"),
        ("node", "str"),
    ] {
        assert_eq!(resolve(text), kind, "{text}");
    }
}
