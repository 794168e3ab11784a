//! What the API server refuses of Pods in the declared namespaces: ValidatingAdmissionPolicies with their bindings (SEC-04).
//!
//! Each is one expression over a Pod, so that whatever makes Pods is held to it. A policy without a namespace to be bound to is not
//! emitted: it would refuse nothing.

use k8s_openapi::api::admissionregistration::v1::{
    MatchResources, NamedRuleWithOperations, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding,
    ValidatingAdmissionPolicyBindingSpec, ValidatingAdmissionPolicySpec, Validation, Variable,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};

use super::metadata::metadata;
use crate::derived::{AcceleratorKind, allowed_registries, has_claims};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Admission, Namespace, PodSecurity};

const FILE: &str = "13-admission.yaml";

/// The kinds of volume that PodSecurityPolicies of the restricted kind listed: no `csi`, no `ephemeral`, which the `restricted` level
/// lets through. Source: Kubernetes 1.24, Pod Security Policies, "restricted" example.
const VOLUMES: [&str; 6] = ["configMap", "downwardAPI", "emptyDir", "persistentVolumeClaim", "projected", "secret"];

/// Every container that may ask for resources.
const CONTAINERS: &str = "object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : [])";

/// The image of every container, whatever its kind. Lists of containers of two kinds would have no common type.
const IMAGES: &str = "object.spec.containers.map(c, c.image) + \
                      (has(object.spec.initContainers) ? object.spec.initContainers.map(c, c.image) : []) + \
                      (has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers.map(c, c.image) : [])";

/// Adds them.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let Admission::Enforced(_) = &view.cluster.admission else { return Ok(()) };
    let named = |wanted: fn(&Namespace) -> bool| -> Vec<String> {
        view.cluster.namespaces.iter().filter(|namespace| wanted(namespace)).map(|namespace| namespace.name.to_string()).collect()
    };
    let restricted = named(|namespace| matches!(namespace.pod_security, PodSecurity::Restricted));
    let all = named(|_| true);
    add("eksml-volumes", Vec::new(), vec![volumes()], restricted, files)?;
    let (variables, validations) = accelerators(has_claims(view.cluster));
    add("eksml-accelerators", variables, validations, all.clone(), files)?;
    let images = Variable { name: "images".to_owned(), expression: IMAGES.to_owned() };
    let mut validations = vec![moving_tags()];
    validations.extend(registries(&allowed_registries(view.cluster)));
    add("eksml-images", vec![images], validations, all, files)
}

fn volumes() -> Validation {
    let kinds: Vec<String> = VOLUMES.iter().map(|kind| format!("has(v.{kind})")).collect();
    refuse(
        format!("!has(object.spec.volumes) || object.spec.volumes.all(v, {})", kinds.join(" || ")),
        format!("volumes are of the kinds {} here", VOLUMES.join(", ")),
    )
}

/// A Pod that may go to nodes with accelerators asks for at least one of the kind that these have. A toleration without a key tolerates
/// everything: then any kind will do.
fn accelerators(claims: bool) -> (Vec<Variable>, Vec<Validation>) {
    let variable = |name: String, expression: String| Variable { name, expression };
    let tolerates = |toleration: &str| format!("has(object.spec.tolerations) && object.spec.tolerations.exists(t, {toleration})");
    let mut variables = vec![
        variable("containers".to_owned(), CONTAINERS.to_owned()),
        variable("toleratesAll".to_owned(), tolerates("!has(t.key) || t.key == ''")),
    ];
    let mut validations = Vec::new();
    for kind in [AcceleratorKind::Nvidia, AcceleratorKind::Neuron] {
        let (word, prefix, other) = match kind {
            AcceleratorKind::Nvidia => ("Gpu", "nvidia.com/", "Neuron"),
            AcceleratorKind::Neuron => ("Neuron", "aws.amazon.com/neuron", "Gpu"),
        };
        let key = kind.resource();
        variables.push(variable(format!("tolerates{word}"), tolerates(&format!("has(t.key) && t.key == '{key}'"))));
        // Kubernetes writes every form of nothing as `0`.
        let by_number = format!(
            "variables.containers.exists(c, has(c.resources) && has(c.resources.limits) && \
             c.resources.limits.exists(r, r.startsWith('{prefix}') && string(c.resources.limits[r]) != '0'))"
        );
        // What a claim is of stands in its template, which an expression over the Pod cannot read; that a container uses one can be read.
        let by_claim = "has(object.spec.resourceClaims) && object.spec.resourceClaims.size() > 0 && \
             variables.containers.exists(c, has(c.resources) && has(c.resources.claims) && c.resources.claims.size() > 0)";
        let asks = if claims && kind == AcceleratorKind::Nvidia { format!("({by_claim}) || {by_number}") } else { by_number };
        variables.push(variable(format!("asks{word}"), asks));
        validations.push(refuse(
            // Who tolerates both kinds chooses one.
            format!(
                "!variables.tolerates{word} || variables.asks{word} || (variables.tolerates{other} && variables.asks{other})"
            ),
            format!("a Pod that tolerates nodes with {key} asks for at least one of it; others run elsewhere"),
        ));
    }
    validations.push(refuse(
        "!variables.toleratesAll || variables.asksGpu || variables.asksNeuron".to_owned(),
        "a Pod that tolerates every node asks for an accelerator; others run elsewhere".to_owned(),
    ));
    (variables, validations)
}

fn moving_tags() -> Validation {
    refuse(
        "variables.images.all(i, i.contains('@sha256:') || (i.matches(':[^/]+$') && !i.endsWith(':latest')))".to_owned(),
        "images name a release or a digest: what `latest` means changes from one Pod start to the next".to_owned(),
    )
}

fn registries(allowed: &[String]) -> Option<Validation> {
    if allowed.is_empty() {
        return None;
    }
    let prefixes: Vec<String> = allowed.iter().map(|registry| format!("'{registry}/'")).collect();
    Some(refuse(
        format!("variables.images.all(i, [{}].exists(r, i.startsWith(r)))", prefixes.join(", ")),
        format!("images come from {} here", allowed.join(", ")),
    ))
}

fn refuse(expression: String, message: String) -> Validation {
    Validation { expression, message: Some(message), reason: Some("Forbidden".to_owned()), ..Validation::default() }
}

fn add(
    name: &str,
    variables: Vec<Variable>,
    validations: Vec<Validation>,
    namespaces: Vec<String>,
    files: &mut ClusterFiles,
) -> Result<(), RenderError> {
    if namespaces.is_empty() {
        return Ok(());
    }
    let texts = |words: &[&str]| Some(words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
    let pods = NamedRuleWithOperations {
        api_groups: texts(&[""]),
        api_versions: texts(&["v1"]),
        operations: texts(&["CREATE", "UPDATE"]),
        resources: texts(&["pods", "pods/ephemeralcontainers"]),
        ..NamedRuleWithOperations::default()
    };
    files.add(
        FILE,
        &ValidatingAdmissionPolicy {
            metadata: metadata(name, None),
            spec: Some(ValidatingAdmissionPolicySpec {
                failure_policy: Some("Fail".to_owned()),
                match_constraints: Some(MatchResources { resource_rules: Some(vec![pods]), ..MatchResources::default() }),
                variables: Some(variables).filter(|variables| !variables.is_empty()),
                validations: Some(validations),
                ..ValidatingAdmissionPolicySpec::default()
            }),
            ..ValidatingAdmissionPolicy::default()
        },
    )?;
    let names = LabelSelectorRequirement {
        key: "kubernetes.io/metadata.name".to_owned(),
        operator: "In".to_owned(),
        values: Some(namespaces),
    };
    let selector = LabelSelector { match_expressions: Some(vec![names]), ..LabelSelector::default() };
    files.add(
        FILE,
        &ValidatingAdmissionPolicyBinding {
            metadata: metadata(name, None),
            spec: ValidatingAdmissionPolicyBindingSpec {
                policy_name: name.to_owned().into(),
                match_resources: Some(MatchResources { namespace_selector: Some(selector), ..MatchResources::default() }),
                validation_actions: vec!["Deny".to_owned(), "Audit".to_owned()].into(),
                ..ValidatingAdmissionPolicyBindingSpec::default()
            }
            .into(),
        },
    )
}
