//! Roles of the platform's own account, by names that are known before they exist.

use super::region;
use crate::spec::{Cluster, Lens, Platform};

/// The longest role name IAM takes, in characters (IAM `CreateRole`).
pub const LONGEST_ROLE_NAME: usize = 64;

/// The ARN of the role called `name` in the platform's account. Without an account it names none, and the rule that needs one speaks.
pub fn role_arn<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>, name: &str) -> String {
    let platform = platform.into();
    let cluster = cluster.into();
    let account = platform.account().get().map_or_else(String::new, |account| account.to_string());
    format!("arn:{}:iam::{account}:role/{name}", region(platform, cluster).partition())
}
