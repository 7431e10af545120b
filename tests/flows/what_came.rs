//! Errors that say what was tried and what came, and no more than is known.

use mwaccount::{Error, Reason, Step, Wiki, http::Reply};
use support::{
    accounts::zoe,
    scripted_transport::{self as replies, ScriptedTransport, response},
    sign_up_page::summary,
};

const OFF: &str = "MediaWiki API is not enabled for this site.";

fn create(address: &str, replies: Vec<Reply>) -> Result<Step, Error> {
    let (script, _) = ScriptedTransport::new(replies);
    let mut wiki = Wiki::builder(address).transport(script).build().unwrap();
    wiki.create(zoe()).step()
}

#[test]
fn an_address_without_a_wiki_lists_what_was_tried() {
    let shop = "<html><head><title>The shop</title></head><body>Buy!</body></html>";
    let missing = || response(404, &[], "<html><title>404 Not Found</title>");
    let step = create(
        "https://shop.example/start?session=secret",
        vec![
            replies::body(shop),
            missing(),
            response(410, &[], ""),
            replies::body("hello"),
        ],
    );
    let Err(error) = step else {
        panic!("{step:?}");
    };
    assert_eq!(error.reason, Reason::NotAWiki);
    let expected = "no MediaWiki was found at https://shop.example/start (tried \
         https://shop.example/start: a web page titled \"The shop\", \
         https://shop.example/w/api.php: a web page titled \"404 Not Found\" (HTTP 404), \
         https://shop.example/api.php: an empty page (HTTP 410), \
         https://shop.example/wiki/api.php: a text: \"hello\"); \
         give the address of a page of the wiki, or of its api.php";
    assert_eq!(error.message, expected);
}

/// Up to 1.21 a newer PCRE removes the texts of pages. That the API is off is not why the form is not shown.
#[test]
fn a_page_without_text_is_not_called_a_disabled_api() {
    for (special, heading, said) in [
        (
            "\"Userlogin\"",
            "",
            "the wiki shows neither its sign-up form nor a reason",
        ),
        (
            "\"Badtitle\"",
            "",
            "the wiki shows neither its sign-up form nor a reason",
        ),
        (
            "\"Badtitle\"",
            "<h1 id=firstHeading>Login required</h1>",
            "Login required",
        ),
        (
            "\"Userlogin\"",
            "<h1 id=firstHeading>Permissions errors</h1>",
            "Permissions errors",
        ),
    ] {
        let page = format!(
            "<html><head><meta name=generator content='MediaWiki 1.19.3'><script>wgCanonicalSpecialPageName={special}, wgUserName=null;</script></head><body>{heading}<div id=bodyContent></div></body></html>"
        );
        let off = || response(500, &[], OFF);
        // Special:AllMessages has no text either.
        let blank = vec![replies::body(page.clone()); 12];
        let step = create(
            "https://wiki.example/w/api.php",
            [vec![off(), replies::body(page.clone())], blank].concat(),
        );
        assert!(summary(&step).starts_with("refused"), "{special}: {step:?}");
        let Ok(Step::Refused(refused)) = step else {
            panic!("{step:?}");
        };
        assert!(refused.message.starts_with(said), "{special}: {refused:?}");
        assert_ne!(refused.reason, Reason::Disabled, "{special}");
    }
}
