//! The cure of a rule, which speaks the words of `platform!`, for whoever has an eksctl file: the same in eksctl's keys.
//!
//! Rules say once how to mend something. What stands in backquotes is read as words and said in keys; sentences around it stay. A cure
//! with a word that eksctl has no key for is not translated: its rule says it in keys itself ([`Fix::new`](eksml_core::findings::Fix::new)).

mod keys;
mod snippet;

/// The kind of node group that a cure is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// One of `managedNodeGroups`, or none at all.
    Managed,
    /// One of `nodeGroups`.
    SelfManaged,
}

/// The cure in eksctl's keys; `None` where eksctl has none for a word in it.
pub(super) fn in_keys(cure: &str, group: Group) -> Option<String> {
    let mut text = String::with_capacity(cure.len());
    for (at, part) in cure.split('`').enumerate() {
        if at % 2 == 0 {
            text.push_str(part);
            continue;
        }
        text.push('`');
        match snippet::read(part) {
            Some(entries) => text.push_str(&keys::said(&entries, group)?),
            None => text.push_str(keys::of_word(part, group)?),
        }
        text.push('`');
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_keys_and_sentences_stay() {
        for (words, keys) in [
            ("write `scale: 3..=6`", "write `minSize: 3, maxSize: 6`"),
            ("add `taint: nvidia_gpu`", "add `taints: [{key: nvidia.com/gpu, value: \"true\", effect: NoSchedule}]`"),
            ("write `nat: PerZone`", "write `vpc: {nat: {gateway: HighlyAvailable}}`"),
            ("name it: `instances: [\"g6e.2xlarge\", \"g6.2xlarge\"]`", "name it: `instanceTypes: [g6e.2xlarge, g6.2xlarge]`"),
            ("write `volume { size_gib: 200 }` in the node group", "write `volumeSize: 200` in the node group"),
            ("or leave `efa` out", "or leave `efaEnabled` out"),
            ("`aws kms list-aliases --region us-west-2` shows them", "`aws kms list-aliases --region us-west-2` shows them"),
            ("write `version: V1_35`", "write `metadata: {version: \"1.35\"}`"),
            (
                "write `endpoint: PrivateAndPublic { from: [\"203.0.113.0/24\"] }`",
                "write `vpc: {clusterEndpoints: {privateAccess: true, publicAccess: true}, publicAccessCIDRs: [203.0.113.0/24]}`",
            ),
        ] {
            assert_eq!(in_keys(words, Group::Managed).as_deref(), Some(keys), "{words}");
        }
        assert_eq!(
            in_keys("write `instances: [\"a\"]`", Group::SelfManaged).as_deref(),
            Some("write `instanceType: a`"),
            "the two kinds of group have their own keys"
        );
        assert_eq!(in_keys("add `monitoring { dcgm }`", Group::Managed), None, "what eksctl has no key for is not invented");
    }
}
