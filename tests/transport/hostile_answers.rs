//! Broken, foreign and hostile servers: they get no secret, and the caller a clear error within the limits.

use std::time::{Duration, Instant};

use mwaccount::{Dialect, Error, Format, NewAccount, Reason, Step, Wiki, WikiBuilder};
use support::{
    accounts::PASSWORD,
    api_answers::{INFO, NEED_TOKEN},
    raw_server::{Act, RawServer, nobody},
};

use crate::gzip::bomb;

fn wiki(server: &RawServer) -> WikiBuilder {
    Wiki::builder(&server.url("/w/api.php"))
        .timeout(Duration::from_secs(5))
        .max_body(1 << 20)
}

fn create(wiki: WikiBuilder) -> Result<Step, Error> {
    let mut wiki = wiki.build().unwrap();
    wiki.create(NewAccount::new("Zoe").password(PASSWORD))
        .step()
}

fn error(step: Result<Step, Error>) -> Error {
    let error = step.expect_err("an error");
    assert!(error.message.len() > 20, "{error:?}");
    error
}

fn unknown(step: Result<Step, Error>) -> mwaccount::Unknown {
    match step {
        Ok(Step::Unknown(unknown)) => unknown,
        other => panic!("{other:?}"),
    }
}

fn sent_password(server: &RawServer) -> bool {
    server
        .asked()
        .iter()
        .any(|asked| asked.body.contains(PASSWORD))
}

/// Returns bodies that are not responses of the API, with the reason of each if it answers the first request.
fn nonsense() -> Vec<(&'static str, Vec<Act>, Reason)> {
    let ok = |body: &str| vec![Act::ok(body)];
    let length = 100 << 20;
    let megabytes = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
    vec![
        ("an HTML page", ok("<!DOCTYPE html><p>Hi"), Reason::NotAWiki),
        (
            "a page of the wiki",
            ok("<html><head><meta name=\"generator\" content=\"MediaWiki 1.19.3\"></head></html>"),
            Reason::NotAWiki,
        ),
        ("an empty body", ok(""), Reason::Protocol),
        (
            "truncated JSON",
            ok(&INFO[..INFO.len() / 2]),
            Reason::Protocol,
        ),
        (
            "truncated XML",
            ok("<?xml version=\"1.0\"?><api><createaccount res"),
            Reason::Protocol,
        ),
        (
            "deep JSON",
            ok(&format!("{{\"query\":{}", "[".repeat(200_000))),
            Reason::Protocol,
        ),
        (
            "deep XML",
            ok(&format!(
                "<?xml version=\"1.0\"?><api>{}",
                "<a>".repeat(200_000)
            )),
            Reason::Protocol,
        ),
        ("a gzip bomb", vec![bomb()], Reason::TooLarge),
        (
            "a header of 100 kB",
            vec![Act::answer(&format!(
                "HTTP/1.1 200 OK\r\nX-Long: {}\r\nContent-Length: 0\r\n\r\n",
                "x".repeat(100_000)
            ))],
            Reason::TooLarge,
        ),
        (
            "100 MB",
            vec![Act::answer(&megabytes), Act::Endless(vec![b' '; 1 << 16])],
            Reason::TooLarge,
        ),
        (
            "bytes",
            vec![Act::Answer(
                b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\xff\xfe\x00{".to_vec(),
            )],
            Reason::NotAWiki,
        ),
    ]
}

#[test]
fn nonsense_to_begin_with_is_an_error_and_no_password_is_sent() {
    for (what, acts, reason) in nonsense() {
        let server = RawServer::always(acts);
        let start = Instant::now();
        assert_eq!(error(create(wiki(&server))).reason, reason, "{what}");
        assert!(start.elapsed() < Duration::from_secs(5), "{what}");
        assert!(!sent_password(&server), "{what}");
    }
}

#[test]
fn nonsense_instead_of_a_token_is_an_error_and_no_password_is_sent() {
    for (what, acts, _) in nonsense() {
        for format in [Format::Json, Format::Xml] {
            let server = RawServer::always(acts.clone());
            let legacy = wiki(&server).dialect(Dialect::LegacyApi).format(format);
            error(create(legacy));
            assert!(!sent_password(&server), "{what}");
        }
    }
}

#[test]
fn nonsense_to_a_creation_is_unknown_and_never_sent_again() {
    for (what, acts, _) in nonsense() {
        let server = RawServer::start(move |asked| {
            if asked.is_post() {
                acts.clone()
            } else {
                vec![Act::ok(INFO)]
            }
        });
        let unknown = unknown(create(wiki(&server)));
        assert_eq!(unknown.name, "Zoe", "{what}");
        let posts = server
            .asked()
            .iter()
            .filter(|asked| asked.is_post())
            .count();
        assert_eq!(posts, 1, "{what}");
        assert!(!format!("{unknown:?}").contains(PASSWORD));
    }
}

/// Cookies longer than the buffer for what is sent are sent all the same.
#[test]
fn an_existence_check_sends_the_cookies_of_a_creation() {
    let cookies: String = (0..10)
        .map(|number| format!("Set-Cookie: c{number}={}\r\n", "x".repeat(4000)))
        .collect();
    let server = RawServer::start(move |asked| {
        vec![if asked.is_post() {
            Act::answer(&format!(
                "HTTP/1.1 500 Failed\r\n{cookies}Content-Length: 0\r\n\r\n"
            ))
        } else {
            Act::ok(INFO)
        }]
    });
    unknown(create(wiki(&server)));
    let asked = server.asked();
    let post = asked.iter().position(|asked| asked.is_post()).unwrap();
    let check = &asked[post + 1];
    assert!(check.headers("cookie")[0].len() > 40_000);
    assert!(check.line().contains("ususers=Zoe"), "{}", check.line());
}

#[test]
fn the_content_type_decides_nothing_and_php_warnings_are_passed_over() {
    let created = r#"{"createaccount":{"status":"PASS","username":"Zoe"}}"#;
    for (before, after) in [
        ("", ""),
        ("\u{feff}\n", "\n"),
        (
            "<br />\n<b>Warning</b>: Undefined index {x} in <b>Captcha.php</b> on line <b>7</b><br />\n",
            "",
        ),
        ("", "\n<br />\n<b>Notice</b>: {\"a\":1} in <b>x.php</b>"),
    ] {
        let dress = move |body: &str| {
            let body = format!("{before}{body}{after}");
            Act::answer(&format!(
                "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            ))
        };
        let server = RawServer::start(move |asked| {
            if asked.is_post() {
                vec![dress(created)]
            } else {
                vec![dress(INFO)]
            }
        });
        match create(wiki(&server)) {
            Ok(Step::Created(created)) => assert_eq!(created.name, "Zoe"),
            other => panic!("{other:?}"),
        }
    }
}

fn redirect(status: u16, target: &str) -> Vec<Act> {
    vec![Act::answer(&format!(
        "HTTP/1.1 {status} Moved\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
    ))]
}

#[test]
fn a_redirect_loop_ends() {
    let server = RawServer::always(redirect(302, "/w/api.php?round=and-round"));
    assert_eq!(error(create(wiki(&server))).reason, Reason::Protocol);
    assert_eq!(server.asked().len(), 6);
    let server = RawServer::start(|asked| {
        if asked.is_post() {
            redirect(307, "/w/api.php")
        } else {
            vec![Act::ok(INFO)]
        }
    });
    assert_eq!(error(create(wiki(&server))).reason, Reason::Protocol);
}

#[test]
fn a_redirect_to_another_host_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = RawServer::always([Act::ok(INFO)]);
        let target = other.url("/w/api.php?token=hidden");
        let server = RawServer::always(redirect(status, &target));
        let error = error(create(wiki(&server)));
        assert_eq!(error.reason, Reason::Protocol);
        assert!(error.message.contains(&other.url("/w/api.php")));
        assert!(!error.message.contains("hidden"));
        assert_eq!(other.asked().len(), 0, "{status}");
    }
}

#[test]
fn a_password_does_not_go_where_a_redirect_points() {
    for status in [301, 302, 303, 307, 308] {
        let other = RawServer::always([Act::ok(INFO)]);
        let target = other.url("/w/api.php");
        let server = RawServer::start(move |asked| {
            if asked.is_post() {
                redirect(status, &target)
            } else {
                vec![Act::ok(INFO)]
            }
        });
        assert_eq!(error(create(wiki(&server))).reason, Reason::Protocol);
        assert_eq!(other.asked().len(), 0, "{status}");
    }
}

#[test]
fn a_wiki_that_moved_within_its_host_is_followed_and_that_is_said() {
    let created = r#"{"createaccount":{"status":"PASS","username":"Zoe"}}"#;
    let server = RawServer::start(move |asked| {
        let line = asked.line();
        match line.strip_prefix("GET /w/api.php?") {
            Some(rest) => {
                let query = rest.trim_end_matches(" HTTP/1.1");
                redirect(301, &format!("/wiki/api.php?{query}"))
            }
            None if line.starts_with("GET") => vec![Act::ok(INFO)],
            None => vec![Act::ok(created)],
        }
    });
    let mut wiki = wiki(&server).build().unwrap();
    let step = wiki
        .create(NewAccount::new("Zoe").password(PASSWORD))
        .step();
    let Ok(Step::Created(created)) = step else {
        panic!("{step:?}");
    };
    assert_eq!(created.warnings[0].code, "moved");
    assert_eq!(wiki.session().api_url().path(), "/wiki/api.php");
    assert_eq!(wiki.requests(), 3);
    let posted = server.asked();
    assert_eq!(posted[2].line(), "POST /wiki/api.php HTTP/1.1");
}

#[test]
fn a_wiki_that_wants_tokens_for_ever_has_lost_the_session() {
    let server = RawServer::always([Act::ok(NEED_TOKEN)]);
    assert_eq!(unknown(create(wiki(&server))).reason, Reason::SessionLost);
    // The detecting request, the token, one try with it, and the list of users, which is not shown.
    assert_eq!(server.asked().len(), 4);

    let bad_token = r#"{"error":{"code":"badtoken","info":"Invalid CSRF token."}}"#;
    let server = RawServer::start(move |asked| {
        if asked.is_post() {
            vec![Act::ok(bad_token)]
        } else {
            vec![Act::ok(INFO)]
        }
    });
    assert_eq!(error(create(wiki(&server))).reason, Reason::SessionLost);
    // One more try with a fresh token, and no further one.
    assert_eq!(server.asked().len(), 4);
}

/// Releases such as 1.21.0 answer the first request of a session with an error instead of a token.
#[test]
fn the_early_cookie_error_is_answered_once_with_the_cookies() {
    let no_cookies = r#"{"error":{"code":"nocookiesfornew","info":"No cookies"}}"#;
    let with_cookie = format!(
        "HTTP/1.1 200 OK\r\nSet-Cookie: wiki_session=1; path=/\r\nContent-Length: {}\r\n\r\n{no_cookies}",
        no_cookies.len()
    );
    let success =
        r#"{"createaccount":{"username":"Zoe","userid":7,"token":"x","result":"success"}}"#;
    let server = RawServer::start(move |asked| {
        let cookies = asked.headers("cookie");
        vec![match (cookies.is_empty(), asked.body.contains("token=")) {
            (true, _) => Act::answer(&with_cookie),
            (false, false) => Act::ok(NEED_TOKEN),
            (false, true) => Act::ok(success),
        }]
    });
    let step = create(wiki(&server).dialect(Dialect::LegacyApi));
    match step {
        Ok(Step::Created(created)) => assert_eq!(created.user_id, Some(7)),
        other => panic!("{other:?}"),
    }
    let stubborn = RawServer::always([Act::ok(no_cookies)]);
    match create(wiki(&stubborn).dialect(Dialect::LegacyApi)) {
        Err(error) => assert_eq!(error.reason, Reason::SessionLost),
        other => panic!("{other:?}"),
    }
    assert_eq!(stubborn.asked().len(), 2);
}

#[test]
fn statuses_have_their_reasons() {
    for (status, reason, requests) in [
        // The sign-up form may be open all the same.
        (403, Reason::AccessDenied, 2),
        (404, Reason::NotAWiki, 2),
        (418, Reason::Protocol, 1),
        (500, Reason::Busy, 1),
        (503, Reason::Busy, 3),
        (429, Reason::Throttled, 3),
    ] {
        let server = RawServer::always([Act::answer(&format!(
            "HTTP/1.1 {status} No\r\nRetry-After: 0\r\nContent-Length: 6\r\n\r\n<html>"
        ))]);
        let error = error(create(wiki(&server)));
        assert_eq!(error.reason, reason, "{status}");
        assert_eq!(error.retry_after, Some(Duration::ZERO));
        assert_eq!(server.asked().len(), requests, "{status}");
    }
}

#[test]
fn what_was_not_sent_is_an_error_and_what_was_lost_is_unknown() {
    let url = format!("http://{}/api.php", nobody());
    let error = error(create(Wiki::builder(&url)));
    assert_eq!(error.reason, Reason::Unreachable);
    for fate in [
        vec![Act::Reset],
        vec![Act::Close],
        vec![
            Act::answer("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
            Act::Close,
        ],
        vec![Act::Stall(Duration::from_secs(30))],
    ] {
        let server = RawServer::start(move |asked| {
            if asked.is_post() {
                fate.clone()
            } else {
                vec![Act::ok(INFO)]
            }
        });
        let hasty = wiki(&server).timeout(Duration::from_millis(500));
        let unknown = unknown(create(hasty));
        assert_eq!(unknown.reason, Reason::Unreachable);
        assert_eq!(server.asked().iter().filter(|a| a.is_post()).count(), 1);
    }
}

#[test]
fn a_secret_is_not_sent_unencrypted() {
    // Nothing listens there, as the refusal comes first.
    let mut wiki = Wiki::builder("http://wiki.invalid/api.php")
        .dialect(Dialect::LegacyApi)
        .transport(Scripted(vec![NEED_TOKEN]))
        .build()
        .unwrap();
    let step = wiki
        .create(NewAccount::new("Zoe").password(PASSWORD))
        .step();
    assert_eq!(error(step).reason, Reason::Insecure);
    assert_eq!(wiki.requests(), 1);
    let success = r#"{"createaccount":{"username":"Zoe","result":"success"}}"#;
    let mut wiki = Wiki::builder("http://wiki.invalid/api.php")
        .dialect(Dialect::LegacyApi)
        .allow_http(true)
        .transport(Scripted(vec![success, NEED_TOKEN]))
        .build()
        .unwrap();
    let step = wiki
        .create(NewAccount::new("Zoe").password(PASSWORD))
        .step();
    assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");
}

/// A transport that answers with these bodies, the last one first.
struct Scripted(Vec<&'static str>);

impl mwaccount::transport::Transport for Scripted {
    fn send(
        &mut self,
        _: &mwaccount::http::Request,
        _: &mwaccount::transport::Limits,
    ) -> mwaccount::http::Reply {
        let body = self.0.pop().expect("a request that was expected");
        mwaccount::http::Reply::Got(mwaccount::http::Response::new(200, Vec::new(), body))
    }
}

#[test]
fn addresses_that_cannot_be_used() {
    for address in [
        "",
        "wiki example org",
        "ftp://wiki.example.org/api.php",
        "https://me:hunter2@wiki example org/api.php",
        "https://",
        "file:///etc/passwd",
    ] {
        let error = Wiki::connect(address).err().expect(address);
        assert_eq!(error.reason, Reason::InvalidArgument, "{address}");
        assert!(!error.message.contains("hunter2"));
    }
    let agent = Wiki::builder("https://wiki.example.org/api.php").user_agent("a\r\nX-Evil: 1");
    assert!(agent.build().is_err());
}
