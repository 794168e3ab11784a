//! Address ranges: that they are ranges at all.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-09",
        name: "invalid-address-range",
        title: "an address range is an address, a slash and a prefix",
        severity: Severity::Error,
        why: "eksctl refuses what it cannot parse, some of it only after it has logged in to AWS",
        source: "eksctl pkg/utils/ipnet/ipnet.go:79, validation.go:477, 484, 494, 773",
        check: Check::Config(ranges_are_ranges),
        bad: Example::Config("vpc: {cidr: 10.0.0.0, publicAccessCIDRs: [198.51.100.0/33]}"),
        good: Example::Config("vpc: {cidr: 10.0.0.0/16, publicAccessCIDRs: [198.51.100.0/24]}"),
    },
    Rule {
        id: "EK-10",
        name: "address-range-with-host-bits",
        title: "an address range begins at its first address",
        severity: Severity::Warning,
        why: "eksctl cuts off what lies behind the prefix without a word, so the range is wider than the address that was written",
        source: "eksctl validation.go:477, 484, 494 (net.ParseCIDR)",
        check: Check::Config(ranges_begin_at_their_start),
        bad: Example::Config("vpc: {publicAccessCIDRs: [198.51.100.7/24]}"),
        good: Example::Config("vpc: {publicAccessCIDRs: [198.51.100.0/24, 198.51.100.7/32]}"),
    },
];

/// A range of either family, as far as it can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Range {
    V4 { address: u32, prefix: u32 },
    V6 { address: u128, prefix: u32 },
}

impl Range {
    /// Reads `address/prefix`; bits behind the prefix are allowed.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let digits = !prefix.is_empty() && prefix.len() <= 3 && prefix.bytes().all(|byte| byte.is_ascii_digit());
        let prefix = prefix.parse().ok().filter(|_| digits)?;
        match (address.parse::<Ipv4Addr>(), address.parse::<Ipv6Addr>()) {
            (Ok(address), _) if prefix <= 32 => Some(Self::V4 { address: address.to_bits(), prefix }),
            (_, Ok(address)) if prefix <= 128 => Some(Self::V6 { address: address.to_bits(), prefix }),
            _ => None,
        }
    }

    /// The range as it begins at its first address.
    fn start(self) -> String {
        match self {
            Self::V4 { address, prefix } => {
                let mask = u32::MAX.checked_shl(32 - prefix).unwrap_or(0);
                format!("{}/{prefix}", Ipv4Addr::from_bits(address & mask))
            }
            Self::V6 { address, prefix } => {
                let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
                format!("{}/{prefix}", Ipv6Addr::from_bits(address & mask))
            }
        }
    }

    /// Whether bits behind the prefix are set.
    fn has_host_bits(self) -> bool {
        Self::read(&self.start()) != Some(self)
    }

    fn is_v4(self) -> bool {
        matches!(self, Self::V4 { .. })
    }
}

/// Which family a key takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    V4,
    V6,
    Either,
}

/// Every range of a config and the family its key takes.
fn ranges<'a>(config: &At<'a, ClusterConfig>) -> Vec<(At<'a, String>, Family)> {
    let mut all = Vec::new();
    if let Some(network) = config.kubernetes_network_config().get() {
        all.extend(network.service_ipv4_cidr().get().map(|range| (range, Family::V4)));
    }
    if let Some(remote) = config.remote_network_config().get() {
        for network in remote.remote_node_networks().iter().chain(remote.remote_pod_networks().iter()) {
            all.extend(network.cidrs().iter().map(|range| (range, Family::V4)));
        }
    }
    let Some(vpc) = config.vpc().get() else { return all };
    all.extend(vpc.cidr().get().map(|range| (range, Family::V4)));
    all.extend(vpc.ipv6_cidr().get().map(|range| (range, Family::V6)));
    if let Some(subnets) = vpc.subnets().get() {
        for (_, subnet) in subnets.private().iter().chain(subnets.public().iter()) {
            all.extend(subnet.cidr().get().map(|range| (range, Family::V4)));
        }
    }
    all.extend(vpc.extra_cidrs().iter().map(|range| (range, Family::V4)));
    all.extend(vpc.extra_ipv6_cidrs().iter().map(|range| (range, Family::V6)));
    all.extend(vpc.public_access_cidrs().iter().map(|range| (range, Family::Either)));
    all
}

fn ranges_are_ranges(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(ranges(config), |(at, family), findings| {
        let text = at.whole();
        if text.is_empty() {
            return;
        }
        match (Range::read(text), family) {
            (None, _) => {
                let example = if family == Family::V6 { "2001:db8::/56" } else { "10.0.0.0/16" };
                findings.report(
                    &at,
                    format!("`{text}` is not an address range"),
                    format!("write an address and a prefix, such as `{example}`"),
                );
            }
            (Some(range), Family::V4) if !range.is_v4() => {
                findings.report(
                    &at,
                    format!("`{text}` is an IPv6 range where an IPv4 range belongs"),
                    "write a range such as `10.0.0.0/16`",
                );
            }
            (Some(range), Family::V6) if range.is_v4() => {
                findings.report(
                    &at,
                    format!("`{text}` is an IPv4 range where an IPv6 range belongs"),
                    "write a range such as `2001:db8::/56`",
                );
            }
            _ => {}
        }
    });
}

fn ranges_begin_at_their_start(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(ranges(config), |(at, _), findings| {
        if let Some(range) = Range::read(at.whole())
            && range.has_host_bits()
        {
            let address = at.whole().split('/').next().unwrap_or_default();
            let single = if range.is_v4() { 32 } else { 128 };
            findings.report(
                &at,
                format!("`{}` is taken for `{}`", at.whole(), range.start()),
                Fix::safe([Edit::set(&at, range.start().clone())])
                    .saying(format!("write `{}`, or `{address}/{single}` for this one address", range.start())),
            );
        }
    });
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[test]
    fn ranges_are_read_as_go_reads_them() {
        for text in ["10.0.0.0/16", "0.0.0.0/0", "198.51.100.7/24", "2001:db8::/56", "::/0"] {
            assert!(Range::read(text).is_some(), "{text}");
        }
        for text in
            ["", "10.0.0.0", "10.0.0.0/33", "10.0.0/16", "10.0.0.0/-1", "10.0.0.0/+1", "2001:db8::/129", "a/8", "10.0.0.0/16 "]
        {
            assert_eq!(Range::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_lies_behind_the_prefix_is_noticed() {
        let shown = |text| Range::read(text).map(|range| (range.start(), range.has_host_bits()));
        assert_eq!(shown("198.51.100.7/24"), Some(("198.51.100.0/24".to_owned(), true)));
        assert_eq!(shown("0.0.0.0/0"), Some(("0.0.0.0/0".to_owned(), false)));
        assert_eq!(shown("10.1.2.3/0"), Some(("0.0.0.0/0".to_owned(), true)));
        assert_eq!(shown("2001:db8::1/64"), Some(("2001:db8::/64".to_owned(), true)));
    }
}
