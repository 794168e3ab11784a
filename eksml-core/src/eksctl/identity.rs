//! `iamIdentityMappings`, `identityProviders`: the older road through the aws-auth ConfigMap, and OIDC logins.

use indexmap::IndexMap;

use super::keyword::keyword;
use super::object::eksctl_object;

eksctl_object! {
    /// One entry of the aws-auth ConfigMap: a principal, a whole account, or an AWS service.
    ///
    /// Without effect when the authentication mode is `API`.
    pub struct IamIdentityMapping {
        /// ARN of an IAM user or role.
        pub arn: Option<String>,
        /// Kubernetes user name of the principal.
        pub username: Option<String>,
        /// Kubernetes groups of the principal.
        pub groups: Vec<String>,
        /// ID of an AWS account whose principals are all admitted; excludes every other key.
        pub account: Option<String>,
        /// AWS service, such as `emr-containers`; needs `namespace`, excludes `arn`, `username` and `groups`.
        pub service_name: Option<String>,
        /// Namespace that the service works in.
        pub namespace: Option<String>,
        /// Whether an entry for an ARN that is mapped already is refused; absent: duplicates are added.
        #[doc(alias = "noDuplicateARNs")]
        pub no_duplicate_arns: Option<bool>,
    }
}

eksctl_object! {
    /// An OIDC provider whose users may log in to the Kubernetes API.
    ///
    /// eksctl's JSON schema can be satisfied by no provider at all (it demands `type` and forbids it); this is what its code reads.
    pub struct IdentityProvider, builder {
        /// `type` of the provider: `oidc`.
        #[doc(alias = "type")]
        pub kind: IdentityProviderType = only,
        /// Name of the configuration.
        pub name: String,
        /// URL of the issuer, reachable from the internet.
        #[doc(alias = "issuerURL")]
        pub issuer_url: String,
        /// Client ID that tokens must carry as audience.
        #[doc(alias = "clientID")]
        pub client_id: String,
        /// Claim that becomes the user name; absent: `sub`.
        pub username_claim: Option<String>,
        /// Prefix of user names.
        pub username_prefix: Option<String>,
        /// Claim that becomes the groups.
        pub groups_claim: Option<String>,
        /// Prefix of groups.
        pub groups_prefix: Option<String>,
        /// Claims and values that a token must carry.
        pub required_claims: IndexMap<String, String>,
        /// Tags on the configuration.
        pub tags: IndexMap<String, String>,
    }
}

keyword! {
    /// Kind of identity provider.
    #[derive(Default)]
    pub enum IdentityProviderType {
        /// OpenID Connect.
        #[default]
        Oidc = "oidc",
    }
}
