//! The plural under which the API serves a kind.

/// The resource of a kind: `networkpolicies` of NetworkPolicy.
pub(super) fn plural(kind: &str) -> String {
    let kind = kind.to_ascii_lowercase();
    if kind == "endpoints" {
        return kind;
    }
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    match kind.strip_suffix('y') {
        Some(stem) if !stem.ends_with(vowel) => format!("{stem}ies"),
        _ if kind.ends_with('s') || kind.ends_with('x') || kind.ends_with("ch") => format!("{kind}es"),
        _ => format!("{kind}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_what_the_api_serves() {
        let served = [
            ("NetworkPolicy", "networkpolicies"),
            ("StorageClass", "storageclasses"),
            ("PriorityClass", "priorityclasses"),
            ("DaemonSet", "daemonsets"),
            ("ResourceQuota", "resourcequotas"),
            ("ValidatingAdmissionPolicy", "validatingadmissionpolicies"),
            ("Ingress", "ingresses"),
            ("LocalQueue", "localqueues"),
            ("JobSet", "jobsets"),
        ];
        for (kind, resource) in served {
            assert_eq!(plural(kind), resource);
        }
    }
}
