//! Instance types chosen by their properties.

use super::group::groups;
use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "EK-122",
    name: "invalid-instance-selector",
    title: "an instance selector can be read",
    severity: Severity::Error,
    why: "eksctl refuses a memory that is no number, and an expression that is none, once it has logged in to AWS",
    source: "eksctl pkg/eks/nodegroup_service.go:197, 223",
    check: Check::Config(selectors_can_be_read),
    bad: Example::Config("managedNodeGroups: [{name: cpu, privateNetworking: true, instanceSelector: {vCPUs: 8, memory: lots}}]"),
    good: Example::Config(
        "managedNodeGroups: [{name: cpu, privateNetworking: true, instanceSelector: {vCPUs: 8, memory: 32GiB}}]",
    ),
}];

/// Whether a text is an amount of memory: a number, and perhaps a unit.
fn is_memory(text: &str) -> bool {
    let digits = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (number, unit) = text.split_at(digits);
    let unit = unit.trim_start().to_ascii_lowercase();
    number.parse::<f64>().is_ok()
        && matches!(unit.as_str(), "" | "m" | "mb" | "mi" | "mib" | "g" | "gb" | "gi" | "gib" | "t" | "tb" | "ti" | "tib")
}

/// What keeps a text from being a regular expression, if that can be seen without a parser of them.
fn expression_problem(text: &str) -> Option<&'static str> {
    let (mut depth, mut class, mut before) = (0_u32, false, None);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.next().is_none() => return Some("it ends in a backslash"),
            '\\' => {}
            ']' if class => class = false,
            _ if class => {}
            '[' => class = true,
            '(' => depth += 1,
            ')' if depth == 0 => return Some("a parenthesis is not opened"),
            ')' => depth -= 1,
            '*' | '+' | '?' if matches!(before, None | Some('(' | '|')) && !(letter == '?' && before == Some('(')) => {
                return Some("it repeats nothing");
            }
            _ => {}
        }
        before = Some(letter);
    }
    if class {
        Some("a bracket is not closed")
    } else if depth > 0 {
        Some("a parenthesis is not closed")
    } else {
        None
    }
}

fn selectors_can_be_read(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let Some(selector) = group.instance_selector().get() else { return };
        findings.scope(|findings| {
            if let Some(memory) =
                selector.memory().get().filter(|memory| !memory.whole().is_empty() && !is_memory(memory.whole()))
            {
                findings.report(
                    &memory,
                    format!("`{}` is not an amount of memory", *memory),
                    "write a number and a unit, such as `32GiB`",
                );
            }
        });
        findings.each([("allow", selector.allow()), ("deny", selector.deny())], |(key, at), findings| {
            if let Some(at) = at.get()
                && let Some(problem) = expression_problem(at.whole())
            {
                findings.report(
                    &at,
                    format!("`{key}: {}` is not a regular expression: {problem}", *at),
                    "write one such as `^m7i\\..*`",
                );
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::{expression_problem, is_memory};

    #[test]
    fn memory_is_read_as_the_selector_reads_it() {
        for text in ["32", "32GiB", "32 gb", "0.5TiB", "512mb"] {
            assert!(is_memory(text), "{text}");
        }
        for text in ["", "lots", "GiB", "32 apples", "1.2.3"] {
            assert!(!is_memory(text), "{text}");
        }
    }

    #[test]
    fn expressions_that_cannot_be_read_are_noticed() {
        for text in ["", "^m7i\\..*", "(a|b)+", "[*+(]", "t.*", "(?i)m5.*"] {
            assert_eq!(expression_problem(text), None, "{text}");
        }
        for text in ["*", "(a", "a)", "[a", "a\\", "(*a)", "a|+"] {
            assert!(expression_problem(text).is_some(), "{text}");
        }
    }
}
