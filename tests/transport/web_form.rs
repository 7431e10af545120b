//! Servers with hostile sign-up forms: no password is sent to another origin, no form is sent twice, and huge
//! pages are read fast.

use std::{
    thread,
    time::{Duration, Instant},
};

use mwaccount::{Answers, Dialect, Step, Wiki, WikiBuilder};
use support::{
    accounts::{PASSWORD, zoe},
    raw_server::{Act, RawServer},
    sign_up_page::*,
};

fn wiki(server: &RawServer) -> WikiBuilder {
    Wiki::builder(&server.url("/w/api.php"))
        .dialect(Dialect::WebForm)
        .timeout(Duration::from_secs(5))
        .max_body(1 << 20)
}

fn posts(server: &RawServer) -> usize {
    server
        .asked()
        .iter()
        .filter(|asked| asked.is_post())
        .count()
}

/// Forms that would send the password elsewhere, and some that only look like it: only pages of the wiki's own
/// origin are requested.
#[test]
fn forms_that_lead_astray() {
    let other = RawServer::always([Act::ok("caught")]);
    let elsewhere = other.url("/index.php");
    let host = elsewhere.strip_prefix("http:").unwrap();
    for action in [
        elsewhere.clone(),
        host.to_owned(),
        format!("  {host}\n"),
        format!("\\\\{}", &host[2..]),
        elsewhere.replace("http", "https"),
        "https://127.0.0.1/index.php".to_owned(),
        "javascript:alert(1)".to_owned(),
        "data:text/html,x".to_owned(),
        "file:///etc/passwd".to_owned(),
    ] {
        for method in ["post", "get", "dialog"] {
            let action = format!("method={method} action='{action}'");
            let shown = page(&format!(
                "<form id=userlogin2 {action}>{NAME}{TOKEN}</form>"
            ));
            let server = RawServer::always([Act::ok(&shown)]);
            let step = wiki(&server).build().unwrap().create(zoe()).step();
            assert!(step.is_err(), "{action}: {step:?}");
            assert_eq!(posts(&server), 0, "{action}");
        }
    }
    assert_eq!(other.asked().len(), 0);
}

/// A form whose method is GET is posted: no URL contains a password.
#[test]
fn no_password_stands_in_an_address() {
    let whole =
        format!("<form id=userlogin2 method=get action='/w/index.php?a=b#c'>{NAME}{TOKEN}</form>");
    let whole = page(&whole);
    let server = RawServer::start(move |asked| {
        if asked.is_post() {
            vec![Act::answer(
                "HTTP/1.1 200 OK\r\nSet-Cookie: x=1; domain=evil.example\r\nSet-Cookie: wikiUserName=Zoe\r\nContent-Length: 0\r\n\r\n",
            )]
        } else {
            vec![Act::ok(&whole)]
        }
    });
    let step = wiki(&server).build().unwrap().create(zoe()).step();
    assert_eq!(summary(&step), "created Zoe");
    let asked = server.asked();
    assert_eq!(asked[1].line(), "POST /w/index.php?a=b HTTP/1.1");
    assert!(asked.iter().all(|asked| !asked.head.contains(PASSWORD)));
}

/// Returns pages of the largest size and depth.
fn monsters() -> Vec<(&'static str, String)> {
    let fill = |part: &str| part.repeat((1 << 20) / part.len() - 8192 / part.len());
    let within = |inside: &str| page(&form("", &format!("{NAME}{TOKEN}{inside}")));
    let numbered = |before: &str, after: &str| {
        let mut all = String::new();
        for number in 0.. {
            if all.len() > 1_000_000 {
                break;
            }
            all.push_str(&format!("{before}{number}{after}"));
        }
        all
    };
    vec![
        ("deep tags", within(&fill("<div>"))),
        ("tags of nothing else", fill("<b>")),
        ("forms", fill("<form id=userlogin2>")),
        ("inputs", within(&numbered("<input name=x", ">"))),
        (
            "labels",
            within(&numbered("<label for=x", "><input id=x name=y>")),
        ),
        ("buttons", within(&numbered("<button name=x", ">text"))),
        (
            "options",
            within(&format!("<select name=s>{}", fill("<option>word"))),
        ),
        (
            "options in groups",
            within(&format!(
                "<select name=s>{}",
                fill("<optgroup><option>word")
            )),
        ),
        (
            "attributes",
            format!("<form id=userlogin2 {}>", numbered("a", "=b ")),
        ),
        (
            "errors",
            page(&format!("{}{}", fill("<div class=error>x"), sign_up())),
        ),
        ("users", page(&fill("<li><a>x</a>"))),
        ("entities", within(&fill("&amp;"))),
        ("nothing", "\0".repeat(1 << 20)),
        ("ends", within(&fill("</p>"))),
        ("scripts", page(&fill("<script>wgUserName=[[[[</script>"))),
    ]
}

/// Huge pages are read fast, as the first response or as the response to the form.
#[test]
fn monstrous_pages() {
    thread::scope(|scope| {
        for first in [true, false] {
            scope.spawn(move || {
                for (what, monster) in monsters() {
                    monstrous_page(what, &monster, first);
                }
            });
        }
    });
}

fn monstrous_page(what: &str, monster: &str, first: bool) {
    let begin = if first { monster.to_owned() } else { sign_up() };
    let answer = monster.to_owned();
    let server = RawServer::start(move |asked| {
        vec![Act::ok(
            match (asked.is_post(), asked.line().contains("api.php")) {
                (true, _) => &answer,
                (false, true) => "{}",
                (false, false) => &begin,
            },
        )]
    });
    let start = Instant::now();
    let patient = wiki(&server).timeout(Duration::from_secs(60));
    let step = patient
        .max_body(2 << 20)
        .build()
        .unwrap()
        .create(zoe())
        .step();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(10), "{what}: {took:?}");
    assert!(
        posts(&server) < 2 && server.asked().len() < 8,
        "{what}: {step:?}"
    );
    assert!(format!("{step:?}").len() < 4 << 20, "{what}");
}

/// Endless, truncated and invalid responses to the form: one form is sent.
#[test]
fn answers_that_are_none() {
    for acts in [
        vec![
            Act::answer("HTTP/1.1 200 OK\r\n\r\n"),
            Act::Endless(vec![b'x'; 1 << 16]),
        ],
        vec![
            Act::answer("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<"),
            Act::Close,
        ],
        vec![Act::Reset],
        vec![Act::Close],
        vec![Act::answer(
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\0\u{7f}\0<",
        )],
        vec![Act::answer(
            "HTTP/1.1 500 No\r\nContent-Length: 6\r\n\r\n<html>",
        )],
        vec![Act::ok("")],
    ] {
        let server = RawServer::start(move |asked| {
            let is_api = asked.line().contains("api.php");
            match (asked.is_post(), is_api) {
                (true, _) => acts.clone(),
                (false, true) => vec![Act::ok(r#"{"query":{"users":"nonsense"}}"#)],
                (false, false) => vec![Act::ok(&sign_up())],
            }
        });
        let step = wiki(&server).build().unwrap().create(zoe()).step();
        let Ok(Step::Unknown(unknown)) = &step else {
            panic!("{step:?}");
        };
        assert_eq!(posts(&server), 1, "{unknown:?}");
        assert!(!format!("{unknown:?}").contains(PASSWORD));
    }
}

/// A redirect does not take the password to another host, and the number of redirects is limited.
#[test]
fn redirects_of_the_form() {
    for (status, round) in [
        (301, false),
        (302, false),
        (303, false),
        (307, false),
        (308, false),
        (307, true),
    ] {
        let other = RawServer::always([Act::ok("caught")]);
        let target = if round {
            "/w/index.php".to_owned()
        } else {
            other.url("/")
        };
        let server = RawServer::start(move |asked| match asked.is_post() {
            true => vec![Act::answer(&format!(
                "HTTP/1.1 {status} Moved\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
            ))],
            false if asked.line().contains("api.php") => {
                vec![Act::ok(
                    r#"{"query":{"users":[{"name":"Zoe","missing":""}]}}"#,
                )]
            }
            false => vec![Act::ok(&sign_up())],
        });
        let step = wiki(&server).build().unwrap().create(zoe()).step();
        let said = summary(&step);
        let expected = if round {
            "error protocol"
        } else {
            "refused protocol"
        };
        assert_eq!(said, expected, "{status}");
        assert!(posts(&server) <= 6, "{status}");
        assert_eq!(other.asked().len(), 0, "{status}");
    }
}

/// A session that the wiki loses each time, and endless captchas.
#[test]
fn endless_repetitions_end() {
    let server = RawServer::start(|asked| {
        let token = format!("value={}", asked.number);
        vec![Act::ok(&sign_up().replace("value=t0ken", &token))]
    });
    let step = wiki(&server).build().unwrap().create(zoe()).step();
    // A server that sends every request twice gets the form again too, and this one tells nothing about the account.
    assert_eq!(summary(&step), "unknown session-lost");
    // One repetition after the first loss, and two questions about the account.
    assert_eq!((posts(&server), server.asked().len()), (2, 5));

    let server = RawServer::start(|asked| {
        let captcha = CAPTCHA.replace("value=7", &format!("value={}", asked.number));
        let inside = format!("{NAME}{TOKEN}{captcha}{BOX}");
        vec![Act::ok(&page(&form("", &inside)))]
    });
    let mut wiki = wiki(&server).build().unwrap();
    let mut creation = wiki.create(zoe().field("captcha", "always"));
    let mut step = creation.step();
    for round in 1..5 {
        assert_eq!(summary(&step), "refused other");
        assert_eq!(posts(&server), round);
        assert_eq!(summary(&creation.revise(zoe())), "ask");
        step = creation.answer(Answers::new().with("captcha", "2"));
    }
    // An answer given in advance is not used for another captcha.
    let again = creation.revise(zoe().field("captcha", "always"));
    assert_eq!(summary(&again), "ask");
}
