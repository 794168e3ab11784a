//! An IPv4 address block in canonical form, readable in const.
use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use super::text::serde_as_text;
use super::{Invalid, Unit};

/// An IPv4 address block such as `10.0.0.0/16`, any prefix from /0 to /32, never with host bits (`NET-01`).
///
/// Which sizes AWS takes for a VPC or a subnet is a matter of the rules, not of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cidr {
    network: u32,
    prefix: u8,
}

/// Why a text is not a [`Cidr`]; usable in const, where no message can be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CidrError {
    /// Not four decimal numbers from 0 to 255 with dots between them, followed by `/` and a prefix.
    Form,
    /// The prefix is not a number from 0 to 32.
    Prefix,
    /// Bits are set behind the prefix; the canonical block is enclosed.
    HostBits(Cidr),
}

impl CidrError {
    /// One sentence for `const` panics, where the user's text cannot be quoted.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Form => "error[NET-01]: not an IPv4 CIDR; write it like \"10.0.0.0/16\"",
            Self::Prefix => "error[NET-01]: a CIDR prefix is a number from 0 to 32",
            Self::HostBits(_) => "error[NET-01]: the CIDR has bits set behind its prefix; write the network's first address",
        }
    }
}

impl Cidr {
    /// Reads `a.b.c.d/prefix`; leading zeros are refused, because readers disagree on whether they mean octal.
    pub const fn parse(text: &str) -> Result<Self, CidrError> {
        let bytes = text.as_bytes();
        let mut address: u32 = 0;
        let mut at = 0;
        let mut octets = 0;
        while octets < 4 {
            let Some((octet, next)) = number(bytes, at) else { return Err(CidrError::Form) };
            if octet > 255 {
                return Err(CidrError::Form);
            }
            address = address << 8 | octet;
            octets += 1;
            let separator = if octets == 4 { b'/' } else { b'.' };
            if next >= bytes.len() || bytes[next] != separator {
                return Err(CidrError::Form);
            }
            at = next + 1;
        }
        let prefix = match number(bytes, at) {
            Some((prefix, next)) if next == bytes.len() && prefix <= 32 => prefix,
            _ => return Err(CidrError::Prefix),
        };
        #[expect(clippy::cast_possible_truncation, reason = "the prefix is at most 32")]
        let prefix = prefix as u8;
        let block = Self { network: address & mask(prefix), prefix };
        if block.network == address { Ok(block) } else { Err(CidrError::HostBits(block)) }
    }

    /// The first address, as a number.
    pub const fn first(self) -> u32 {
        self.network
    }

    /// The last address, as a number.
    pub const fn last(self) -> u32 {
        self.network | !mask(self.prefix)
    }

    /// The prefix length, 0 to 32 bits.
    pub const fn prefix(self) -> u8 {
        self.prefix
    }

    /// How many addresses the block has, reserved ones included.
    pub const fn size(self) -> u64 {
        1 << (32 - self.prefix)
    }

    /// Whether every address of `other` is also one of this block.
    pub const fn contains(self, other: Self) -> bool {
        self.prefix <= other.prefix && other.network & mask(self.prefix) == self.network
    }

    /// Whether the two blocks share any address.
    pub const fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// The blocks of prefix `prefix` inside this one, lowest first; none when `prefix` is wider than the block or beyond /32.
    pub fn subnets(self, prefix: u8) -> impl Iterator<Item = Self> {
        let count = if prefix < self.prefix || prefix > 32 { 0 } else { 1_u64 << (prefix - self.prefix) };
        let step = 1_u64 << (32 - prefix.min(32));
        (0..count).filter_map(move |index| {
            let network = u32::try_from(u64::from(self.network) + index * step).ok()?;
            Some(Self { network, prefix })
        })
    }

    /// Whether the whole block is private: inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 (RFC 1918).
    pub const fn is_private_rfc1918(self) -> bool {
        const TEN: Cidr = Cidr { network: 0x0A00_0000, prefix: 8 };
        const ONE_SEVEN_TWO: Cidr = Cidr { network: 0xAC10_0000, prefix: 12 };
        const ONE_NINE_TWO: Cidr = Cidr { network: 0xC0A8_0000, prefix: 16 };
        TEN.contains(self) || ONE_SEVEN_TWO.contains(self) || ONE_NINE_TWO.contains(self)
    }
}

const fn mask(prefix: u8) -> u32 {
    if prefix == 0 { 0 } else { u32::MAX << (32 - prefix) }
}

/// The decimal number of one to three digits at `at`, and the place behind it.
const fn number(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let mut value: u32 = 0;
    let mut next = at;
    while next < bytes.len() && next - at < 3 && bytes[next].is_ascii_digit() {
        value = value * 10 + (bytes[next] - b'0') as u32;
        next += 1;
    }
    let leading_zero = next - at > 1 && bytes[at] == b'0';
    if next == at || leading_zero { None } else { Some((value, next)) }
}

impl Unit for Cidr {
    const EXPECTS: &'static str = "an IPv4 CIDR without host bits, like \"10.0.0.0/16\"";
}

impl FromStr for Cidr {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text).map_err(|error| match error {
            CidrError::Form => {
                let invalid = Invalid::new("NET-01", format!("`{text}` is not an IPv4 CIDR"));
                let missing_prefix = format!("{text}/32");
                // A bare address is a CIDR that lacks only its prefix.
                match Self::parse(&missing_prefix) {
                    Ok(_) => invalid.fix(missing_prefix),
                    Err(_) => invalid.fix("write it like \"10.0.0.0/16\""),
                }
            }
            CidrError::Prefix => {
                Invalid::new("NET-01", format!("`{text}` has no prefix from /0 to /32")).fix("write it like \"10.0.0.0/16\"")
            }
            CidrError::HostBits(block) => {
                Invalid::new("NET-01", format!("CIDR `{text}` has bits set behind its /{} prefix", block.prefix))
                    .fix(block.to_string())
            }
        })
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", Ipv4Addr::from(self.network), self.prefix))
    }
}

serde_as_text!(Cidr);

#[cfg(test)]
mod tests {
    use super::*;

    fn cidr(text: &str) -> Cidr {
        text.parse().unwrap()
    }

    #[test]
    fn canonical_blocks_come_back_as_written() {
        for text in ["0.0.0.0/0", "10.0.0.0/16", "100.64.0.0/10", "172.16.0.0/12", "192.168.255.128/25", "255.255.255.255/32"] {
            assert_eq!(cidr(text).to_string(), text);
        }
    }

    #[test]
    fn host_bits_are_refused_with_the_canonical_block() {
        for (text, canonical) in [
            ("10.0.0.1/16", "10.0.0.0/16"),
            ("10.0.0.0/7", "10.0.0.0/7"),
            ("10.1.2.3/0", "0.0.0.0/0"),
            ("192.168.1.64/25", "192.168.1.0/25"),
        ] {
            match text.parse::<Cidr>() {
                Ok(block) => assert_eq!(block.to_string(), canonical),
                Err(invalid) => assert_eq!((invalid.rule, invalid.fix.as_deref()), ("NET-01", Some(canonical))),
            }
        }
        assert!("10.0.0.1/16".parse::<Cidr>().is_err());
    }

    #[test]
    fn malformed_text_is_refused() {
        for text in [
            "",
            "/",
            "10",
            "10.0.0.0",
            "10.0.0.0/",
            "10.0.0/16",
            "10.0.0.0.0/16",
            "10.0.0.0/33",
            "10.0.0.0/016",
            "010.0.0.0/16",
            "256.0.0.0/8",
            "1000.0.0.0/8",
            "10.0.0.0/16 ",
            " 10.0.0.0/16",
            "10.0.0.0/-1",
            "10.0.0.0/1x",
            "10..0.0/16",
            "fd00::/8",
            "10.0.0.0\\16",
            "١٠.0.0.0/8",
            "10.0.0.0/999999999999",
        ] {
            let invalid = text.parse::<Cidr>().unwrap_err();
            assert_eq!(invalid.rule, "NET-01", "{text}");
            assert!(invalid.fix.is_some(), "{text}");
        }
        assert_eq!("10.0.0.7".parse::<Cidr>().unwrap_err().fix.as_deref(), Some("10.0.0.7/32"));
    }

    #[test]
    fn is_usable_in_const() {
        const VPC: Cidr = match Cidr::parse("10.0.0.0/16") {
            Ok(block) => block,
            Err(error) => panic!("{}", error.message()),
        };
        assert_eq!((VPC.first(), VPC.last(), VPC.size(), VPC.prefix()), (0x0A00_0000, 0x0A00_FFFF, 65_536, 16));
    }

    #[test]
    fn containment_and_overlap() {
        let vpc = cidr("10.0.0.0/16");
        assert!(vpc.contains(cidr("10.0.8.0/21")) && vpc.contains(vpc));
        assert!(!vpc.contains(cidr("10.0.0.0/15")) && vpc.overlaps(cidr("10.0.0.0/15")));
        assert!(!vpc.overlaps(cidr("10.1.0.0/16")));
        assert!(cidr("0.0.0.0/0").contains(cidr("255.255.255.255/32")));
        assert_eq!(cidr("0.0.0.0/0").size(), 1 << 32);
    }

    #[test]
    fn subnets_tile_the_block() {
        let quarters: Vec<String> = cidr("10.0.0.0/16").subnets(18).map(|block| block.to_string()).collect();
        assert_eq!(quarters, ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18", "10.0.192.0/18"]);
        assert_eq!(cidr("255.255.255.0/24").subnets(25).last().map(Cidr::last), Some(u32::MAX));
        assert_eq!(cidr("10.0.0.0/16").subnets(16).count(), 1);
        assert_eq!(cidr("10.0.0.0/16").subnets(15).count(), 0);
        assert_eq!(cidr("10.0.0.0/16").subnets(33).count(), 0);
    }

    #[test]
    fn rfc1918_is_all_or_nothing() {
        assert!(cidr("10.0.0.0/8").is_private_rfc1918() && cidr("172.31.0.0/16").is_private_rfc1918());
        assert!(cidr("192.168.10.0/24").is_private_rfc1918());
        for public in ["100.64.0.0/10", "172.32.0.0/16", "10.0.0.0/7", "192.0.0.0/8", "0.0.0.0/0"] {
            assert!(!cidr(public).is_private_rfc1918(), "{public}");
        }
    }
}
