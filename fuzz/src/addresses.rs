//! Addresses: those that a caller gives, and those to which the wiki leads. An input is lines: the caller's address, then
//! an address to redirect to, or a page that begins with `<`, for each request. After the last, every request is
//! answered by a wiki that creates the account.

use std::time::SystemTime;

use mwaccount::{
    Session, Wiki,
    flow::Interaction,
    http::{Effect, Reply, Request, Response},
};
use serde_json::json;
use support::{accounts::zoe, scripted_transport as replies};
use url::Url;

use crate::{
    bytes::Bytes,
    conversation::Caller,
    fragments::transcripts,
    watch::{HTTP_PASSWORD, contains_secret},
};

/// Finds api.php from any address, over any redirects and pages, and creates an account.
pub fn addresses(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if contains_secret(data) {
        return;
    }
    let mut lines = text.lines();
    let address = lines.next().unwrap_or_default();
    let Ok(session) = Session::new(address) else {
        return;
    };
    check(&session);
    drop(
        Wiki::builder("https://wiki.example/api.php")
            .return_url(address)
            .session(),
    );
    for allow_http in [false, true] {
        let mut lines = lines.clone();
        let mut wiki = |_: &mut Bytes<'_>, request: &Request, _: SystemTime| match lines.next() {
            Some(page) if page.trim_start().starts_with('<') => replies::body(page),
            Some(target) => {
                let headers = vec![("Location".to_owned(), target.to_owned())];
                Reply::Got(Response::new(307, headers, ""))
            }
            None if request.effect == Effect::MayCreate => replies::pass("Zoe"),
            None => replies::offer(&[replies::password()], "t"),
        };
        let client = Wiki::builder(address).allow_http(allow_http);
        let client = client.http_auth("user", HTTP_PASSWORD);
        // A user name and a password in the address would be there twice.
        let Ok(session) = client.session() else {
            return;
        };
        let mut caller = Caller::new(session, allow_http, &mut wiki);
        let creation = Interaction::create(zoe(), &mut caller.session);
        drop(caller.converse(&mut Bytes::new(&[]), creation, &mut |_| {}));
        check(&caller.session);
    }
}

/// Checks the addresses of a session.
fn check(session: &Session) {
    for url in [session.api_url(), &session.index()] {
        assert!(matches!(url.scheme(), "http" | "https"), "{url}");
        assert!(url.has_host() && url.fragment().is_none(), "{url}");
        assert!(
            url.username().is_empty() && url.password().is_none(),
            "{url}"
        );
    }
    // The address that was found is accepted next time, and is the same.
    let again = Session::new(session.api_url().as_str()).expect("an address that was found");
    assert_eq!(again.api_url(), session.api_url());
    assert!(Url::parse(session.index().as_str()).is_ok());
}

/// Returns addresses in every form, with redirects and pages.
pub fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "https://wiki.example/w/api.php",
        "http://wiki.example/w/api.php\nhttps://wiki.example/w/api.php",
        "wiki.example\n/wiki/Main_Page\n<link rel=\"EditURI\" href=\"//wiki.example/w/api.php?action=rsd\">",
        "wiki.example:8080/wiki?to=http://x.example",
        "[::1]:8080/wiki",
        "localhost:8080\nhttp://127.0.0.1/",
        " HTTP://W.Example/wiki/\u{dc}ber#Head ",
        "https:w.example",
        "https://user:word@wiki.example/",
        "http://2130706433/api.php5",
        "https://xn--bcher-kva.example/index.php?title=A&invite=abc\nhttps://other.example/w/api.php",
        "http://wiki.example/\nhttps://other.example/\nhttp://wiki.example/",
        "https://wiki.example/\n<meta name=\"generator\" content=\"MediaWiki 1.43\"><script>{\"wgScriptPath\":\"/w\"}</script>",
        "https://wiki.example/\nhttp://[::ffff:127.0.0.1]/w/api.php\nhttp://0.0.0.0/",
        "mailto:a@w.example",
    ];
    let mut seeds: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    let pages = transcripts().filter(|it| it.format == "html");
    for page in pages.step_by(7).flat_map(|it| it.exchanges) {
        let body = page
            .response
            .body
            .unwrap_or_default()
            .replace(['\n', '\r'], " ");
        let head = body.split("<body").next().unwrap_or_default();
        if head.starts_with('<') && head.len() < 8_000 {
            seeds.push(format!("https://wiki.example/wiki/A\n{head}").into_bytes());
        }
    }
    let answer = json!({"batchcomplete": true}).to_string();
    seeds.push(format!("wiki.example\n<{answer}").into_bytes());
    seeds
}
