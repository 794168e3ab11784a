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
    let (variables, validation) = accelerators(has_claims(view.cluster));
    add("eksml-accelerators", variables, vec![validation], all.clone(), files)?;
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

/// A toleration without a key tolerates everything.
fn accelerators(claims: bool) -> (Vec<Variable>, Validation) {
    let taints = [AcceleratorKind::Nvidia, AcceleratorKind::Neuron].map(|kind| format!("'{}'", kind.resource())).join(", ");
    let tolerates = format!(
        "has(object.spec.tolerations) && object.spec.tolerations.exists(t, !has(t.key) || t.key == '' || t.key in [{taints}])"
    );
    let by_number = "variables.containers.exists(c, has(c.resources) && has(c.resources.limits) && \
                c.resources.limits.exists(r, r.startsWith('nvidia.com/') || r.startsWith('aws.amazon.com/neuron')))";
    // A claim has no amount in the Pod: what it is of stands in its template.
    let by_claim = if claims { "(has(object.spec.resourceClaims) && object.spec.resourceClaims.size() > 0) || " } else { "" };
    let asks = format!("{by_claim}{by_number}");
    let variables = [("containers", CONTAINERS), ("tolerates", tolerates.as_str()), ("asks", asks.as_str())]
        .map(|(name, expression)| Variable { name: name.to_owned(), expression: expression.to_owned() });
    let message = "a Pod that tolerates accelerator nodes asks for an accelerator; others run elsewhere";
    (variables.to_vec(), refuse("!variables.tolerates || variables.asks".to_owned(), message.to_owned()))
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
