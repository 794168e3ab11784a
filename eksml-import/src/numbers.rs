//! Whole numbers that a file writes as floats: eksctl reads YAML by way of JSON, where `2.0` is 2.

use eksml_core::source::{Node, Value};
use eksml_core::spec::shape::{Kind, Shape};

/// Beyond this Go writes a float in a form that it does not read back as a whole number.
const LARGEST: f64 = 1e15;

/// Turns floats into whole numbers wherever `shape` takes nothing else.
pub(super) fn whole(node: &mut Node, shape: &'static Shape) {
    match (&shape.kind, &mut node.value) {
        (Kind::Int { .. }, Value::Float(text)) => {
            let number: Option<f64> = text.replace('_', "").parse().ok();
            let is_whole = |number: &f64| number.fract() == 0.0 && number.abs() < LARGEST;
            if let Some(number) = number.filter(is_whole).and_then(|number| format!("{number:.0}").parse().ok()) {
                node.value = Value::Int(number);
            }
        }
        (Kind::Optional(of), _) => whole(node, of),
        (Kind::List(of), Value::List(items)) => items.iter_mut().for_each(|item| whole(item, of)),
        (Kind::Map(of), Value::Block(entries)) => entries.iter_mut().for_each(|entry| whole(&mut entry.value, of)),
        (Kind::Struct { .. }, Value::Block(entries)) => {
            for entry in entries {
                if let Some(field) = shape.field_of_key(&entry.key) {
                    whole(&mut entry.value, field.shape);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::config;

    #[test]
    fn a_float_without_a_fraction_is_the_whole_number() {
        let file = |size: &str| {
            format!(
                "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {{name: a, region: us-west-2}}\n\
                 managedNodeGroups: [{{name: a, minSize: {size}}}]"
            )
        };
        for (size, read) in
            [("2.0", Some(2)), ("2e0", Some(2)), ("1e1", Some(10)), ("2.5", None), ("1e300", None), (".nan", None)]
        {
            let config = config(&file(size)).ok();
            assert_eq!(config.and_then(|config| config.managed_node_groups[0].min_size), read, "{size}");
        }
    }
}
