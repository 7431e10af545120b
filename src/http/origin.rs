//! Checks of where a request may go: origins, loopback and unencrypted connections.

use url::{Host, Url};

/// Returns whether the host of `url` is literally 127.0.0.0/8, `::1` or `localhost`. Subdomains of
/// `localhost` do not count, since not every resolver maps them to this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.trim_end_matches('.') == "localhost",
        None => false,
    }
}

/// Returns whether a secret sent to `url` is safe from eavesdroppers: https or loopback.
pub fn is_private(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}

/// Returns whether two addresses have the same origin: scheme, host and port.
pub fn is_same(one: &Url, other: &Url) -> bool {
    if !matches!(one.scheme(), "http" | "https") {
        return one.origin() == other.origin();
    }
    // Without the copies of the host that an `Origin` has.
    one.scheme() == other.scheme()
        && one.host() == other.host()
        && one.port_or_known_default() == other.port_or_known_default()
}

/// Returns whether `to` has the same origin as `from`, or the same host with http upgraded to https
/// on the default ports.
pub fn is_same_or_upgraded(from: &Url, to: &Url) -> bool {
    if is_same(from, to) {
        return true;
    }
    let upgraded = from.scheme() == "http" && to.scheme() == "https";
    upgraded
        && from.host() == to.host()
        && from.port_or_known_default() == Some(80)
        && to.port_or_known_default() == Some(443)
}

/// Returns an http address with https in its place; `None` unless it has the default port.
pub fn upgraded(url: &Url) -> Option<Url> {
    let mut https = url.clone();
    https.set_scheme("https").ok()?;
    is_same_or_upgraded(url, &https).then_some(https)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn loopback_is_literal() {
        for here in [
            "http://127.0.0.1/",
            "http://127.9.8.7:80/",
            "http://[::1]:8/",
            "http://localhost/",
            "http://LOCALHOST.:81/",
            "http://2130706433/",
        ] {
            assert!(is_loopback(&url(here)), "{here}");
        }
        for elsewhere in [
            "http://10.0.0.1/",
            "http://localhost.example.org/",
            "http://127.0.0.1.example.org/",
            "http://wiki.localhost/",
            "http://[::ffff:8.8.8.8]/",
        ] {
            assert!(!is_loopback(&url(elsewhere)), "{elsewhere}");
        }
    }

    #[test]
    fn same_or_upgraded_origins() {
        let http = url("http://wiki.example/api.php");
        assert!(is_same_or_upgraded(
            &http,
            &url("http://wiki.example/w/api.php")
        ));
        assert!(is_same_or_upgraded(
            &http,
            &url("https://wiki.example/api.php")
        ));
        assert!(!is_same_or_upgraded(
            &http,
            &url("https://wiki.example:8443/")
        ));
        assert!(!is_same_or_upgraded(
            &http,
            &url("https://www.wiki.example/")
        ));
        assert!(!is_same_or_upgraded(&url("https://wiki.example/"), &http));
        let https = Some(url("https://wiki.example/api.php"));
        assert_eq!(upgraded(&http), https);
        assert_eq!(upgraded(&url("http://wiki.example:8080/")), None);
    }
}
