//! Kubernetes minors on EKS: until when each is supported, and which components go with it; `facts/kubernetes.tsv`.
use std::fmt;
use std::str::FromStr;

use super::dates;
pub use super::tables::kubernetes::KubernetesVersion;
use super::tables::kubernetes::ROWS;
use crate::units::{Date, Invalid, Unit, spelling};

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

pub(super) struct Row {
    pub(super) version: KubernetesVersion,
    pub(super) text: &'static str,
    pub(super) minor: u8,
    pub(super) standard_ends: Date,
    pub(super) extended_ends: Date,
    pub(super) cluster_autoscaler: &'static str,
    pub(super) karpenter_floor: (u16, u16),
}

impl KubernetesVersion {
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
            (Some(_), None) => (format!("EKS does not offer Kubernetes {number} on {}", dates::KUBERNETES), latest.text),
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
        for version in KubernetesVersion::ALL {
            let (standard, extended) = (version.standard_support_ends(), version.extended_support_ends());
            assert_eq!(version.support_on(Date::known(2020, 1, 1)), Support::Standard);
            assert_eq!((version.support_on(standard), version.support_on(extended)), (Support::Standard, Support::Extended));
            assert_eq!(version.support_on(Date::known(2099, 1, 1)), Support::Ended);
        }
    }
}
