//! AWS regions with EKS, and their availability zones; `facts/regions.tsv`.
use std::fmt;
use std::str::FromStr;

use super::tables::regions::ROWS;
use crate::units::{Invalid, Partition, Unit, spelling};

#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) place: &'static str,
    /// The zone letters any account may see; in old regions an account sees some of them only.
    pub(super) letters: &'static str,
    /// Those of them that some accounts do not see.
    pub(super) withheld: &'static str,
    /// The id of the zone in which EKS places no control plane.
    pub(super) without_control_plane: Option<&'static str>,
    /// The account in whose registry EKS keeps its images for the region.
    pub(super) registry: &'static str,
}

/// An AWS region with EKS (`CL-01`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region {
    row: &'static Row,
}

impl Region {
    /// The region of that name.
    pub fn lookup(name: &str) -> Option<Self> {
        ROWS.binary_search_by(|row| row.name.cmp(name)).ok().and_then(|at| ROWS.get(at)).map(|row| Self { row })
    }

    /// Every region, in order of their names.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| Self { row })
    }

    /// The known region whose name is closest to a misspelt one.
    pub fn closest(name: &str) -> Option<&'static str> {
        spelling::closest(name, ROWS.iter().map(|row| row.name))
    }

    /// The region's name, for example `us-west-2`.
    pub const fn as_str(self) -> &'static str {
        self.row.name
    }

    /// Where the region is, for example `Oregon`.
    pub const fn place(self) -> &'static str {
        self.row.place
    }

    /// The partition the region belongs to.
    pub fn partition(self) -> Partition {
        Partition::of_region(self.row.name)
    }

    /// The zones of the region by the names any account may see.
    ///
    /// In `ap-northeast-1`, `ca-central-1` and `us-west-1` one account sees all but one of them.
    pub fn zones(self) -> impl Iterator<Item = Zone> {
        self.row.letters.chars().map(move |letter| Zone { region: self, letter })
    }

    /// The zones every account sees under these names, for a design that says how many zones and not which.
    ///
    /// Tokyo keeps `b` and Canada `c` for old accounts; in N. California no name is certain, so there are none.
    pub fn usual_zones(self) -> impl Iterator<Item = Zone> {
        self.zones().filter(move |zone| !self.row.withheld.contains(zone.letter))
    }

    /// The id of the zone in which EKS places no control plane (EKS user guide, "Subnet requirements and considerations").
    ///
    /// An id, not a name: in these regions each account has its own names for the zones, so no name can be refused for it.
    pub const fn zone_id_without_control_plane(self) -> Option<&'static str> {
        self.row.without_control_plane
    }

    /// The account in whose registry EKS keeps its images for the region.
    pub const fn eks_registry(self) -> &'static str {
        self.row.registry
    }
}

/// Whether eksctl knows the region and this catalogue does not: the ISO and European Sovereign partitions.
pub(crate) fn is_of_eksctl_alone(text: &str) -> bool {
    ["us-iso", "eu-iso", "eusc-"].iter().any(|known| text.starts_with(known))
}

impl Unit for Region {
    const EXPECTS: &'static str = "an AWS region, like \"us-west-2\"";

    fn limit(text: &str) -> Option<(String, String)> {
        is_of_eksctl_alone(text).then(|| {
            let limit = format!("eksml knows nothing of region `{text}`: what depends on it is not judged");
            (limit, "keep this cluster in its eksctl file".to_owned())
        })
    }
}

impl FromStr for Region {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::lookup(text).ok_or_else(|| {
            // A zone where a region belongs is one letter too long.
            let region_of_zone = Zone::split(text).map(|(region, _)| region.as_str());
            let near = region_of_zone.or_else(|| Self::closest(text));
            Invalid::new("CL-01", format!("there is no AWS region `{text}` with EKS")).maybe_fix(near.map(str::to_owned))
        })
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.row.name)
    }
}

crate::units::serde_as_text!(Region);

/// An availability zone by name, for example `us-west-2a` (`NG-22`); Local Zones and zone ids are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Zone {
    region: Region,
    letter: char,
}

impl Zone {
    /// The region the zone lies in.
    pub const fn region(self) -> Region {
        self.region
    }

    /// The letter behind the region's name.
    pub const fn letter(self) -> char {
        self.letter
    }

    /// A region's name with one letter behind it, whether the region has that zone or not.
    fn split(text: &str) -> Option<(Region, char)> {
        let letter = text.chars().next_back().filter(char::is_ascii_lowercase)?;
        Some((Region::lookup(text.strip_suffix(letter)?)?, letter))
    }
}

impl Unit for Zone {
    const EXPECTS: &'static str = "an availability zone, like \"us-west-2a\"";
}

impl FromStr for Zone {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let refuse = |problem: String| Invalid::new("NG-22", format!("zone `{text}` {problem}"));
        if let Some((region, letter)) = Self::split(text) {
            return region.zones().find(|zone| zone.letter == letter).ok_or_else(|| {
                let zones: Vec<String> = region.zones().map(|zone| zone.to_string()).collect();
                refuse(format!("does not exist: {region} has the zones {}", region.row.letters)).fix(zones.join(", "))
            });
        }
        if let Some(region) = Region::lookup(text) {
            return Err(refuse("is a region".to_owned()).fix(format!("{region}a")));
        }
        if Region::all().any(|region| text.strip_prefix(region.as_str()).is_some_and(|rest| rest.starts_with('-'))) {
            return Err(refuse(
                "is a Local or Wavelength Zone, which can hold no control plane and few instance types".to_owned(),
            ));
        }
        if text.contains("-az") {
            return Err(refuse("is a zone id; write the zone's name in your account".to_owned()).fix(
                "`aws ec2 describe-availability-zones --query 'AvailabilityZones[].[ZoneId,ZoneName]'` shows both side by side",
            ));
        }
        let near = text.chars().next_back().filter(char::is_ascii_lowercase).and_then(|letter| {
            let region = Region::closest(text.strip_suffix(letter)?)?;
            Some(format!("{region}{letter}")).filter(|zone| zone.parse::<Self>().is_ok())
        });
        Err(refuse("lies in no AWS region".to_owned()).maybe_fix(near))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}{}", self.region, self.letter))
    }
}

crate::units::serde_as_text!(Zone);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_found_and_has_zones_enough() {
        assert!(ROWS.is_sorted_by(|a, b| a.name < b.name));
        for region in Region::all() {
            assert_eq!(region.to_string().parse(), Ok(region));
            assert!(region.zones().count() >= 3, "{region}");
            for zone in region.zones() {
                assert_eq!(zone.to_string().parse(), Ok(zone));
                assert_eq!(zone.region(), region);
            }
        }
    }

    #[test]
    fn regions_know_their_partition() {
        assert_eq!(Region::lookup("us-west-2").map(Region::partition), Some(Partition::Aws));
        assert_eq!(Region::lookup("us-gov-west-1").map(Region::partition), Some(Partition::AwsUsGov));
        assert_eq!(Region::lookup("cn-north-1").map(Region::partition), Some(Partition::AwsCn));
        let refused: Vec<&str> = Region::all().filter_map(Region::zone_id_without_control_plane).collect();
        assert_eq!(refused, ["cac1-az3", "use1-az3", "usw1-az2"]);
    }

    #[test]
    fn usual_zones_leave_out_what_only_some_accounts_see() {
        let letters = |name: &str| Region::lookup(name).unwrap().usual_zones().map(Zone::letter).collect::<String>();
        assert_eq!((letters("us-west-2").as_str(), letters("ap-northeast-1").as_str()), ("abcd", "acd"));
        assert_eq!((letters("ca-central-1").as_str(), letters("us-west-1").as_str()), ("abd", ""));
    }

    #[test]
    fn misspelt_regions_are_answered() {
        for (text, fix) in [
            ("us-wset-2", Some("us-west-2")),
            ("us_west_2", Some("us-west-2")),
            ("US-WEST-2", Some("us-west-2")),
            ("us-west-2a", Some("us-west-2")),
            ("us-west-3", Some("us-west-1")),
            ("mars-1", None),
            ("", None),
        ] {
            let invalid = text.parse::<Region>().unwrap_err();
            assert_eq!((invalid.rule, invalid.fix.as_deref()), ("CL-01", fix), "{text}");
        }
    }

    #[test]
    fn zones_belong_to_their_region() {
        let zone: Zone = "us-west-2d".parse().unwrap();
        assert_eq!((zone.region().as_str(), zone.letter()), ("us-west-2", 'd'));
        for (text, problem) in [
            ("us-west-2e", "does not exist"),
            ("us-west-2", "is a region"),
            ("us-west-2-lax-1a", "Local"),
            ("usw2-az1", "zone id"),
            ("us-wset-2a", "no AWS region"),
            ("", "no AWS region"),
            ("ä", "no AWS region"),
        ] {
            let invalid = text.parse::<Zone>().unwrap_err();
            assert!(invalid.rule == "NG-22" && invalid.problem.contains(problem), "{text}: {invalid}");
        }
        assert_eq!("us-wset-2a".parse::<Zone>().unwrap_err().fix.as_deref(), Some("us-west-2a"));
    }
}
