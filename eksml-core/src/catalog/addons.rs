//! EKS add-ons: their names, the identity each needs, and the storage each provisions; `facts/addons.tsv`.
use std::fmt;
use std::str::FromStr;

pub use super::tables::addons::Addon;
use super::tables::addons::ROWS;
use crate::units::{Invalid, Unit, spelling};

/// The AWS identity an add-on's own controller needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddonIdentity {
    /// The namespace of its service account.
    pub namespace: &'static str,
    /// The name of its service account.
    pub service_account: &'static str,
    /// Paths of the AWS managed policies, to go behind `arn:<partition>:iam::aws:policy/`; empty where AWS offers none and the
    /// policy must name the user's own resources.
    pub policies: &'static [&'static str],
}

pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) provisioner: Option<&'static str>,
    pub(super) in_auto_mode: bool,
    pub(super) eksctl_default: bool,
    pub(super) identity: Option<AddonIdentity>,
}

impl Addon {
    const fn row(self) -> &'static Row {
        // Rows and variants are written from one table, in its order.
        &ROWS[self as usize]
    }

    /// The add-on's name in the EKS API.
    pub const fn as_str(self) -> &'static str {
        self.row().name
    }

    /// The identity the add-on needs, or `None` when it works without AWS permissions of its own.
    ///
    /// ADOT's operator needs none; the collectors a user declares bring their own.
    pub const fn identity(self) -> Option<AddonIdentity> {
        self.row().identity
    }

    /// The CSI provisioner the add-on brings, as a StorageClass or a volume names it.
    pub const fn provisioner(self) -> Option<&'static str> {
        self.row().provisioner
    }

    /// The add-on that brings a CSI provisioner.
    pub fn of_provisioner(provisioner: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|addon| addon.provisioner() == Some(provisioner))
    }

    /// Whether EKS Auto Mode does this by itself, so that the add-on must not be installed beside it (`CL-13`).
    pub const fn is_built_into_auto_mode(self) -> bool {
        self.row().in_auto_mode
    }

    /// Whether eksctl 0.230 installs the add-on unasked.
    pub const fn is_eksctl_default(self) -> bool {
        self.row().eksctl_default
    }
}

impl Unit for Addon {
    const EXPECTS: &'static str = "the name of an EKS add-on, like \"aws-ebs-csi-driver\"";
}

impl FromStr for Addon {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::ALL.into_iter().find(|addon| addon.as_str() == text).ok_or_else(|| {
            let near = spelling::closest(text, Self::ALL.iter().map(|addon| addon.as_str()));
            Invalid::new("CL-14", format!("there is no EKS add-on `{text}`")).maybe_fix(near.map(str::to_owned))
        })
    }
}

impl fmt::Display for Addon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

crate::units::serde_as_text!(Addon);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for addon in Addon::ALL {
            assert_eq!(addon.to_string().parse(), Ok(addon));
        }
        let misspelt = "vpc_cni".parse::<Addon>().unwrap_err();
        assert_eq!((misspelt.rule, misspelt.fix.as_deref()), ("CL-14", Some("vpc-cni")));
        assert_eq!("karpenter".parse::<Addon>().unwrap_err().fix, None);
    }

    #[test]
    fn every_csi_driver_needs_an_identity_and_is_found_by_its_provisioner() {
        for addon in Addon::ALL.into_iter().filter(|addon| addon.provisioner().is_some()) {
            assert!(addon.identity().is_some(), "{addon}");
            assert_eq!(addon.provisioner().and_then(Addon::of_provisioner), Some(addon));
        }
        assert_eq!(Addon::PodIdentityAgent.identity(), None);
        assert_eq!(Addon::of_provisioner("kubernetes.io/aws-ebs"), None);
    }

    #[test]
    fn managed_policies_make_arns() {
        for addon in Addon::ALL {
            for policy in addon.identity().iter().flat_map(|identity| identity.policies) {
                let arn = format!("arn:aws:iam::aws:policy/{policy}");
                assert!(arn.parse::<crate::units::Arn>().is_ok(), "{arn}");
            }
        }
    }
}
