//! Cures in Kubernetes' own keys: the words of the platform that a cure names, as the field of a Pod that says the same.

use crate::units::Name;

/// The words that cures about workloads name, each with what it is in a manifest; `{}` is its value.
const WORDS: [(&str, &str); 8] = [
    ("gpus", "resources: {limits: {nvidia.com/gpu: {}}}"),
    ("cpu", "resources: {requests: {cpu: {}}}"),
    ("memory", "resources: {requests: {memory: {}}}"),
    ("replicas", "replicas: {}"),
    ("parts", "parallelism: {}"),
    ("at_once", "parallelism: {}"),
    ("on", "nodeSelector: {alpha.eksctl.io/nodegroup-name: {}}"),
    ("scale", "maxSize: {}"),
];

/// A cure, where node groups have these names: words spell them with underscores.
pub(super) fn of(fix: &str, groups: &[Name]) -> String {
    let mut text = String::with_capacity(fix.len());
    // What stands between two backticks is code.
    for (number, part) in fix.split('`').enumerate() {
        if number > 0 {
            text.push('`');
        }
        text.push_str(&if number % 2 == 1 { code(part, groups) } else { part.to_owned() });
    }
    text
}

fn code(words: &str, groups: &[Name]) -> String {
    if let Some(group) = groups.iter().find(|group| group.word() == words) {
        return group.to_string();
    }
    if let Some(list) = words.strip_prefix("tolerate: [").and_then(|rest| rest.strip_suffix(']')) {
        let all = list.split(", ").map(|key| format!("{{key: {}, operator: Exists}}", key.trim_matches('"')));
        return format!("tolerations: [{}]", all.collect::<Vec<_>>().join(", "));
    }
    let Some((word, value)) = words.split_once(": ") else {
        return WORDS
            .iter()
            .find(|(known, _)| *known == words)
            .map_or(words, |(_, key)| key.split(": {").next().unwrap_or(words))
            .to_owned();
    };
    if let Some((least, most)) = value.split_once("..=").filter(|_| word == "scale") {
        return format!("minSize: {least}, maxSize: {most}");
    }
    match WORDS.iter().find(|(known, _)| *known == word) {
        Some((_, key)) => key.replacen("{}", value, 1),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn words_become_fields() {
        assert_eq!(code("gpus: 4", &[]), "resources: {limits: {nvidia.com/gpu: 4}}");
        assert_eq!(code("memory: \"13Gi\"", &[]), "resources: {requests: {memory: \"13Gi\"}}");
        assert_eq!(code("scale: 0..=7", &[]), "minSize: 0, maxSize: 7");
        assert_eq!(
            code("tolerate: [\"nvidia.com/gpu\", \"team\"]", &[]),
            "tolerations: [{key: nvidia.com/gpu, operator: Exists}, {key: team, operator: Exists}]"
        );
        assert_eq!(code("gpu-nodes", &[]), "gpu-nodes");
    }
}
