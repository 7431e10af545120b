//! Addresses that came in an unencrypted response, which anybody on the way could have sent: what is done with
//! them, and what is refused.

use std::sync::{Arc, Mutex};

use mwaccount::{
    Answers, Credentials, Dialect, NewAccount, OAuth1Token, Reason, Step, Wiki, WikiBuilder,
    http::{Method, Reply, Request},
    transport::{Limits, Transport},
};
use support::{
    accounts::{PASSWORD, zoe},
    multi_host::*,
    scripted_transport::{answer, body, offer, password, response},
    sign_up_page::{NAME, TOKEN, form, page as page_with},
};
use url::Url;

/// A wiki to which only somebody on the way leads.
const EVIL: &str = "https://evil.example.net/w/api.php";

/// The pages of somebody else on the wiki's own host.
const TILDE: &str = "wiki.example.org/~mallory/w/";

fn without_query(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_query(None);
    url
}

fn to_evil() -> Site {
    Site::To(302, EVIL.to_owned())
}

/// Returns each way on which an unencrypted response leads to another host: what it is, the address given,
/// the hosts, and the two origins of the hop.
fn ways_to_another_host() -> Vec<(&'static str, &'static str, MultiHost, [&'static str; 2])> {
    let evil = ["http://wiki.example.org", "https://evil.example.net"];
    let hosts = |address: &str, site| serving(address, site).at(EVIL, Site::Api);
    vec![
        (
            "an http address",
            "http://wiki.example.org/wiki/A",
            hosts("http://wiki.example.org/wiki/A", to_evil()),
            evil,
        ),
        (
            "index.php over http",
            "http://wiki.example.org/w/index.php",
            hosts("http://wiki.example.org/w/api.php", to_evil()),
            evil,
        ),
        (
            "no scheme, and https is blocked",
            "wiki.example.org",
            hosts("http://wiki.example.org/", to_evil()),
            evil,
        ),
        (
            "api.php without a scheme, and https is blocked",
            "wiki.example.org/w/api.php",
            hosts("http://wiki.example.org/w/api.php", to_evil()),
            evil,
        ),
        (
            "after a redirect on the same host",
            "http://wiki.example.org/",
            hosts("http://wiki.example.org/", Site::to("/wiki/A"))
                .at("http://wiki.example.org/wiki/A", to_evil()),
            evil,
        ),
        (
            "over a second unencrypted host, which goes to https itself",
            "http://wiki.example.org/",
            hosts(
                "http://wiki.example.org/",
                Site::to("http://evil.example.net/w/api.php"),
            )
            .at("http://evil.example.net/w/api.php", to_evil()),
            ["http://wiki.example.org", "http://evil.example.net"],
        ),
        (
            "and from there back, over https",
            "http://wiki.example.org/",
            serving(
                "http://wiki.example.org/",
                Site::to("https://evil.example.net/"),
            )
            .at(
                "https://evil.example.net/",
                Site::To(302, format!("https://{TILDE}api.php")),
            )
            .at(&format!("https://{TILDE}api.php"), Site::Api),
            evil,
        ),
        (
            "after https has led to http",
            "https://example.org/",
            hosts("https://example.org/", Site::to("http://wiki.example.org/"))
                .at("http://wiki.example.org/", to_evil()),
            evil,
        ),
        (
            "another port of the same host",
            "http://wiki.example.org/wiki/A",
            serving(
                "http://wiki.example.org/wiki/A",
                Site::To(302, "https://wiki.example.org:8443/w/api.php".to_owned()),
            )
            .at("https://wiki.example.org:8443/w/api.php", Site::Api),
            ["http://wiki.example.org", "https://wiki.example.org:8443"],
        ),
        (
            "to http on another host",
            "http://wiki.example.org/wiki/A",
            serving(
                "http://wiki.example.org/wiki/A",
                Site::To(302, "http://evil.example.net/w/api.php".to_owned()),
            )
            .at("http://evil.example.net/w/api.php", Site::Api),
            ["http://wiki.example.org", "http://evil.example.net"],
        ),
    ]
}

fn client(address: &str, hosts: &MultiHost) -> WikiBuilder {
    Wiki::builder(address)
        .http_auth("Visitor", PASSWORD)
        .transport(hosts.clone())
}

/// Where the HTTP authentication may be sent: https at the addresses that the callers gave.
const GIVEN: [&str; 3] = [
    "https://wiki.example.org/",
    "https://wiki.example.org/w/api.php",
    "https://example.org/",
];

/// Asserts that no secret was sent. The dry runs of a probe have none.
#[track_caller]
fn assert_only_reads(sent: &[Sent], what: &str) {
    let trace = format!("{what}{}", request_trace(sent));
    for sent in sent {
        let mut values = sent.form.iter().map(|(_, value)| value.as_str());
        assert!(values.all(|value| value != PASSWORD), "{trace}");
        let is_given = GIVEN.contains(&without_query(&sent.url).as_str());
        assert!(
            is_given || sent.header("Authorization").is_none(),
            "{trace}"
        );
        assert!(!sent.url.as_str().contains(PASSWORD), "{trace}");
    }
}

/// No account is created and nobody is logged in there; a probe only reads, and says so.
#[test]
fn an_unencrypted_hop_to_another_host_is_not_trusted() {
    for (what, address, hosts, [from, to]) in ways_to_another_host() {
        let mut errors = Vec::new();
        let mailed = NewAccount::new("Zoe").email("zoe@example.org");
        for account in [zoe(), mailed.mail_password(), NewAccount::new("Zoe")] {
            let mut wiki = client(address, &hosts).build().unwrap();
            errors.push(wiki.create(account.clone()).step().expect_err(what));
            // Nor after a probe, which then asks nothing again.
            let mut wiki = client(address, &hosts).build().unwrap();
            wiki.probe(&NewAccount::new("Zoe")).expect(what);
            let facts = wiki.session().facts();
            assert!(facts.moved_unencrypted, "{what}");
            assert!(facts.moved_from.is_some(), "{what}");
            let before = wiki.requests();
            errors.push(wiki.create(account).step().expect_err(what));
            assert_eq!(wiki.requests(), before, "{what}");
        }
        for credentials in [
            Credentials::password("Admin", PASSWORD),
            Credentials::password("Admin@bot", PASSWORD),
        ] {
            let mut wiki = client(address, &hosts).build().unwrap();
            errors.push(wiki.log_in(credentials).step().expect_err(what));
        }
        for credentials in [
            Credentials::oauth(PASSWORD),
            Credentials::oauth(OAuth1Token::new("a", PASSWORD, "b", PASSWORD)),
        ] {
            let builder = Wiki::builder(address).transport(hosts.clone());
            let mut wiki = builder.build().unwrap();
            errors.push(wiki.log_in(credentials).step().expect_err(what));
            // The token is not sent with a probe either.
            let _ = wiki.probe(&NewAccount::new("Zoe"));
        }
        for error in errors {
            assert_eq!(error.reason, Reason::Insecure, "{what}: {}", error.message);
            for part in [from, to, "https address", "allow_http (--allow-http)"] {
                assert!(error.message.contains(part), "{what}: {}", error.message);
            }
        }
        assert_only_reads(&hosts.sent(), what);

        let mut wiki = client(address, &hosts).allow_http(true).build().unwrap();
        let step = wiki.create(zoe()).step();
        assert!(matches!(step, Ok(Step::Created(_))), "{what}: {step:?}");
        assert!(wiki.session().facts().moved_unencrypted, "{what}");
    }
}

/// Hops that nobody on the way could have decided.
#[test]
fn protected_hops_are_trusted() {
    let other = "https://www.example.org/w/api.php";
    for (what, address, hosts) in [
        (
            "https to another host",
            "https://example.org/",
            serving("https://example.org/", Site::to(other)),
        ),
        (
            "http to https of the same host, and https to another",
            "http://example.org/",
            serving("http://example.org/", Site::to("https://example.org/"))
                .at("https://example.org/", Site::to(other)),
        ),
        (
            "this machine to another host",
            "http://localhost:8080/",
            serving("http://localhost:8080/", Site::to(other)),
        ),
        (
            "https to http of another host, which goes to https itself",
            "https://example.org/",
            serving(
                "https://example.org/",
                Site::to("http://www.example.org/w/api.php"),
            )
            .at("http://www.example.org/w/api.php", Site::to(other)),
        ),
    ] {
        let hosts = hosts.at(other, Site::Api);
        let builder = Wiki::builder(address).transport(hosts.clone());
        let mut wiki = builder.build().unwrap();
        let step = wiki.create(zoe()).step();
        assert!(matches!(step, Ok(Step::Created(_))), "{what}: {step:?}");
        assert_eq!(wiki.session().api_url().as_str(), other, "{what}");
        assert!(!wiki.session().facts().moved_unencrypted, "{what}");
        assert_secrets_stay(&hosts.sent(), Some(other));
    }
}

/// An unencrypted response decides about https nothing but that it is used: not the path, where somebody else's
/// pages could be.
#[test]
fn an_upgrade_keeps_the_callers_path() {
    let tilde = format!("https://{TILDE}api.php");
    let evil = article(&format!("https://{TILDE}api.php?action=rsd"));
    let script = format!("<script>wgScript=\"https://{TILDE}index.php\"</script>");
    let page_at = "http://wiki.example.org/wiki/Some_page";
    let script_at = "http://wiki.example.org/w/api.php";
    for (what, address, hosts) in [
        ("a redirect", page_at, serving(page_at, Site::to(&tilde))),
        ("an EditURI", page_at, serving(page_at, Site::page(evil))),
        (
            "a script path",
            page_at,
            serving(page_at, made_by_mediawiki(&script)),
        ),
        (
            "a redirect on the same host before",
            page_at,
            serving(page_at, Site::to(&format!("http://{TILDE}x")))
                .at(&format!("http://{TILDE}x"), Site::to(&tilde)),
        ),
        (
            "an api.php on the same host before",
            page_at,
            serving(
                page_at,
                Site::page(article(&format!("//{TILDE}api.php?action=rsd"))),
            )
            .at(&format!("http://{TILDE}api.php"), Site::to(&tilde)),
        ),
        (
            "a redirect of api.php",
            "http://wiki.example.org/w/index.php",
            serving(script_at, Site::to(&tilde)),
        ),
        (
            "a redirect of api.php as the address",
            script_at,
            serving(script_at, Site::to(&tilde)),
        ),
        (
            "the same in two steps",
            script_at,
            serving(script_at, Site::to(&format!("http://{TILDE}api.php")))
                .at(&format!("http://{TILDE}api.php"), Site::to(&tilde)),
        ),
    ] {
        let hosts = hosts
            .at("https://wiki.example.org/wiki/Some_page", page())
            .at(API, Site::Api)
            .at(&tilde, Site::Api);
        let mut wiki = client(address, &hosts).build().unwrap();
        let step = wiki.create(zoe()).step();
        let sent = hosts.sent();
        let trace = format!("{what}: {step:?}{}", request_trace(&sent));
        assert!(matches!(step, Ok(Step::Created(_))), "{trace}");
        assert_eq!(wiki.session().api_url().as_str(), API, "{trace}");
        assert!(!wiki.session().facts().moved_unencrypted, "{trace}");
        assert_secrets_stay_at_wiki(&sent, &trace);
    }
}

/// Asserts that nothing was requested over https at somebody else's pages, and no secret unencrypted.
#[track_caller]
fn assert_secrets_stay_at_wiki(sent: &[Sent], trace: &str) {
    for sent in sent {
        let is_https = sent.url.scheme() == "https";
        assert!(
            !(is_https && sent.url.path().contains("mallory")),
            "{trace}"
        );
        assert!(is_https || sent.method == Method::Get, "{trace}");
        assert!(
            is_https || sent.header("Authorization").is_none(),
            "{trace}"
        );
    }
}

/// A wiki that a function plays.
#[derive(Clone)]
struct Played {
    answer: fn(usize, &Request) -> Reply,
    sent: Arc<Mutex<Vec<Request>>>,
}

impl Played {
    fn new(answer: fn(usize, &Request) -> Reply) -> Self {
        let sent = Arc::default();
        Self { answer, sent }
    }
}

impl Transport for Played {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        let mut sent = self.sent.lock().unwrap();
        sent.push(request.clone());
        (self.answer)(sent.len(), request)
    }
}

/// An api.php whose path came unencrypted is not trusted when it moves to https afterwards.
#[test]
fn an_unencrypted_path_is_not_trusted_over_https_later() {
    fn mallory(number: usize, request: &Request) -> Reply {
        match (number, request.url.scheme()) {
            (1, _) => body(article("//wiki.example.org/~mallory/w/api.php?action=rsd")),
            (2, _) | (_, "https") => offer(&[password()], "t0ken"),
            _ => {
                let https = request.url.as_str().replace("http:", "https:");
                response(301, &[("Location", &https)], "")
            }
        }
    }
    let played = Played::new(mallory);
    let wiki = Wiki::builder("http://wiki.example.org/wiki/A").http_auth("Visitor", PASSWORD);
    let mut wiki = wiki.transport(played.clone()).build().unwrap();
    wiki.probe(&NewAccount::new("Zoe")).unwrap();
    wiki.fields().unwrap();
    assert!(!wiki.session().facts().moved_unencrypted);
    for _ in 0..2 {
        let error = wiki.create(zoe()).step().unwrap_err();
        assert_eq!(error.reason, Reason::Insecure, "{}", error.message);
        assert!(error.message.contains("https"), "{}", error.message);
    }
    for request in played.sent.lock().unwrap().iter() {
        assert!(request.form.fields().all(|(_, value)| value != PASSWORD));
        let mut headers = request.headers.iter();
        assert!(headers.all(|(name, _)| *name != "Authorization"));
    }
}

/// The form of an unencrypted page is not sent to https, where its address could be anybody's.
#[test]
fn a_form_of_an_unencrypted_page_is_not_sent_to_https() {
    fn with_form(_: usize, _: &Request) -> Reply {
        let action = "action=https://wiki.example.org/~mallory/collect.php";
        let login = "<form name=userlogin method=post action=https://wiki.example.org/~mallory/collect.php>\
            <input name=wpName><input type=password name=wpPassword></form>";
        let forms = format!("{}{login}", form(action, &format!("{NAME}{TOKEN}")));
        body(page_with(&forms))
    }
    let wiki = |played: &Played| {
        Wiki::builder("http://wiki.example.org/w/api.php")
            .dialect(Dialect::WebForm)
            .transport(played.clone())
    };
    for logs_in in [false, true] {
        let step = |builder: WikiBuilder| {
            let mut wiki = builder.build().unwrap();
            if logs_in {
                wiki.log_in(Credentials::password("Admin", PASSWORD)).step()
            } else {
                wiki.create(zoe()).step()
            }
        };
        let played = Played::new(with_form);
        let error = step(wiki(&played)).unwrap_err();
        assert_eq!(error.reason, Reason::Insecure, "{}", error.message);
        for part in ["wiki.example.org", "https address", "allow_http"] {
            assert!(error.message.contains(part), "{}", error.message);
        }
        let sent = played.sent.lock().unwrap().clone();
        assert!(!sent.is_empty());
        assert!(sent.iter().all(|request| request.method == Method::Get));

        let played = Played::new(with_form);
        let _ = step(wiki(&played).allow_http(true));
        let sent = played.sent.lock().unwrap().clone();
        assert!(sent.iter().any(|request| request.method == Method::Post));
    }
}

/// An image over https whose address came unencrypted is not fetched.
#[test]
fn an_image_whose_address_came_unencrypted_is_not_fetched_over_https() {
    fn with_image(_: usize, request: &Request) -> Reply {
        if request.url.path().ends_with(".png") {
            return response(200, &[("Content-Type", "image/png")], "picture");
        }
        answer(
            &serde_json::json!({"query": {"tokens": {"createaccounttoken": "t"}, "authmanagerinfo": {"requests": [
            {"id": "P", "required": "primary-required", "fields": {"username": {"type": "string"}}},
            {"id": "CaptchaAuthenticationRequest", "required": "required", "metadata": {"type": "image", "mime": "image/png"},
             "fields": {"captchaId": {"type": "hidden", "value": "1"}, "captchaWord": {"type": "string"},
             "captchaInfo": {"type": "null", "value": "https://wiki.example.org/~mallory/x.png"}}}]}}}),
        )
    }
    for (scheme, allows, is_fetched) in [
        ("http", false, false),
        ("http", true, true),
        ("https", false, true),
    ] {
        let played = Played::new(with_image);
        let mut wiki = Wiki::builder(&format!("{scheme}://wiki.example.org/w/api.php"))
            .allow_http(allows)
            .transport(played.clone())
            .build()
            .unwrap();
        let mut creation = wiki.create(NewAccount::new("Zoe"));
        let Ok(Step::Ask(ask)) = creation.step() else {
            panic!("no ask");
        };
        let image = creation.image(&ask.captcha.unwrap(), 0);
        assert_eq!(image.is_ok(), is_fetched, "{scheme} {allows}: {image:?}");
        if let Err(error) = image {
            assert_eq!(error.reason, Reason::CaptchaUnavailable);
            assert!(error.message.contains("unencrypted"), "{}", error.message);
        }
    }
}

/// A conversation that was suspended before api.php was found is not trusted more when it is resumed.
#[test]
fn a_resumed_conversation_is_not_trusted_more() {
    let address = "http://wiki.example.org/wiki/A";
    let hosts = serving(address, to_evil()).at(EVIL, Site::Api);
    let builder = Wiki::builder(address).dialect(Dialect::LegacyApi);
    let mut wiki = builder.transport(hosts.clone()).build().unwrap();
    let mut creation = wiki.create(NewAccount::new("Zoe"));
    assert!(matches!(creation.step(), Ok(Step::Ask(_))));
    let before = creation.suspend().unwrap();
    // A probe finds the other host, with the same client.
    let conversation = creation.into_conversation();
    wiki.probe(&NewAccount::new("Zoe")).unwrap();
    let after = wiki.suspend(&conversation).unwrap();
    for text in [before, after] {
        let builder = Wiki::resume_builder(text.expose()).transport(hosts.clone());
        let (mut wiki, conversation) = builder.build().unwrap();
        let mut creation = wiki.attach(conversation);
        let step = creation.answer(Answers::new().with("password", PASSWORD));
        let error = step.unwrap_err();
        assert_eq!(error.reason, Reason::Insecure, "{}", error.message);
        assert!(
            error.message.contains("evil.example.net"),
            "{}",
            error.message
        );
    }
    assert_only_reads(&hosts.sent(), "resumed");
}

/// A session that somebody on the way has set is not used over https.
#[test]
fn unencrypted_cookies_do_not_reach_https() {
    fn with_cookies(_: usize, request: &Request) -> Reply {
        if request.url.scheme() == "http" {
            let headers = [
                ("Location", "https://wiki.example.org/w/api.php"),
                ("Set-Cookie", "wiki_session=fixed; path=/"),
                (
                    "Set-Cookie",
                    "wiki_session=fixed; path=/w; domain=example.org",
                ),
            ];
            return response(301, &headers, "");
        }
        if request.form.get("username").is_some() {
            return answer(
                &serde_json::json!({"createaccount": {"status": "PASS", "username": "Zoe"}}),
            );
        }
        let Reply::Got(mut offered) = offer(&[password()], "t0ken") else {
            unreachable!()
        };
        let cookie = (
            "Set-Cookie".to_owned(),
            "wiki_session=own; path=/".to_owned(),
        );
        offered.headers.push(cookie);
        Reply::Got(offered)
    }
    let played = Played::new(with_cookies);
    let mut wiki = Wiki::builder("http://wiki.example.org/w/api.php")
        .transport(played.clone())
        .build()
        .unwrap();
    let step = wiki.create(zoe()).step();
    assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");
    let sent = played.sent.lock().unwrap().clone();
    let cookies = sent.iter().map(|request| {
        let mut headers = request.headers.iter();
        let cookie = headers.find(|(name, _)| *name == "Cookie");
        cookie.map(|(_, value)| value.expose().to_owned())
    });
    let cookies: Vec<_> = cookies.collect();
    let own = Some("wiki_session=own".to_owned());
    assert_eq!(cookies, [None, None, own]);
}
