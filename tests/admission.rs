//! The emitted admission policies, evaluated by a CEL interpreter: what they refuse, and that no Pod of eksml's own is refused.

mod emitted;

use cel::extractors::This;
use cel::{Context, Program, Value};
use emitted::{clusters, objects};
use serde_json::{Value as Json, json};

/// Amounts of Kubernetes, as far as the policies compare them.
#[expect(clippy::cast_precision_loss, reason = "no size of a file system has fifty digits")]
fn register(context: &mut Context<'_, '_>) {
    // A quantity is compared as a number of bytes here; the API server's type has methods of this name.
    let quantity = |text: std::sync::Arc<String>| -> f64 {
        text.parse::<eksml::units::Quantity>().map_or(f64::NAN, |amount| amount.as_millis() as f64)
    };
    let compare = |This(one): This<f64>, other: f64| -> i64 { if one < other { -1 } else { i64::from(one > other) } };
    context.add_function("quantity", quantity).expect("a new function");
    context.add_function("compareTo", compare).expect("a new function");
}

/// Whether a policy lets an object in: every expression of it answers `true`.
fn admits(policy: &Json, object: &Json) -> Result<bool, String> {
    let spec = &policy["spec"];
    let mut variables = serde_json::Map::new();
    for variable in spec["variables"].as_array().into_iter().flatten() {
        let (name, expression) =
            (variable["name"].as_str().unwrap_or_default(), variable["expression"].as_str().unwrap_or_default());
        let value = answer(expression, object, &variables)?;
        variables.insert(name.to_owned(), value.json().map_err(|error| format!("{expression}: {error}"))?);
    }
    for validation in spec["validations"].as_array().into_iter().flatten() {
        let expression = validation["expression"].as_str().unwrap_or_default();
        match answer(expression, object, &variables)? {
            Value::Bool(true) => {}
            Value::Bool(false) => return Ok(false),
            other => return Err(format!("{expression} is {other:?}")),
        }
    }
    Ok(true)
}

fn answer(expression: &str, object: &Json, variables: &serde_json::Map<String, Json>) -> Result<Value, String> {
    let program = Program::compile(expression).map_err(|error| format!("{expression}: {error}"))?;
    let mut context = Context::default();
    register(&mut context);
    context.add_variable("object", object).map_err(|error| error.to_string())?;
    context.add_variable("variables", Json::Object(variables.clone())).map_err(|error| error.to_string())?;
    program.execute(&context).map_err(|error| format!("{expression}: {error}"))
}

/// Every Pod template in an object, as the Pod it becomes.
fn pods(object: &Json) -> Vec<Json> {
    let mut found = Vec::new();
    walk(object, &mut found);
    found
}

fn walk(value: &Json, found: &mut Vec<Json>) {
    match value {
        Json::Object(entries) => {
            if value["spec"]["containers"].is_array() {
                found.push(value.clone());
            }
            entries.values().for_each(|value| walk(value, found));
        }
        Json::Array(items) => items.iter().for_each(|value| walk(value, found)),
        _ => {}
    }
}

fn policies(objects: &[Json]) -> Vec<&Json> {
    objects.iter().filter(|object| object["kind"] == "ValidatingAdmissionPolicy").collect()
}

/// The namespaces that a policy is bound to.
fn bound<'a>(objects: &'a [Json], policy: &Json) -> Vec<&'a str> {
    let binding = objects.iter().filter(|object| {
        object["kind"] == "ValidatingAdmissionPolicyBinding" && object["spec"]["policyName"] == policy["metadata"]["name"]
    });
    let selected = binding.flat_map(|binding| {
        binding["spec"]["matchResources"]["namespaceSelector"]["matchExpressions"].as_array().into_iter().flatten()
    });
    selected.flat_map(|expression| expression["values"].as_array().into_iter().flatten()).filter_map(Json::as_str).collect()
}

#[test]
fn no_pod_of_the_examples_is_refused() {
    let (mut judged, mut refused) = (0, Vec::new());
    for cluster in clusters() {
        let objects = objects(&cluster);
        for policy in policies(&objects) {
            let namespaces = bound(&objects, policy);
            for object in objects
                .iter()
                .filter(|object| object["metadata"]["namespace"].as_str().is_some_and(|it| namespaces.contains(&it)))
            {
                for pod in pods(object) {
                    judged += 1;
                    match admits(policy, &pod) {
                        Ok(true) => {}
                        verdict => refused.push(format!(
                            "{}: {} of {}: {verdict:?}",
                            cluster.display(),
                            policy["metadata"]["name"],
                            object["metadata"]["name"]
                        )),
                    }
                }
            }
        }
    }
    assert!(judged > 50, "only {judged} judgements");
    assert!(refused.is_empty(), "{refused:#?}");
}

/// A Pod with one container of these limits and one toleration.
fn pod(limits: &Json, tolerations: &Json) -> Json {
    json!({"metadata": {"name": "x"}, "spec": {
        "containers": [{"name": "x", "image": "registry.example.com/x:1.0", "resources": {"limits": limits}}],
        "tolerations": tolerations,
    }})
}

#[test]
fn who_tolerates_accelerators_asks_for_one_of_the_kind() {
    let gpu = json!([{"key": "nvidia.com/gpu", "operator": "Exists"}]);
    let neuron = json!([{"key": "aws.amazon.com/neuron", "operator": "Exists"}]);
    let both = json!([{"key": "nvidia.com/gpu", "operator": "Exists"}, {"key": "aws.amazon.com/neuron", "operator": "Exists"}]);
    let all = json!([{"operator": "Exists"}]);
    let none = json!([{"key": "team", "operator": "Exists"}]);
    let cases = [
        (json!({"nvidia.com/gpu": "1"}), &gpu, true),
        (json!({"nvidia.com/gpu": 1}), &gpu, true),
        (json!({"nvidia.com/mig-1g.5gb": "1"}), &gpu, true),
        (json!({"nvidia.com/gpu": "0"}), &gpu, false),
        (json!({"nvidia.com/gpu": 0}), &gpu, false),
        (json!({"cpu": "1"}), &gpu, false),
        (json!({"aws.amazon.com/neuron": "1"}), &gpu, false),
        (json!({"aws.amazon.com/neuron": "1"}), &neuron, true),
        (json!({"aws.amazon.com/neuroncore": "2"}), &neuron, true),
        (json!({"aws.amazon.com/neuron": "0"}), &neuron, false),
        (json!({"nvidia.com/gpu": "1"}), &neuron, false),
        (json!({"nvidia.com/gpu": "1"}), &both, true),
        (json!({"cpu": "1"}), &both, false),
        (json!({"nvidia.com/gpu": "1"}), &all, true),
        (json!({"aws.amazon.com/neuron": "1"}), &all, true),
        (json!({"nvidia.com/gpu": "0"}), &all, false),
        (json!({"cpu": "1"}), &none, true),
        (json!({"nvidia.com/gpu": "0"}), &none, true),
    ];
    let mut seen = 0;
    for cluster in clusters() {
        let objects = objects(&cluster);
        for policy in policies(&objects).into_iter().filter(|policy| policy["metadata"]["name"] == "eksml-accelerators") {
            seen += 1;
            for (limits, tolerations, expected) in &cases {
                let verdict = admits(policy, &pod(limits, tolerations));
                assert_eq!(verdict, Ok(*expected), "{}: {limits} with {tolerations}", cluster.display());
            }
            let mut initial = pod(&json!({"cpu": "1"}), &gpu);
            initial["spec"]["initContainers"] =
                json!([{"name": "i", "image": "x", "resources": {"limits": {"nvidia.com/gpu": "1"}}}]);
            assert_eq!(admits(policy, &initial), Ok(true), "an init container asks");
            let bare = json!({"spec": {"containers": [{"name": "x", "image": "x:1.0"}]}});
            assert_eq!(admits(policy, &bare), Ok(true), "without resources and tolerations");
        }
    }
    assert!(seen > 5, "only {seen} policies");
}

#[test]
fn claims_count_where_a_container_uses_them() {
    let tolerations = json!([{"key": "nvidia.com/gpu", "operator": "Exists"}]);
    let claimed = |claims: Json| {
        json!({"spec": {"resourceClaims": [{"name": "gpus", "resourceClaimTemplateName": "x"}], "tolerations": tolerations,
            "containers": [{"name": "x", "image": "x:1.0", "resources": claims}]}})
    };
    let mut seen = 0;
    for cluster in clusters() {
        let objects = objects(&cluster);
        let claims = objects.iter().any(|object| object["kind"] == "ResourceClaimTemplate");
        for policy in policies(&objects).into_iter().filter(|policy| policy["metadata"]["name"] == "eksml-accelerators" && claims)
        {
            seen += 1;
            assert_eq!(admits(policy, &claimed(json!({"claims": [{"name": "gpus"}]}))), Ok(true));
            assert_eq!(admits(policy, &claimed(json!({}))), Ok(false), "a claim that nobody uses");
        }
    }
    assert!(seen > 0, "no cluster with claims");
}

#[test]
fn claims_of_a_class_have_the_size_of_its_file_system() {
    let mut seen = 0;
    for cluster in clusters() {
        let objects = objects(&cluster);
        let of_size = |policy: &&Json| policy["metadata"]["name"].as_str().is_some_and(|name| name.starts_with("eksml-size-of-"));
        for policy in policies(&objects).into_iter().filter(of_size) {
            seen += 1;
            let class = policy["metadata"]["name"].as_str().unwrap_or_default().trim_start_matches("eksml-size-of-");
            let message = policy["spec"]["validations"][0]["message"].as_str().unwrap_or_default();
            let gib: u64 =
                message.split("requests ").nth(1).and_then(|rest| rest.split("Gi").next()?.parse().ok()).expect("a size");
            let claim = |size: &str| json!({"spec": {"storageClassName": class, "resources": {"requests": {"storage": size}}}});
            assert_eq!(admits(policy, &claim(&format!("{gib}Gi"))), Ok(true));
            assert_eq!(admits(policy, &claim(&format!("{}Mi", gib * 1024))), Ok(true));
            assert_eq!(admits(policy, &claim(&format!("{}Gi", gib * 2))), Ok(false));
            assert_eq!(admits(policy, &claim("1Gi")), Ok(false));
        }
    }
    assert!(seen > 0, "no policy about sizes");
}
