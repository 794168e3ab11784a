//! What the API server refuses, in which namespaces, and that nothing eksml emits is refused by it.

use eksml::render::Gate as _;
use eksml::spec::*;
use serde_json::{Value, json};

use crate::rendered::{Objects, objects, parsed, platform};

fn with(change: impl FnOnce(&mut Cluster)) -> Objects {
    let mut platform = platform();
    change(&mut platform.clusters[0]);
    objects(&platform)
}

fn namespaces(objects: &Objects, name: &str) -> Value {
    let binding = &objects.get("ValidatingAdmissionPolicyBinding", name)["spec"];
    assert_eq!((&binding["policyName"], &binding["validationActions"]), (&json!(name), &json!(["Deny", "Audit"])));
    binding.pointer("/matchResources/namespaceSelector/matchExpressions/0/values").unwrap().clone()
}

#[test]
fn every_policy_is_bound_to_declared_namespaces_and_fails_closed() {
    let objects = with(|cluster| cluster.namespaces[1].pod_security = PodSecurity::Baseline);
    for name in ["eksml-volumes", "eksml-accelerators", "eksml-images"] {
        let policy = &objects.get("ValidatingAdmissionPolicy", name)["spec"];
        assert_eq!(policy["failurePolicy"], "Fail");
        assert_eq!(policy["matchConstraints"]["resourceRules"][0]["resources"], json!(["pods", "pods/ephemeralcontainers"]));
    }
    // The whitelist of volumes goes with the restricted level; the others hold wherever users are.
    assert_eq!(namespaces(&objects, "eksml-volumes"), json!(["ml-training"]));
    assert_eq!(namespaces(&objects, "eksml-images"), json!(["ml-training", "ml-inference"]));
}

#[test]
fn volumes_are_those_of_the_old_policies() {
    let objects = with(|_| {});
    let expression = objects.get("ValidatingAdmissionPolicy", "eksml-volumes")["spec"]["validations"][0]["expression"].clone();
    let expression = expression.as_str().unwrap();
    assert!(!expression.contains("csi") && !expression.contains("ephemeral") && !expression.contains("hostPath"));
    let allowed = |volume: &Value| volume.as_object().unwrap().keys().any(|kind| expression.contains(&format!("has(v.{kind})")));
    let declared = ["ml-training", "ml-inference"];
    for (owner, template) in objects.templates() {
        if declared.iter().any(|name| owner["metadata"]["namespace"] == *name) {
            for volume in template["spec"]["volumes"].as_array().into_iter().flatten() {
                assert!(allowed(volume), "{volume} of {}", owner["metadata"]["name"]);
            }
        }
    }
}

#[test]
fn registries_are_held_to_where_they_are_named() {
    let open = with(|_| {});
    assert_eq!(open.get("ValidatingAdmissionPolicy", "eksml-images")["spec"]["validations"].as_array().unwrap().len(), 1);
    let rules = AdmissionRules {
        registries: vec!["123456789012.dkr.ecr.us-west-2.amazonaws.com".to_owned(), "docker.io/vllm/".to_owned()],
    };
    let closed = with(|cluster| cluster.admission = Admission::Enforced(rules));
    let validations = &closed.get("ValidatingAdmissionPolicy", "eksml-images")["spec"]["validations"];
    let expression = validations[1]["expression"].as_str().unwrap();
    assert!(expression.contains("'123456789012.dkr.ecr.us-west-2.amazonaws.com/', 'docker.io/vllm/'"), "{expression}");
}

#[test]
fn off_is_off_with_a_reason() {
    let objects = with(|cluster| cluster.admission = Admission::Off("Kyverno does it".to_owned()));
    assert!(objects.find("ValidatingAdmissionPolicy", "eksml-volumes").is_none());
    let mut silent = platform();
    silent.clusters[0].admission = Admission::Off(" ".to_owned());
    assert!(silent.check().errors().any(|finding| finding.rule == "SEC-04"));
}

#[test]
fn own_images_are_admitted() {
    let mut foreign = platform();
    let rules = AdmissionRules { registries: vec!["quay.io".to_owned()] };
    foreign.clusters[0].admission = Admission::Enforced(rules);
    foreign.clusters[0].inference[0].image = parsed("docker.io/vllm/vllm-openai:v0.11.0");
    let report = foreign.check();
    let found: Vec<_> = report.errors().filter(|finding| finding.rule == "SEC-04").collect();
    assert_eq!(found.len(), 3, "{report}");
}
