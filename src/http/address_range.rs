//! The parts of the network in which an address can be, and which of them may lead where.
//!
//! # The rule
//!
//! A wiki may redirect the search for api.php to another host. Such a redirect leads only to a host in
//! the same [range](AddressRange) as the one that redirects, or in one further out:
//!
//! | redirect from, to | public | local network | link-local | this machine |
//! |---|---|---|---|---|
//! | public | yes | | | |
//! | local network | yes | yes | | |
//! | link-local | yes | yes | yes | |
//! | this machine | yes | yes | yes | yes |
//!
//! So only a caller who gave such an address reaches one: a public host cannot make this machine
//! request its own services, those of its network, or the metadata of a cloud (169.254.169.254). A
//! chain of redirects never leads further in than it has come out.
//!
//! This is the only place where the rule is needed for addresses as they are written. Every other
//! address that a wiki names is requested on the wiki's own origin only: addresses in pages, captcha
//! images, forms, redirects of other requests, pages for logins with other services.
//!
//! A name can also *resolve* to such an address; [`AddressRange::of_ip`] of what it resolves to is
//! checked by [`Ureq`](crate::transport::Ureq), which says what it does.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// A part of the network, from the outside to the inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AddressRange {
    /// The internet: every address and name that is not in another range.
    Public,
    /// The networks that this machine is in: private, shared and reserved addresses, and names that no
    /// public name server knows.
    LocalNetwork,
    /// Neighbours of this machine, and the metadata service of a cloud.
    LinkLocal,
    /// This machine.
    ThisMachine,
}

use AddressRange::{LinkLocal, LocalNetwork, Public, ThisMachine};

/// Ranges of IPv4 other than public ones: the first address, the length of the prefix, the range.
/// From IANA's registry of special-purpose addresses (RFC 6890), without those of documentation.
const IPV4: [([u8; 4], u8, AddressRange); 12] = [
    // "This host on this network"; Linux connects 0.0.0.0 to itself.
    ([0, 0, 0, 0], 8, ThisMachine),
    ([127, 0, 0, 0], 8, ThisMachine),
    ([169, 254, 0, 0], 16, LinkLocal),
    ([10, 0, 0, 0], 8, LocalNetwork),
    ([172, 16, 0, 0], 12, LocalNetwork),
    ([192, 168, 0, 0], 16, LocalNetwork),
    // Shared by the customers of a carrier.
    ([100, 64, 0, 0], 10, LocalNetwork),
    // Protocol assignments, such as those of DS-Lite.
    ([192, 0, 0, 0], 24, LocalNetwork),
    // Relays of 6to4, which no longer exist.
    ([192, 88, 99, 0], 24, LocalNetwork),
    // Benchmarks.
    ([198, 18, 0, 0], 15, LocalNetwork),
    // Multicast.
    ([224, 0, 0, 0], 4, LocalNetwork),
    // Reserved; some networks use it. The last address is the broadcast.
    ([240, 0, 0, 0], 4, LocalNetwork),
];

/// Ranges of IPv6 other than public ones, likewise. Those with an IPv4 address in them are in
/// [`embedded`].
const IPV6: [([u16; 8], u8, AddressRange); 6] = [
    // The unspecified address (which connects to this machine, like 0.0.0.0) and the loopback address.
    ([0, 0, 0, 0, 0, 0, 0, 0], 127, ThisMachine),
    ([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, LinkLocal),
    // Unique local addresses, and the site-local ones before them.
    ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, LocalNetwork),
    ([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, LocalNetwork),
    // A translator to IPv4 of the network's own (RFC 8215).
    ([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, LocalNetwork),
    // Multicast.
    ([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, LocalNetwork),
];

/// Names of this machine in the usual `/etc/hosts`, besides `localhost`.
const OWN_NAMES: [&str; 5] = [
    "ip6-localhost",
    "ip6-loopback",
    "localhost4",
    "localhost6",
    "localhost.localdomain",
];

/// Top-level domains, and one other, that no public name server knows: of multicast DNS (RFC 6762), of
/// private use (ICANN, 2024), of homes (RFC 8375).
const LOCAL_DOMAINS: [&str; 3] = ["local", "internal", "home.arpa"];

impl AddressRange {
    /// Returns the range of the host of an address as it is written. Nothing is looked up: a name is
    /// public, unless no public name server can know it.
    pub fn of(url: &Url) -> Self {
        match url.host() {
            Some(Host::Ipv4(address)) => Self::of_ip(address.into()),
            Some(Host::Ipv6(address)) => Self::of_ip(address.into()),
            Some(Host::Domain(name)) => of_name(name),
            None => Public,
        }
    }

    /// Returns the range of an IP address.
    pub fn of_ip(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(address) => of_ipv4(address),
            IpAddr::V6(address) => of_ipv6(address),
        }
    }

    /// Returns whether a host in this range may lead to one in another.
    pub fn may_lead_to(self, to: Self) -> bool {
        to <= self
    }

    /// Describes the range, after "is".
    pub fn description(self) -> &'static str {
        match self {
            Public => "on the internet",
            LocalNetwork => "in a local network",
            LinkLocal => "a neighbour of this machine",
            ThisMachine => "this machine",
        }
    }
}

fn of_ipv4(address: Ipv4Addr) -> AddressRange {
    let is_in = |(first, prefix, _): &&([u8; 4], u8, AddressRange)| {
        let differing = u32::from(address) ^ u32::from(Ipv4Addr::from(*first));
        differing.leading_zeros() >= u32::from(*prefix)
    };
    IPV4.iter().find(is_in).map_or(Public, |(.., range)| *range)
}

fn of_ipv6(address: Ipv6Addr) -> AddressRange {
    let is_in = |(first, prefix, _): &&([u16; 8], u8, AddressRange)| {
        let differing = u128::from(address) ^ u128::from(Ipv6Addr::from(*first));
        differing.leading_zeros() >= u32::from(*prefix)
    };
    let own = IPV6.iter().find(is_in).map(|(.., range)| *range);
    let embedded = embedded(address).into_iter().flatten().map(of_ipv4);
    own.into_iter().chain(embedded).max().unwrap_or(Public)
}

/// Returns the IPv4 addresses to which packets for an IPv6 address may be delivered.
fn embedded(address: Ipv6Addr) -> [Option<Ipv4Addr>; 2] {
    let ipv4 = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Some(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // IPv4-compatible, IPv4-mapped and IPv4-translated. Not :: and ::1.
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => [None; 2],
        [0, 0, 0, 0, 0, 0 | 0xffff, a, b] | [0, 0, 0, 0, 0xffff, 0, a, b] => [ipv4(a, b), None],
        // Translated (NAT64), here and in the network's own translator with the usual prefix of 96 bits.
        [0x64, 0xff9b, 0, 0, 0, 0, a, b] | [0x64, 0xff9b, 1, _, _, _, a, b] => [ipv4(a, b), None],
        // 6to4.
        [0x2002, a, b, ..] => [ipv4(a, b), None],
        // Teredo: its server, and the client with all bits inverted.
        [0x2001, 0, a, b, _, _, c, d] => [ipv4(a, b), ipv4(!c, !d)],
        _ => [None; 2],
    }
}

fn of_name(name: &str) -> AddressRange {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_within = |domain: &str| {
        name.strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    if is_within("localhost") || OWN_NAMES.contains(&name.as_str()) {
        ThisMachine
    } else if LOCAL_DOMAINS.into_iter().any(is_within) || !name.contains('.') {
        // A name without a dot is completed by the domain of the network.
        LocalNetwork
    } else {
        Public
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(host: &str) -> AddressRange {
        let url = Url::parse(&format!("http://{host}/")).expect(host);
        AddressRange::of(&url)
    }

    #[test]
    fn ranges_of_addresses() {
        for (expected, hosts) in [
            (
                ThisMachine,
                &[
                    "127.0.0.1",
                    "127.255.255.255",
                    "0.0.0.0",
                    "0.1.2.3",
                    "0",
                    "127.1",
                    "2130706433",
                    "0x7f.1",
                    "0177.0.0.1",
                    "0x7f000001",
                    "127.0.0.1.",
                    "[::1]",
                    "[::]",
                    "[0:0:0:0:0:0:0:1]",
                    "[::ffff:127.0.0.1]",
                    "[::ffff:7f00:1]",
                    "[::127.0.0.1]",
                    "[::ffff:0.0.0.0]",
                    "[::ffff:0:127.0.0.1]",
                    "[64:ff9b::127.0.0.1]",
                    "[2002:7f00:1::]",
                    "[2001:0:808:808:0:0:80ff:fffe]",
                    "[2001:0:7f00:1::f7f7:f7f7]",
                    "localhost",
                    "LOCALHOST.",
                    "x.localhost",
                    "a.b.localhost.",
                    "localhost.localdomain",
                    "ip6-localhost",
                ][..],
            ),
            (
                LinkLocal,
                &[
                    "169.254.0.1",
                    "169.254.169.254",
                    "0xa9fea9fe",
                    "2852039166",
                    "[fe80::1]",
                    "[febf:ffff::1]",
                    "[::ffff:169.254.169.254]",
                    "[64:ff9b::169.254.169.254]",
                    "[2002:a9fe:a9fe::1]",
                ],
            ),
            (
                LocalNetwork,
                &[
                    "10.0.0.1",
                    "10.255.255.255",
                    "172.16.0.1",
                    "172.31.255.255",
                    "192.168.0.1",
                    "0300.0250.1",
                    "100.64.0.1",
                    "100.127.255.255",
                    "192.0.0.8",
                    "192.88.99.1",
                    "198.18.0.1",
                    "198.19.255.255",
                    "224.0.0.1",
                    "239.255.255.255",
                    "240.0.0.1",
                    "255.255.255.255",
                    "[fc00::1]",
                    "[fdff::1]",
                    "[fec0::1]",
                    "[ff02::1]",
                    "[64:ff9b:1::8.8.8.8]",
                    "[::ffff:192.168.0.1]",
                    "[::10.0.0.1]",
                    "[2002:c0a8:1::]",
                    "[2001:0:808:808::f5ff:fffe]",
                    "wiki",
                    "wiki.",
                    "printer.local",
                    "metadata.google.internal",
                    "router.home.arpa.",
                ],
            ),
            (
                Public,
                &[
                    "8.8.8.8",
                    "1.0.0.0",
                    "9.255.255.255",
                    "11.0.0.0",
                    "100.63.255.255",
                    "100.128.0.0",
                    "126.255.255.255",
                    "128.0.0.1",
                    "169.253.255.255",
                    "169.255.0.0",
                    "172.15.255.255",
                    "172.32.0.0",
                    "192.0.1.0",
                    "192.167.255.255",
                    "192.169.0.0",
                    "198.17.255.255",
                    "198.20.0.0",
                    "223.255.255.255",
                    "[2001:db8::7]",
                    "[2606:4700::1]",
                    "[::ffff:8.8.8.8]",
                    "[64:ff9b::8.8.8.8]",
                    "[2002:808:808::1]",
                    "[2001:0:808:808::f7f7:f7f7]",
                    "[2001:1::1]",
                    "wiki.example.org",
                    "xlocalhost.example",
                    "notlocal.example",
                    "localhost.example.org",
                    "127.0.0.1.example.org",
                    "local.example.org",
                    "mylocal.org",
                ],
            ),
        ] {
            for host in hosts {
                assert_eq!(range(host), expected, "{host}");
            }
        }
    }

    /// An address with a zone, such as `fe80::1%eth0`, is no web address.
    #[test]
    fn zones_are_no_addresses() {
        for address in [
            "http://[fe80::1%25eth0]/",
            "http://[::1%lo]/",
            "http://fe80::1%25eth0/",
        ] {
            assert!(Url::parse(address).is_err(), "{address}");
        }
    }

    #[test]
    fn ranges_lead_outwards() {
        let all = [Public, LocalNetwork, LinkLocal, ThisMachine];
        for (from, expected) in all.into_iter().zip([
            [true, false, false, false],
            [true, true, false, false],
            [true, true, true, false],
            [true, true, true, true],
        ]) {
            assert_eq!(all.map(|to| from.may_lead_to(to)), expected, "{from:?}");
        }
    }
}
