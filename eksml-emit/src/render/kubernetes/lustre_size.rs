//! The size of Lustre file systems: a StorageClass cannot carry one, so the API server holds claims to it.
//!
//! FSx sells Lustre in steps, and the driver rounds a claim up to the next one without a word (FSx CSI driver, `pkg/util/util.go`); the
//! claim, not the class, names the size. A ValidatingAdmissionPolicy makes the declared size the only one a new claim may name.
//! Growing a claim later is not its business.

use k8s_openapi::api::admissionregistration::v1::{
    MatchCondition, MatchResources, NamedRuleWithOperations, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding,
    ValidatingAdmissionPolicyBindingSpec, ValidatingAdmissionPolicySpec, Validation,
};

use super::metadata::metadata;
use super::storage_classes::FILE;
use crate::render::{ClusterFiles, RenderError};

/// Adds the policy of one class, and its binding.
pub(super) fn render(class: &str, size_gib: u32, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let name = format!("eksml-size-of-{class}");
    let claims = NamedRuleWithOperations {
        api_groups: Some(vec![String::new()]),
        api_versions: Some(vec!["v1".to_owned()]),
        operations: Some(vec!["CREATE".to_owned()]),
        resources: Some(vec!["persistentvolumeclaims".to_owned()]),
        ..NamedRuleWithOperations::default()
    };
    let of_class = MatchCondition {
        name: "of-this-class".to_owned(),
        expression: format!("has(object.spec.storageClassName) && object.spec.storageClassName == '{class}'"),
    };
    let right_size = Validation {
        // The API server's type checker knows no maps of quantities: over `dyn` it asks for no field by its type.
        expression: format!("quantity(dyn(object.spec.resources).requests['storage']).compareTo(quantity('{size_gib}Gi')) == 0"),
        message: Some(format!("a claim of class {class} requests {size_gib}Gi, the size of its file system")),
        reason: Some("Invalid".to_owned()),
        ..Validation::default()
    };
    let spec = ValidatingAdmissionPolicySpec {
        failure_policy: Some("Fail".to_owned()),
        match_constraints: Some(MatchResources { resource_rules: Some(vec![claims]), ..MatchResources::default() }),
        match_conditions: Some(vec![of_class]),
        validations: Some(vec![right_size]),
        ..ValidatingAdmissionPolicySpec::default()
    };
    let policy =
        ValidatingAdmissionPolicy { metadata: metadata(&name, None), spec: Some(spec), ..ValidatingAdmissionPolicy::default() };
    files.add(FILE, &policy)?;
    files.add(FILE, &binding(name))
}

#[allow(clippy::useless_conversion, reason = "what is required in the API of Kubernetes 1.36 was optional before")]
fn binding(name: String) -> ValidatingAdmissionPolicyBinding {
    let meta = metadata(&name, None);
    let spec = ValidatingAdmissionPolicyBindingSpec {
        policy_name: name.into(),
        validation_actions: vec!["Deny".to_owned()].into(),
        ..ValidatingAdmissionPolicyBindingSpec::default()
    };
    ValidatingAdmissionPolicyBinding { metadata: meta, spec: spec.into() }
}
