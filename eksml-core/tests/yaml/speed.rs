//! Emission takes time in proportion to the size: a quadratic slip would make these inputs take minutes.
use eksml_core::yaml::to_string;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Generous for the dev profile on a loaded machine; release takes about a hundredth.
const BOUND: Duration = Duration::from_secs(5);

#[test]
fn large_inputs_of_every_kind_are_linear() {
    let object = json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "y", "labels": { "on": "1.30" } }, "data": { "run.sh": "set -e\nrun\n" } });
    let wide: serde_json::Map<String, Value> = (0..40_000).map(|n| (format!("key-{n}"), json!("value"))).collect();
    let inputs = [
        Value::from(vec![object; 20_000]),
        Value::Object(wide),
        Value::from("word ".repeat(800_000)),
        Value::from("a line of a script\n".repeat(200_000)),
        Value::from("\u{1}😀".repeat(400_000)),
        Value::Object(std::iter::once(("k".repeat(2_000_000), Value::Null)).collect()),
    ];
    for (index, input) in inputs.iter().enumerate() {
        let start = Instant::now();
        let size = to_string(input).expect("writable").len();
        let took = start.elapsed();
        println!("input {index}: {size} bytes in {took:?}");
        assert!(took < BOUND, "input {index} took {took:?}");
    }
}
