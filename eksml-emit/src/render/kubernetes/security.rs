//! Security contexts that the `restricted` Pod Security level accepts (SEC-02).

use k8s_openapi::api::core::v1::{Capabilities, PodSecurityContext, SeccompProfile, SecurityContext};

fn runtime_default() -> SeccompProfile {
    SeccompProfile { type_: "RuntimeDefault".to_owned(), ..SeccompProfile::default() }
}

/// A Pod that runs as this user and group, its volumes readable by them.
pub(super) fn restricted_pod(user: i64) -> PodSecurityContext {
    PodSecurityContext {
        run_as_non_root: Some(true),
        run_as_user: Some(user),
        run_as_group: Some(user),
        fs_group: Some(user),
        // Without it the kubelet walks a whole data set to set its owner before every start.
        fs_group_change_policy: Some("OnRootMismatch".to_owned()),
        seccomp_profile: Some(runtime_default()),
        ..PodSecurityContext::default()
    }
}

/// A container without capabilities and without a way to more of them.
pub(super) fn restricted_container() -> SecurityContext {
    SecurityContext {
        allow_privilege_escalation: Some(false),
        capabilities: Some(Capabilities { drop: Some(vec!["ALL".to_owned()]), ..Capabilities::default() }),
        ..SecurityContext::default()
    }
}

/// The same, with a root file system that it cannot write to.
pub(super) fn sealed_container() -> SecurityContext {
    SecurityContext { read_only_root_filesystem: Some(true), ..restricted_container() }
}

/// A container with all of the node's privileges.
pub(super) fn privileged_container() -> SecurityContext {
    SecurityContext { privileged: Some(true), run_as_user: Some(0), ..SecurityContext::default() }
}
