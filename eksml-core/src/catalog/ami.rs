//! AMI families, and which accelerated instance families their stock images boot.
use std::fmt;
use std::str::FromStr;

use super::tables::devices::STOCK_IMAGES;
use super::{Accelerator, Arch, InstanceFacts, KubernetesVersion};
use crate::units::{Invalid, Unit, spelling};

/// The Linux image a node boots, by the names of eksctl's `amiFamily`; Windows and Ubuntu 20.04 are left out on purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AmiFamily {
    /// Amazon Linux 2023, the default.
    #[default]
    AmazonLinux2023,
    /// Amazon Linux 2; no images from Kubernetes 1.33 on (`NG-13`; eksctl `AmazonLinux2EOLVersion`).
    AmazonLinux2,
    /// Bottlerocket; brings the NVIDIA device plugin along.
    Bottlerocket,
    /// Bottlerocket with FIPS 140-3 validated cryptography.
    BottlerocketFips,
    /// Ubuntu 22.04 LTS; no accelerated images.
    Ubuntu2204,
    /// Ubuntu 24.04 LTS; no accelerated images.
    Ubuntu2404,
    /// Ubuntu 26.04 LTS; no accelerated images.
    Ubuntu2604,
    /// Ubuntu Pro 22.04 LTS; no accelerated images.
    UbuntuPro2204,
    /// Ubuntu Pro 24.04 LTS; no accelerated images.
    UbuntuPro2404,
    /// Ubuntu Pro 26.04 LTS; no accelerated images.
    UbuntuPro2604,
}

/// What a stock image drives; `facts/accelerated_images.tsv`.
pub(super) struct StockImage {
    pub(super) bottlerocket: bool,
    pub(super) accelerator: Accelerator,
    pub(super) arch: Arch,
    pub(super) families: &'static [&'static str],
}

impl AmiFamily {
    /// Every family.
    pub const ALL: [Self; 10] = [
        Self::AmazonLinux2023,
        Self::AmazonLinux2,
        Self::Bottlerocket,
        Self::BottlerocketFips,
        Self::Ubuntu2204,
        Self::Ubuntu2404,
        Self::Ubuntu2604,
        Self::UbuntuPro2204,
        Self::UbuntuPro2404,
        Self::UbuntuPro2604,
    ];

    /// The name eksctl gives the family.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AmazonLinux2023 => "AmazonLinux2023",
            Self::AmazonLinux2 => "AmazonLinux2",
            Self::Bottlerocket => "Bottlerocket",
            Self::BottlerocketFips => "BottlerocketFips",
            Self::Ubuntu2204 => "Ubuntu2204",
            Self::Ubuntu2404 => "Ubuntu2404",
            Self::Ubuntu2604 => "Ubuntu2604",
            Self::UbuntuPro2204 => "UbuntuPro2204",
            Self::UbuntuPro2404 => "UbuntuPro2404",
            Self::UbuntuPro2604 => "UbuntuPro2604",
        }
    }

    /// Whether the family is one of Bottlerocket's.
    pub const fn is_bottlerocket(self) -> bool {
        matches!(self, Self::Bottlerocket | Self::BottlerocketFips)
    }

    /// Whether AWS publishes images of the family for a Kubernetes minor (`NG-13`).
    pub fn is_published_for(self, version: KubernetesVersion) -> bool {
        self != Self::AmazonLinux2 || version < KubernetesVersion::V1_33
    }

    /// Whether the family's stock image drives what the instance type carries (`NG-05`, `NG-12`).
    ///
    /// A type without an accelerator boots any image; AMD and Qualcomm accelerators have no stock image at all.
    pub fn supports(self, facts: &InstanceFacts) -> bool {
        let bottlerocket = match (facts.accelerator, self) {
            (Accelerator::None, _) => return true,
            (_, Self::AmazonLinux2023) => false,
            (_, Self::Bottlerocket | Self::BottlerocketFips) => true,
            // The accelerated AL2 image ended with AL2 itself; what it drove is no longer published.
            _ => return false,
        };
        let drives = |image: &StockImage| {
            (image.bottlerocket, image.accelerator, image.arch) == (bottlerocket, facts.accelerator, facts.arch)
                && image.families.contains(&facts.family())
        };
        STOCK_IMAGES.iter().any(drives)
    }
}

impl Unit for AmiFamily {
    const EXPECTS: &'static str = "an AMI family, like \"AmazonLinux2023\" or \"Bottlerocket\"";

    fn limit(text: &str) -> Option<(String, String)> {
        let known = crate::eksctl::AmiFamily::ALL.iter().any(|family| family.as_str().eq_ignore_ascii_case(text));
        let what = if text.starts_with("Windows") { "Windows nodes" } else { "nodes of this family" };
        let limit = format!("eksml has no word for `{text}`: whether {what} get what they need is not judged");
        known.then(|| (limit, "keep the group in an eksctl file of its own: `eksctl create nodegroup -f …`".to_owned()))
    }
}

impl FromStr for AmiFamily {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::ALL.into_iter().find(|family| family.as_str() == text).ok_or_else(|| {
            let alias = match text.to_ascii_lowercase().as_str() {
                "al2023" => Some("AmazonLinux2023"),
                "al2" => Some("AmazonLinux2"),
                _ => spelling::closest(text, Self::ALL.iter().map(|family| family.as_str())),
            };
            if text.starts_with("Windows") {
                return Invalid::new(
                    "NG-05",
                    format!("`{text}` is Windows, and what a platform puts on its nodes runs on Linux alone"),
                )
                .fix("write a Linux family, and keep the Windows group in an eksctl file of its own: `eksctl create nodegroup -f …`");
            }
            Invalid::new("NG-05", format!("there is no AMI family `{text}`")).maybe_fix(alias.map(str::to_owned))
        })
    }
}

impl fmt::Display for AmiFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

crate::units::serde_as_text!(AmiFamily);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::InstanceType;

    fn supports(family: AmiFamily, name: &str) -> bool {
        family.supports(&InstanceType::lookup(name).unwrap())
    }

    #[test]
    fn stock_images_drive_what_the_guide_lists() {
        for name in [
            "p5.48xlarge",
            "g6e.xlarge",
            "g7e.2xlarge",
            "g5g.xlarge",
            "p3dn.24xlarge",
            "trn2.48xlarge",
            "inf2.xlarge",
            "m7g.large",
        ] {
            assert!(supports(AmiFamily::AmazonLinux2023, name), "{name}");
        }
        for name in ["g7.2xlarge", "g4ad.xlarge", "dl2q.24xlarge"] {
            assert!(!AmiFamily::ALL.into_iter().any(|family| supports(family, name)), "{name}");
        }
        assert!(!supports(AmiFamily::Ubuntu2404, "g5.xlarge") && supports(AmiFamily::Ubuntu2404, "m7i.large"));
        assert!(supports(AmiFamily::Bottlerocket, "g5g.xlarge"));
    }

    #[test]
    fn amazon_linux_2_ends_with_1_32() {
        assert!(AmiFamily::AmazonLinux2.is_published_for(KubernetesVersion::V1_32));
        assert!(!AmiFamily::AmazonLinux2.is_published_for(KubernetesVersion::V1_33));
        assert!(AmiFamily::AmazonLinux2023.is_published_for(KubernetesVersion::LATEST));
    }

    #[test]
    fn names_are_eksctls() {
        for family in AmiFamily::ALL {
            assert_eq!(family.to_string().parse(), Ok(family));
        }
        assert_eq!("al2023".parse::<AmiFamily>().unwrap_err().fix.as_deref(), Some("AmazonLinux2023"));
        assert_eq!("BottleRocket".parse::<AmiFamily>().unwrap_err().fix.as_deref(), Some("Bottlerocket"));
    }
}
