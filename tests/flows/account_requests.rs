//! Wikis on which an account is requested and not created (Extension:ConfirmAccount), in what they say of the page
//! for it.

use mwaccount::{Reason, Refused, Step, Wiki, http::Reply};
use serde_json::json;
use support::{
    accounts::zoe,
    scripted_transport::{self as replies, ScriptedTransport, response},
    sign_up_page::{API, html, page, page_of, scripted},
};

const DENIED: &str = "<div class=permissions-errors><p>Only administrators may do this.</p></div>";

fn refused(step: Result<Step, mwaccount::Error>) -> Refused {
    match step {
        Ok(Step::Refused(refused)) => refused,
        step => panic!("{step:?}"),
    }
}

fn url(refused: &Refused) -> Option<&str> {
    refused.account_request_url.as_ref().map(|url| url.as_str())
}

fn refused_by_api(message: &str) -> Refused {
    let offer = replies::offer(&[replies::password()], "t0ken");
    let denied = replies::createaccount(json!({
        "status": "FAIL", "message": message, "messagecode": "permissiondenied",
    }));
    let (script, _) = ScriptedTransport::new([offer, denied]);
    let mut wiki = Wiki::builder(API).transport(script).build().unwrap();
    refused(wiki.create(zoe()).step())
}

#[test]
fn a_message_of_the_api_links_to_the_page() {
    for (message, named) in [
        (
            "You can [[Special:RequestAccount|request an account]].",
            true,
        ),
        (
            "You can &#91;&#91;:special:requestaccount&#124;request&#93;&#93; one.",
            true,
        ),
        ("See [[Project:Special:RequestAccount]].", false),
        (
            "Only [[Project:Administrators|administrators]] may do this.",
            false,
        ),
    ] {
        let refused = refused_by_api(message);
        assert_eq!(refused.reason, Reason::NotPermitted);
        let expected = "https://wiki.example/w/index.php?title=Special%3ARequestAccount";
        assert_eq!(url(&refused), named.then_some(expected), "{message}");
    }
}

#[test]
fn a_page_that_refuses_links_to_the_page() {
    for (link, expected) in [
        (
            "/wiki/Special:RequestAccount",
            Some("https://wiki.example/wiki/Special:RequestAccount"),
        ),
        (
            "https://elsewhere.example/wiki/Special:RequestAccount",
            None,
        ),
        ("/wiki/Special:UserLogin", None),
    ] {
        let shown = page(&format!("{DENIED}<p><a href='{link}'>Request one</a></p>"));
        let (mut wiki, _) = scripted([html(&shown), replies::answer(&json!({}))]);
        let refused = refused(wiki.create(zoe()).step());
        assert_eq!(refused.reason, Reason::NotPermitted);
        assert_eq!(url(&refused), expected, "{link}");
    }
}

/// A creator who may not create accounts has no use for the page.
#[test]
fn a_creator_is_not_sent_to_the_page() {
    let shown = "<p><a href=/wiki/Special:RequestAccount>Request one</a></p>";
    let shown = page_of(Some("Admin"), &format!("{DENIED}{shown}"));
    let (script, _) = ScriptedTransport::new([html(&shown), replies::answer(&json!({}))]);
    let script = super::web_form::LoggedIn::before(script);
    let builder = Wiki::builder(API).dialect(mwaccount::Dialect::WebForm);
    let mut wiki = builder.transport(script).build().unwrap();
    wiki.log_in(support::accounts::admin()).step().unwrap();
    let refused = refused(wiki.create(zoe()).step());
    assert_eq!(url(&refused), None);
}

/// The sign-up page redirects to the page, which is its own sort of refusal, also without an API.
#[test]
fn a_sign_up_page_that_redirects_to_the_page_refuses() {
    let script = "<script>RLCONF={\"wgCanonicalSpecialPageName\":\"RequestAccount\",\"wgUserName\":null};</script>";
    let own_name = "/index.php/Spezial:Benutzerkonto_beantragen";
    let shown = || {
        html(&format!(
            "<html><head><meta name=generator content='MediaWiki 1.39.4'>{script}</head><body><form><input name=wpUsername></form></body></html>"
        ))
    };
    let moved = || response(302, &[("Location", own_name)], "");
    let no_api = || response(403, &[], "<html><title>Forbidden</title>");
    let replies: [(&str, Vec<Reply>); 2] = [
        ("the form", vec![no_api(), moved(), shown()]),
        (
            "what the API gave",
            vec![
                replies::offer(&[replies::password()], "t0ken"),
                replies::error("moduledisabled"),
                moved(),
                replies::missing("Zoe"),
                moved(),
                shown(),
            ],
        ),
    ];
    for (label, replies) in replies {
        let (script, _) = ScriptedTransport::new(replies);
        let mut wiki = Wiki::builder(API).transport(script).build().unwrap();
        let refused = refused(wiki.create(zoe()).step());
        assert_eq!(refused.reason, Reason::NotPermitted, "{label}: {refused:?}");
        assert!(refused.message.contains("takes requests"), "{label}");
        let expected = format!("https://wiki.example{own_name}");
        assert_eq!(url(&refused), Some(expected.as_str()), "{label}");
    }
}
