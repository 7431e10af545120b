//! The addresses of a host that may be connected to, if a redirect has led there.

use std::{
    error, fmt, io,
    net::{IpAddr, ToSocketAddrs},
};

use ureq::{
    Error,
    unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
};
use url::Host;

use crate::http::address_range::AddressRange;

/// The error for a host all of whose addresses are further in than the caller's host.
#[derive(Debug)]
pub(super) struct LeadsInside(pub(super) AddressRange);

impl fmt::Display for LeadsInside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the host is {}", self.0.description())
    }
}

impl error::Error for LeadsInside {}

/// Returns the addresses of a host to which a redirect from `led_from` may lead. Only for an address that
/// is not public, `led_from` is looked up: a name counts as the outermost of its addresses.
///
/// # Errors
/// [`LeadsInside`] if there are none.
pub(super) fn reachable(
    resolved: &ResolvedSocketAddrs,
    led_from: &Host,
) -> Result<ResolvedSocketAddrs, Error> {
    let mut reachable = DefaultResolver::default().empty();
    let mut limit = None;
    let mut innermost = AddressRange::Public;
    for address in resolved.iter() {
        let range = AddressRange::of_ip(address.ip());
        let is_reachable = range == AddressRange::Public
            || limit
                .get_or_insert_with(|| range_of(led_from, look_up))
                .may_lead_to(range);
        if is_reachable {
            reachable.push(*address);
        }
        innermost = innermost.max(range);
    }
    if reachable.is_empty() {
        return Err(Error::Io(io::Error::other(LeadsInside(innermost))));
    }
    Ok(reachable)
}

/// Returns the range of the caller's host.
fn range_of(host: &Host, look_up: impl FnOnce(&str) -> Vec<IpAddr>) -> AddressRange {
    match host {
        Host::Ipv4(address) => AddressRange::of_ip((*address).into()),
        Host::Ipv6(address) => AddressRange::of_ip((*address).into()),
        Host::Domain(name) => {
            let addresses = look_up(name).into_iter().map(AddressRange::of_ip);
            addresses.min().unwrap_or(AddressRange::Public)
        }
    }
}

fn look_up(name: &str) -> Vec<IpAddr> {
    let addresses = (name, 0).to_socket_addrs();
    addresses.map_or_else(
        |_| Vec::new(),
        |found| found.map(|address| address.ip()).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Host {
        Host::parse(text).unwrap()
    }

    #[test]
    fn addresses_that_a_redirect_may_lead_to() {
        let (public, lan, link, own) = ("8.8.8.8", "192.168.0.9", "169.254.169.254", "127.0.0.1");
        for (led_from, resolved, expected) in [
            ("1.1.1.1", &[public][..], &[public][..]),
            ("1.1.1.1", &[lan], &[]),
            ("1.1.1.1", &[own, public, link], &[public]),
            ("1.1.1.1", &["::ffff:10.0.0.1", "::1", "::"], &[]),
            ("10.0.0.1", &[lan, own, link], &[lan]),
            ("[fe80::1]", &[lan, own, link], &[lan, link]),
            ("127.0.0.1", &[lan, own, link], &[lan, own, link]),
            ("localhost", &[own, "::1"], &[own, "::1"]),
            ("no-such-host.invalid", &[own, lan], &[]),
        ] {
            let mut addresses = DefaultResolver::default().empty();
            for address in resolved {
                let ip: IpAddr = address.parse().unwrap();
                addresses.push((ip, 443).into());
            }
            let reachable = reachable(&addresses, &host(led_from));
            let reached: Vec<IpAddr> = match &reachable {
                Ok(addresses) => addresses.iter().map(|address| address.ip()).collect(),
                Err(Error::Io(error)) if error.get_ref().unwrap().is::<LeadsInside>() => Vec::new(),
                Err(error) => panic!("{error:?}"),
            };
            let expected = expected.iter().map(|address| address.parse().unwrap());
            assert_eq!(
                reached,
                expected.collect::<Vec<IpAddr>>(),
                "{led_from} {resolved:?}"
            );
        }
    }

    #[test]
    fn a_name_counts_as_its_outermost_address() {
        let range = |addresses: &[&str]| {
            let addresses = addresses.iter().map(|address| address.parse().unwrap());
            let addresses: Vec<IpAddr> = addresses.collect();
            range_of(&host("wiki.example.org"), |_| addresses)
        };
        assert_eq!(range(&[]), AddressRange::Public);
        assert_eq!(range(&["10.0.0.1"]), AddressRange::LocalNetwork);
        assert_eq!(range(&["127.0.0.1", "::1"]), AddressRange::ThisMachine);
        assert_eq!(range(&["127.0.0.1", "8.8.8.8"]), AddressRange::Public);
    }
}
