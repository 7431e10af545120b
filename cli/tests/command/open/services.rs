//! Captcha services, with a stand-in for each on this machine, to which the browser resolves their hosts.

use std::{
    io::{Read, Write},
    sync::{Arc, Mutex},
};

use ::support::tls_server::{Tls, tls_server};

use super::{OpenRun, browser::Browser, client::*};
use crate::support::{real::RealWiki, *};

/// The script of a stand-in. As with the real services, the widget is for the hosts of the key: a key that begins with
/// `any` is for all. It adds its token to the form by the name of the service, or calls the button's function.
const SCRIPT: &str = r#"
for (const place of document.querySelectorAll(".g-recaptcha, .h-captcha, .cf-turnstile")) {
    const key = place.dataset.sitekey;
    const allowed = !key.startsWith("wiki-only");
    const names = {"g-recaptcha": "g-recaptcha-response", "h-captcha": "h-captcha-response",
                   "cf-turnstile": "cf-turnstile-response"};
    const give = () => {
        let token = place.closest("form").querySelector("[name=" + names[place.className] + "]");
        if (!token) {
            token = document.createElement("textarea");
            token.name = names[place.className];
            token.hidden = true;
            place.closest("form").append(token);
        }
        token.value = "right";
    };
    if (place.tagName === "BUTTON") {
        place.addEventListener("click", () => { give(); window[place.dataset.callback](); });
        continue;
    }
    const frame = document.createElement("iframe");
    frame.title = "captcha";
    frame.src = new URL(allowed ? "/recaptcha/frame" : "/recaptcha/refused", document.querySelector("script[src^=https]").src);
    place.append(frame);
    window.addEventListener("message", (event) => { if (event.data === "solved") give(); });
}
"#;

const FRAME: &str = "<button id=human onclick=\"parent.postMessage('solved', '*'); document.body.append('done')\">I am human</button>";
const REFUSED: &str = "Invalid domain for site key";

/// Starts the stand-in of all services, and returns the flag for the browser, and the requests.
fn stand_in() -> (String, Arc<Mutex<Vec<String>>>) {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&requests);
    let address = tls_server(move |mut tls: Tls| {
        let mut head = Vec::new();
        let mut part = [0; 4096];
        while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
            match tls.read(&mut part) {
                Ok(0) | Err(_) => return,
                Ok(length) => head.extend_from_slice(&part[..length]),
            }
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let (kind, body) = match head.split(' ').nth(1).unwrap_or_default() {
            "/recaptcha/frame" => ("text/html", FRAME),
            "/recaptcha/refused" => ("text/html", REFUSED),
            _ => ("text/javascript", SCRIPT),
        };
        log.lock().unwrap().push(head);
        let length = body.len();
        let _ = write!(
            tls,
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        tls.conn.send_close_notify();
        let _ = tls.flush();
    });
    let host = address
        .strip_prefix("https://")
        .unwrap()
        .trim_end_matches('/')
        .replace("localhost", "127.0.0.1");
    let hosts = [
        "js.hcaptcha.com",
        "www.google.com",
        "challenges.cloudflare.com",
    ];
    let rules: Vec<String> = hosts
        .iter()
        .map(|name| format!("MAP {name}:443 {host}"))
        .collect();
    (
        format!("--host-resolver-rules={}", rules.join(",")),
        requests,
    )
}

const CERTIFICATES: &str = "--ignore-certificate-errors";

/// The widget gives its token where the key allows it, on a real wiki that asks the service.
#[test]
fn the_widget_is_shown_where_the_key_allows_it() {
    let real = RealWiki::new("hcaptcha+service", "widget");
    let (rules, requests) = stand_in();
    let run = OpenRun::create(
        &real.api,
        &[
            "--json",
            "--password-file",
            real.path("zoe").to_str().unwrap(),
        ],
    );
    let browser = Browser::start(&[&rules, CERTIFICATES]);
    browser.open(&run.address);
    let shown = browser.wait_for("The wiki asks hCaptcha");
    assert!(shown.contains("sign up on the wiki’s own page"), "{shown}");
    browser.assert_accessible();
    // The browser itself may ask the hosts of other services.
    let is_asked = |head: &String| head.contains("hcaptcha");
    assert!(
        !requests.lock().unwrap().iter().any(is_asked),
        "the service is asked without need"
    );
    // A token that is wrong, from a program.
    let typed = browser.control("Token of hCaptcha");
    assert!(!typed.is_empty());
    browser.keys("wrong\u{e007}");
    browser.wait_for("hcaptcha-api (captcha-wrong)");
    browser.click("Try the widget of hCaptcha here");
    browser.wait_for("Back to the page without it");
    browser.assert_accessible();
    browser.enter_frame(Some(".h-captcha iframe"));
    browser.click_on("#human");
    browser.wait_for("done");
    browser.enter_frame(None);
    browser.click("Continue");
    browser.wait_for("The account was created");
    let result = run.end();
    assert_eq!(result.json()["outcome"], "created", "{result:?}");
    real.assert_zoe_exists();
    // The service learns the origin of the page and not its address.
    for head in requests.lock().unwrap().iter() {
        let folder = run_folder(&result.err);
        assert!(!head.contains(&folder), "{head}");
        assert!(
            !head.to_ascii_lowercase().contains("cookie: mwaccount"),
            "{head}"
        );
    }
}

fn run_folder(err: &str) -> String {
    between(err, "http://127.0.0.1:", "/open/")
        .split_once('/')
        .unwrap()
        .1
        .to_owned()
}

/// Each service: its script and frame are allowed, and nothing else is; the button of reCAPTCHA 3 sends the form.
#[test]
fn each_service_has_its_own_policy() {
    let (rules, _) = stand_in();
    let browser = Browser::start(&[&rules, CERTIFICATES]);
    for (kind, name, host) in [
        (
            "recaptchanocaptcha",
            "reCAPTCHA",
            "https://www.google.com/recaptcha/",
        ),
        ("hcaptcha", "hCaptcha", "https://*.hcaptcha.com"),
        (
            "turnstile",
            "Turnstile",
            "https://challenges.cloudflare.com",
        ),
    ] {
        let wiki = service_wiki(kind, "any-key");
        let run = OpenRun::create(&wiki.api(), &[]);
        let page = Page::enter(&run.address);
        let plain = page.get(&page.folder);
        let policy = plain.headers("content-security-policy")[0].to_owned();
        assert!(
            !policy.contains("https:") && !policy.contains("script-src"),
            "{policy}"
        );
        let widget = page.get(&format!("{}widget", page.folder));
        let policy = widget.headers("content-security-policy")[0];
        assert!(
            policy.contains(&format!("frame-src {host}")) || policy.contains(host),
            "{policy}"
        );
        let others = ["google", "hcaptcha", "cloudflare"]
            .iter()
            .filter(|other| policy.contains(**other));
        assert_eq!(others.count(), 1, "{policy}");
        page.press("give-up");
        run.end();

        let run = OpenRun::create(&wiki.api(), &[]);
        browser.open(&run.address);
        browser.wait_for(&format!("The wiki asks {name}"));
        fill_passwords(&browser);
        browser.click(&format!("Try the widget of {name} here"));
        browser.wait_for("Back to the page without it");
        fill_passwords(&browser);
        if kind == "recaptchanocaptcha" {
            browser.click("Continue with a key of reCAPTCHA 3");
        } else {
            browser.enter_frame(Some("fieldset iframe"));
            browser.click_on("#human");
            browser.wait_for("done");
            browser.enter_frame(None);
            browser.click("Continue");
        }
        browser.wait_for("The account was created");
        assert_eq!(run.end().status, 0, "{kind}");
    }
}

fn fill_passwords(browser: &Browser) {
    browser.run(&format!(
        "for (const e of document.querySelectorAll('[type=password]')) e.value = '{PASSWORD}'"
    ));
}

/// A wiki with the captcha of a service. Its own sign-up page is whatever address is opened.
fn service_wiki(kind: &'static str, key: &'static str) -> Wiki {
    Wiki::new(move |request| {
        if request.creates() {
            match request.form.values().any(|value| value == "right") {
                true => pass(request),
                false => fail(
                    "captcha-createaccount-fail",
                    "Incorrect or missing CAPTCHA.",
                ),
            }
        } else if request.target.contains("Special") {
            Response::Page("<h1>The wiki's own page</h1>")
        } else if request.target.contains("list=users") {
            Response::Json(serde_json::json!({"query": {"users": [
                {"name": "Zoe", "missing": !request.target.contains("index.php"), "cancreate": true},
            ]}}))
        } else {
            auth_manager_info(&[service(kind, key)])
        }
    })
}

fn service(kind: &str, key: &str) -> serde_json::Value {
    serde_json::json!({
        "id": "CaptchaAuthenticationRequest", "required": "required",
        "metadata": {"type": kind, "mime": "application/javascript", "key": key},
        "fields": {
            "captchaId": {"type": "hidden", "value": "", "label": "id", "help": "id"},
            "captchaInfo": {"type": "null", "label": "Solve it", "help": "h"},
            "captchaWord": {"type": "string", "label": "CAPTCHA", "help": "h"},
        },
    })
}

/// A key for the wiki's host only: the person signs up on the wiki's own page, and the command tells what it knows.
#[test]
fn the_wikis_own_page_takes_the_form() {
    let real = RealWiki::new("hcaptcha+service", "ownpage");
    let password = real.path("zoe");
    let arguments = ["--json", "--password-file", password.to_str().unwrap()];
    let (rules, _) = stand_in();
    let browser = Browser::start(&[&rules, CERTIFICATES]);

    // Nothing was created there.
    let run = OpenRun::create(&real.api, &arguments);
    browser.open(&run.address);
    browser.wait_for("The wiki asks hCaptcha");
    browser.click("I have signed up on the wiki’s own page");
    let end = browser.wait_for("The wiki shows no account of this name");
    assert!(!end.contains("Nothing was created"), "{end}");
    let result = run.end();
    assert_eq!(
        (result.status, &result.json()["reason"]),
        (5, &"cancelled".into()),
        "{result:?}"
    );
    let message = result.json()["message"].to_string();
    assert!(message.contains("one of another name may"), "{message}");

    let email = ["--email", "zoe@example.org"];
    let run = OpenRun::create(&real.api, &[&arguments[..], &email].concat());
    browser.open(&run.address);
    browser.wait_for("The wiki asks hCaptcha");
    browser.click("sign up on the wiki’s own page");
    browser.tab(1);
    browser.wait_for("Create account");
    assert_eq!(
        browser.run("return document.querySelector('[name=wpName]').value"),
        "Zoe"
    );
    let email = browser.run("return document.querySelector('[name=email]').value");
    assert_eq!(email, "zoe@example.org");
    browser.run(&format!(
        "for (const e of document.querySelectorAll('[type=password]')) e.value = '{PASSWORD}'; \
         const t = document.createElement('input'); t.name = 'h-captcha-response'; t.value = 'right'; \
         const f = document.querySelector('[name=wpName]').form; f.append(t); \
         f.querySelector('[name=wpCreateaccount]').click()"
    ));
    browser.wait_for("Zoe");
    real.assert_zoe_exists();
    browser.tab(0);
    browser.click("I have signed up on the wiki’s own page");
    let end = browser.wait_for("It is unknown whether the account was created");
    assert!(end.contains("not who created it"), "{end}");
    browser.assert_accessible();
    let result = run.end();
    assert_eq!(result.status, 4, "{result:?}");
    assert_eq!(result.json()["outcome"], "unknown");

    // A login with the password proves whose account it is.
    let run = OpenRun::create(&real.api, &[&arguments[..], &["--prove-by-login"]].concat());
    let page = Page::enter(&run.address);
    page.press("signed-up");
    let result = run.end();
    assert_eq!(result.json()["outcome"], "created", "{result:?}");
    assert_eq!(result.json()["warnings"][0]["code"], "own-page");
}

/// The link to the wiki's own page has what was given last.
#[test]
fn the_own_page_gets_the_revised_account() {
    let wiki = Wiki::new(
        |request| match (request.creates(), request.field("email")) {
            (false, _) => auth_manager_info(&[service("hcaptcha", "wiki-only")]),
            (_, "zoe@old.example") => fail("invalidemailaddress", "The e-mail address is invalid."),
            _ => fail(
                "captcha-createaccount-fail",
                "Incorrect or missing CAPTCHA.",
            ),
        },
    );
    let run = OpenRun::create(&wiki.api(), &["--email", "zoe@old.example"]);
    let page = Page::enter(&run.address);
    let shown = page.show();
    assert!(shown.contains("email=zoe%40old.example"), "{shown}");
    page.submit(&[("Token", "t"), ("x", PASSWORD), ("The same", PASSWORD)]);
    page.submit(&[("E-mail address", "zoe@new.example")]);
    let shown = page.show();
    assert!(shown.contains("email=zoe%40new.example"), "{shown}");
    page.press("give-up");
    run.end();
}

/// Nothing is claimed of the account that the wiki cannot be asked about.
#[test]
fn an_own_sign_up_that_cannot_be_looked_up_is_unknown() {
    let wiki = Wiki::new(|request| {
        if request.target.contains("list=users") {
            Response::Page("<h1>Maintenance</h1>")
        } else {
            auth_manager_info(&[service("hcaptcha", "wiki-only")])
        }
    });
    let run = OpenRun::create(&wiki.api(), &["--json"]);
    let page = Page::enter(&run.address);
    let end = page.press("signed-up");
    assert!(
        end.contains("It is unknown whether the account was created"),
        "{end}"
    );
    let result = run.end();
    assert_eq!(result.status, 4, "{result:?}");
    let message = result.json()["message"].to_string();
    assert!(message.contains("whether \\\"Zoe\\\" exists"), "{message}");
}

/// The proof of an account with a domain is a login in that domain.
#[test]
fn an_own_sign_up_in_a_domain_is_proved_there() {
    let server = testwiki::Server::start().unwrap();
    let wiki = testwiki::Wiki::release("1.43")
        .setting(testwiki::Setting::Domain)
        .captcha(testwiki::Captcha::HCaptcha)
        .account("Zoe", PASSWORD);
    let wiki = server.add(wiki);
    let folder = tempfile::tempdir().unwrap();
    let password = folder.path().join("password");
    std::fs::write(&password, PASSWORD).unwrap();
    let given = [
        "--json",
        "--prove-by-login",
        "--password-file",
        password.to_str().unwrap(),
    ];
    let outcome = |domain: &[&str]| {
        let run = OpenRun::create(&wiki.api(), &[&given, domain].concat());
        let page = Page::enter(&run.address);
        page.press("signed-up");
        run.end().json()["outcome"].clone()
    };
    assert_eq!(outcome(&["--domain", "lab"]), "created");
    // The wiki asks which domain it is, and the account has none.
    assert_eq!(outcome(&[]), "unknown");
}
