//! The name of a wiki in a journal.

/// Returns the name by which a [`Journal`](super::Journal) can know a wiki: its address as the user gave it,
/// without a user name and password and without its query, which may be an invitation.
pub fn wiki_name(address: &str) -> String {
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, address),
    };
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let rest = &rest[..end];
    let host_end = rest.find('/').unwrap_or(rest.len());
    let host = rest[..host_end].rfind('@').map_or(0, |at| at + 1);
    let scheme = scheme.map(|scheme| format!("{scheme}://"));
    scheme.unwrap_or_default() + &rest[host..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_an_address_are_left_out() {
        for (address, name) in [
            ("wiki.example.org", "wiki.example.org"),
            ("https://w.example/w/api.php", "https://w.example/w/api.php"),
            ("https://user:pass@w.example/w/", "https://w.example/w/"),
            ("user:p@ss@w.example/@x", "w.example/@x"),
            ("https://w.example/S?invite=c0de#x", "https://w.example/S"),
            ("https://u:p%3F@w.example?x=a@b", "https://w.example"),
        ] {
            assert_eq!(wiki_name(address), name);
        }
    }
}
