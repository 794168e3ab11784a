//! Keys of a ClusterConfig as one writes them into a file.

use eksml_core::source::Node;

/// YAML in its long form, one key to a line; what cannot be read is left as it is.
pub(super) fn spread(words: &str) -> String {
    let read = serde_yaml::from_str::<Node>(words).ok();
    let text = read.and_then(|node| crate::yaml::to_string(&node).ok());
    text.unwrap_or_else(|| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn short_forms_are_spread_and_order_stays() {
        assert_eq!(
            spread("vpc: {nat: {gateway: Single}, cidr: 10.0.0.0/16}\nlocalZones: []"),
            "vpc:\n  nat:\n    gateway: Single\n  cidr: 10.0.0.0/16\nlocalZones: []\n"
        );
        assert_eq!(spread("{"), "{");
    }
}
