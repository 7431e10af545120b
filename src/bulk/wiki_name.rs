//! The name of a wiki in a journal.

use crate::session::api_location::ApiLocation;

/// Returns the name by which a [`Journal`](super::Journal) can know a wiki: its address without a user name
/// and password and without its query, which may be an invitation. An address without a scheme is a name
/// without one. A query is no part of the wiki: two addresses that differ only there have one name. A text
/// that is no address of a wiki, from which no client can be built either, has an empty name.
pub fn wiki_name(address: &str) -> String {
    // Read as the client reads it. The text is no part of the name: `http:\\user:password@host` is an address
    // with a password too.
    let Ok((mut url, location, _)) = ApiLocation::read(address) else {
        return String::new();
    };
    url.set_query(None);
    let name = url.as_str();
    let ApiLocation::Undiscovered(found) = location else {
        return name.to_owned();
    };
    match name.split_once("://") {
        Some((_, rest)) if found.assumed => rest.strip_suffix('/').unwrap_or(rest).to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_an_address_are_left_out() {
        for (address, name) in [
            ("wiki.example.org", "wiki.example.org"),
            ("w.example:8080/w/api.php?x", "w.example:8080/w/api.php"),
            ("https://w.example/w/api.php", "https://w.example/w/api.php"),
            ("HTTPS://W.example:443/w/", "https://w.example/w/"),
            ("https://user:pass@w.example/w/", "https://w.example/w/"),
            ("user:p@ss@w.example/x", "w.example/x"),
            ("https://w.example/S?invite=c0de#x", "https://w.example/S"),
            ("https://u:p%3F@w.example?x=a%40b", "https://w.example/"),
            (
                "http:/u:s3cret@w.example/api.php",
                "http://w.example/api.php",
            ),
            (
                "http:///u:s3cret@w.example/api.php",
                "http://w.example/api.php",
            ),
            (
                "http:u:s3cret@w.example/api.php",
                "http://w.example/api.php",
            ),
            (
                "http:\\\\u:s3cret@w.example/api.php",
                "http://w.example/api.php",
            ),
            (
                "http://u:s3cret@w.example\\api.php",
                "http://w.example/api.php",
            ),
            ("//u:s3cret@w.example/x", "w.example/x"),
            ("http://u:s3cret@", ""),
        ] {
            assert_eq!(wiki_name(address), name, "{address}");
        }
    }
}
