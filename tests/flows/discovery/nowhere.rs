//! Addresses from which no wiki is found.

use super::*;

pub fn rows() -> Vec<Row> {
    let address = "https://blog.example.org/page";
    let is = |what, site| not_found(what, address, Reason::NotAWiki, 4, serving(address, site));
    vec![
        is(
            "a page of something else",
            Site::page(html("<meta name=\"generator\" content=\"Hugo 0.1\">", "")),
        ),
        is(
            "WordPress, RSD and all",
            Site::page(html(
                "<meta name=\"generator\" content=\"WordPress 6.6\"><link rel=\"EditURI\" type=\"application/rsd+xml\" title=\"RSD\" href=\"https://blog.example.org/xmlrpc.php?rsd\">",
                "",
            )),
        ),
        is(
            "JSON of something else",
            Site::page("{\"error\":{\"code\":404,\"message\":\"no\"},\"warnings\":[]}"),
        ),
        not_found(
            "JSON of something else everywhere",
            address,
            Reason::NotAWiki,
            4,
            serving(
                "https://blog.example.org/*",
                Site::page("{\"error\":{\"code\":\"no\",\"message\":\"no\"}}"),
            ),
        ),
        is("an empty page", Site::page("")),
        is(
            "an address that is not there",
            Site::Page(404, b"gone".to_vec()),
        ),
        not_found(
            "index.php of something else",
            "https://blog.example.org/index.php",
            Reason::NotAWiki,
            4,
            serving(
                "https://blog.example.org/index.php",
                Site::page("<a href=index.php?p=1>"),
            ),
        ),
        not_found(
            "a server that failed",
            address,
            Reason::Busy,
            4,
            serving(address, Site::Page(500, b"<h1>Oops</h1>".to_vec())),
        ),
        not_found(
            "a login of the server's own",
            address,
            Reason::AccessDenied,
            1,
            serving(address, Site::Page(401, Vec::new())),
        ),
        not_found(
            "no access at all",
            address,
            Reason::AccessDenied,
            4,
            serving("https://blog.example.org/*", Site::Page(403, Vec::new())),
        ),
        not_found(
            "a host that is not there",
            "https://no.example.org/",
            Reason::Unreachable,
            1,
            MultiHost::default(),
        ),
        not_found(
            "a bare host that is not there",
            "no.example.org",
            Reason::Unreachable,
            2,
            MultiHost::default(),
        ),
        not_found(
            "a certificate that is not good",
            "bad.example.org",
            Reason::Insecure,
            1,
            serving(
                "https://bad.example.org/",
                Site::Failure(TransportError::new(
                    Reason::Insecure,
                    "the certificate is another's",
                )),
            )
            .at("http://bad.example.org/", page()),
        ),
        not_found(
            "a redirect to itself",
            address,
            Reason::Protocol,
            4,
            serving(address, Site::to(address)),
        ),
        not_found(
            "redirects for ever",
            "https://a.example.org/",
            Reason::Protocol,
            4,
            serving("https://a.example.org/", Site::to("https://b.example.org/"))
                .at("https://b.example.org/", Site::to("https://a.example.org/")),
        ),
        not_found(
            "a redirect to this machine",
            "https://a.example.org/wiki/A",
            Reason::Insecure,
            1,
            serving(
                "https://a.example.org/*",
                Site::To(302, "http://127.0.0.1/w/index.php".to_owned()),
            )
            .at("http://127.0.0.1/*", Site::Api),
        ),
        not_found(
            "a redirect to a file",
            "https://a.example.org/wiki/A",
            Reason::Protocol,
            4,
            serving(
                "https://a.example.org/*",
                Site::To(302, "file:///etc/passwd".to_owned()),
            ),
        ),
    ]
}
