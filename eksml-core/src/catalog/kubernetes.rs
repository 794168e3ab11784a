//! Kubernetes minors on EKS: until when each is supported, and which components go with it.
use std::fmt;
use std::str::FromStr;

use crate::units::{Date, Invalid, Unit, spelling};

/// The day the table was held against its sources.
pub const AS_OF: Date = Date::known(2026, 11, 23);

/// A Kubernetes minor that EKS offers on [`AS_OF`] (`CL-03`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KubernetesVersion {
    /// Kubernetes 1.31: extended support, for three more days.
    V1_31,
    /// Kubernetes 1.32: extended support.
    V1_32,
    /// Kubernetes 1.33: extended support.
    V1_33,
    /// Kubernetes 1.34: standard support, for nine more days.
    V1_34,
    /// Kubernetes 1.35: standard support; the newest that eksctl 0.230 names.
    #[default]
    V1_35,
    /// Kubernetes 1.36: standard support.
    V1_36,
}

/// What EKS charges and does for a version on a given day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Support {
    /// Within standard support.
    Standard,
    /// Within extended support: charged extra, or upgraded by force when the cluster's policy is `STANDARD`.
    Extended,
    /// Past extended support: EKS upgrades the control plane by itself.
    Ended,
}

struct Row {
    version: KubernetesVersion,
    text: &'static str,
    minor: u8,
    standard_ends: Date,
    extended_ends: Date,
    cluster_autoscaler: &'static str,
    karpenter_floor: (u16, u16),
}

// Support: EKS user guide, "Amazon EKS Kubernetes release calendar", as carried by endoflife.date `products/amazon-eks.md`; 1.36's
// extended end is its standard end plus the twelve months of the guide.
// Cluster Autoscaler: kubernetes/autoscaler releases; 1.33 to 1.36 of 2026-07-23, 1.32 as pinned by kops, 1.31 the last of its line.
// Karpenter: karpenter.sh `upgrading/compatibility` of 1.14 for 1.34 and later, endoflife.date `karpenter` for those before.
const ROWS: [Row; 6] = [
    Row {
        version: KubernetesVersion::V1_31,
        text: "1.31",
        minor: 31,
        standard_ends: Date::known(2025, 11, 26),
        extended_ends: Date::known(2026, 11, 26),
        cluster_autoscaler: "1.31.5",
        karpenter_floor: (1, 1),
    },
    Row {
        version: KubernetesVersion::V1_32,
        text: "1.32",
        minor: 32,
        standard_ends: Date::known(2026, 3, 23),
        extended_ends: Date::known(2027, 3, 23),
        cluster_autoscaler: "1.32.7",
        karpenter_floor: (1, 2),
    },
    Row {
        version: KubernetesVersion::V1_33,
        text: "1.33",
        minor: 33,
        standard_ends: Date::known(2026, 7, 29),
        extended_ends: Date::known(2027, 7, 29),
        cluster_autoscaler: "1.33.6",
        karpenter_floor: (1, 5),
    },
    Row {
        version: KubernetesVersion::V1_34,
        text: "1.34",
        minor: 34,
        standard_ends: Date::known(2026, 12, 2),
        extended_ends: Date::known(2027, 12, 2),
        cluster_autoscaler: "1.34.5",
        karpenter_floor: (1, 6),
    },
    Row {
        version: KubernetesVersion::V1_35,
        text: "1.35",
        minor: 35,
        standard_ends: Date::known(2027, 3, 27),
        extended_ends: Date::known(2028, 3, 27),
        cluster_autoscaler: "1.35.2",
        karpenter_floor: (1, 9),
    },
    Row {
        version: KubernetesVersion::V1_36,
        text: "1.36",
        minor: 36,
        standard_ends: Date::known(2027, 8, 2),
        extended_ends: Date::known(2028, 8, 2),
        cluster_autoscaler: "1.36.1",
        karpenter_floor: (1, 13),
    },
];

impl KubernetesVersion {
    /// Every minor EKS offers, oldest first.
    pub const ALL: [Self; 6] = [Self::V1_31, Self::V1_32, Self::V1_33, Self::V1_34, Self::V1_35, Self::V1_36];

    /// The newest minor EKS offers.
    pub const LATEST: Self = Self::V1_36;

    /// The newest minor eksctl 0.230 has a constant for (`types.go`); newer ones pass only because eksctl asks the API.
    pub const LATEST_IN_EKSCTL: Self = Self::V1_35;

    fn row(self) -> &'static Row {
        // The rows stand in the order of the variants, which a test holds fast.
        &ROWS[self as usize]
    }

    /// The version as EKS writes it, for example `1.35`.
    pub fn as_str(self) -> &'static str {
        self.row().text
    }

    /// The minor alone, for example 35.
    pub fn minor(self) -> u8 {
        self.row().minor
    }

    /// The last day of standard support.
    pub fn standard_support_ends(self) -> Date {
        self.row().standard_ends
    }

    /// The last day of extended support.
    pub fn extended_support_ends(self) -> Date {
        self.row().extended_ends
    }

    /// The support a cluster of this version has on a day (`CL-04`).
    pub fn support_on(self, day: Date) -> Support {
        if day <= self.standard_support_ends() {
            Support::Standard
        } else if day <= self.extended_support_ends() {
            Support::Extended
        } else {
            Support::Ended
        }
    }

    /// The newest Cluster Autoscaler of the same minor, without a `v` (`CL-17`).
    pub fn cluster_autoscaler(self) -> &'static str {
        self.row().cluster_autoscaler
    }

    /// The oldest Karpenter that works with this version, as major and minor (`CL-17`).
    pub fn karpenter_floor(self) -> (u16, u16) {
        self.row().karpenter_floor
    }
}

impl Unit for KubernetesVersion {
    const EXPECTS: &'static str = "a Kubernetes version EKS offers, like \"1.35\" or V1_35";
}

impl FromStr for KubernetesVersion {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let dotted = text.strip_prefix('V').map_or_else(|| text.to_owned(), |rest| rest.replace('_', "."));
        if let Some(row) = ROWS.iter().find(|row| row.text == dotted) {
            return Ok(row.version);
        }
        let number = dotted.trim_start_matches('v');
        let mut parts = number.split('.');
        let minor: Option<u8> = match (parts.next(), parts.next()) {
            (Some("1"), Some(minor)) => minor.parse().ok(),
            _ => None,
        };
        let same_minor = minor.and_then(|minor| ROWS.iter().find(|row| row.minor == minor));
        let (oldest, latest) = (&ROWS[0], Self::LATEST.row());
        let (problem, fix) = match (minor, same_minor) {
            (_, Some(row)) => (format!("`{text}` is not how EKS writes Kubernetes {}", row.text), row.text),
            (Some(minor), None) if minor < oldest.minor => {
                (format!("EKS no longer offers Kubernetes {number}: its extended support has ended"), Self::default().as_str())
            }
            (Some(_), None) => (format!("EKS does not offer Kubernetes {number} on {AS_OF}"), latest.text),
            (None, None) => {
                let near = spelling::closest(&dotted, ROWS.iter().map(|row| row.text));
                (format!("`{text}` is not a Kubernetes version"), near.unwrap_or(Self::default().as_str()))
            }
        };
        Err(Invalid::new("CL-03", problem).fix(fix))
    }
}

impl fmt::Display for KubernetesVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

crate::units::serde_as_text!(KubernetesVersion);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_variants() {
        for (version, row) in KubernetesVersion::ALL.into_iter().zip(&ROWS) {
            assert_eq!((version, version.as_str()), (row.version, row.text));
            assert_eq!(row.text, format!("1.{}", row.minor));
            assert!(row.cluster_autoscaler.starts_with(&format!("{}.", row.text)), "{}", row.text);
            assert!((365..=366).contains(&row.extended_ends.days_since(row.standard_ends)), "{}", row.text);
        }
        assert!(ROWS.is_sorted_by(|a, b| a.standard_ends < b.standard_ends && a.karpenter_floor < b.karpenter_floor));
        assert_eq!(KubernetesVersion::ALL.last(), Some(&KubernetesVersion::LATEST));
    }

    #[test]
    fn both_spellings_are_read() {
        for version in KubernetesVersion::ALL {
            assert_eq!(version.to_string().parse(), Ok(version));
            assert_eq!(format!("{version:?}").parse(), Ok(version));
        }
    }

    #[test]
    fn the_rest_is_refused_with_an_offered_version() {
        for (text, fix) in [
            ("1.21", "1.35"),
            ("V1_21", "1.35"),
            ("1.30", "1.35"),
            ("1.37", "1.36"),
            ("v1.34", "1.34"),
            ("1.35.2", "1.35"),
            ("1_35", "1.35"),
            ("latest", "1.35"),
            ("", "1.35"),
        ] {
            let invalid = text.parse::<KubernetesVersion>().unwrap_err();
            assert_eq!((invalid.rule, invalid.fix.as_deref()), ("CL-03", Some(fix)), "{text}");
        }
    }

    #[test]
    fn support_goes_by_the_day() {
        assert_eq!(KubernetesVersion::V1_34.support_on(AS_OF), Support::Standard);
        assert_eq!(KubernetesVersion::V1_34.standard_support_ends().days_since(AS_OF), 9);
        assert_eq!(KubernetesVersion::V1_33.support_on(AS_OF), Support::Extended);
        assert_eq!(KubernetesVersion::V1_31.support_on(Date::known(2026, 11, 27)), Support::Ended);
    }
}
