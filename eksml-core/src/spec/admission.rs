//! What the API server refuses beside what the Pod Security Standards say.

use super::declare::spec;

spec! {
    /// ValidatingAdmissionPolicies over the declared namespaces.
    pub enum Admission {
        /// Only volumes that the old PodSecurityPolicies allowed, accelerator nodes only for Pods that ask for accelerators, no moving
        /// image tags, and images from these registries (SEC-04).
        Enforced(AdmissionRules),
        /// None of it, for the stated reason (SEC-04).
        Off(String),
    }
}

spec! {
    /// What is refused further.
    pub struct AdmissionRules {
        /// Registries that images may come from, with or without a path; any when absent (SEC-14).
        registries: Vec<String> = optional;
    }
}
