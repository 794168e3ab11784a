//! `gitops`: Flux, bootstrapped by eksctl.

use indexmap::IndexMap;

use super::object::eksctl_object;

eksctl_object! {
    /// `gitops`: the GitOps toolkit to install once the cluster stands.
    pub struct GitOps {
        /// Flux v2; eksctl calls the `flux` binary for it.
        pub flux: Option<Flux>,
    }
}

eksctl_object! {
    /// `gitops.flux`: arguments of `flux bootstrap`.
    pub struct Flux {
        /// Sub-command of `flux bootstrap`: `github` or `gitlab`; eksctl requires it.
        pub git_provider: Option<String>,
        /// Flags without their dashes, such as `owner`, `repository`, `path`; eksctl requires at least one.
        pub flags: IndexMap<String, String>,
    }
}
