//! Requests that are sent unencrypted to a remote wiki, and those that require permission.

use mwaccount::{
    Answers, Credentials, Dialect, Error, NewAccount, OAuth1Token, Reason, Step,
    http::{Request, Response},
};
use support::{
    accounts::PASSWORD,
    api_answers::{NEED_TOKEN, PASS},
    plain_http_transport::{PlainHttpTransport, answered},
};

/// A wiki that accepts a password or a login through another site, has a captcha with an image, and asks for a
/// code afterwards.
const INFO: &str = r#"{"query":{"tokens":{"createaccounttoken":"t0ken+\\"},"authmanagerinfo":{"requests":[
    {"id":"P","required":"primary-required","fields":{"username":{"type":"string"},"password":{"type":"password"},"retype":{"type":"password"}}},
    {"id":"S","required":"primary-required","fields":{"username":{"type":"string"},"signon":{"type":"button","label":"Elsewhere"}}},
    {"id":"CaptchaAuthenticationRequest","required":"required","metadata":{"type":"image","mime":"image/png"},
     "fields":{"captchaId":{"type":"hidden","value":"1"},"captchaInfo":{"type":"null","value":"/w/index.php?title=Special:Captcha/image"},"captchaWord":{"type":"string"}}}]}}}"#;
const LOGIN: &str = r#"{"query":{"tokens":{"logintoken":"t0ken+\\"},"authmanagerinfo":{"requests":[
    {"id":"P","required":"primary-required","fields":{"username":{"type":"string"},"password":{"type":"password"}}}]}}}"#;
const CODE: &str = r#"{"createaccount":{"status":"UI","message":"?","messagecode":"x","requests":[{"id":"C","required":"required","fields":{"code":{"type":"string"}}}]}}"#;
const SUCCESS: &str = r#"{"createaccount":{"username":"Zoe","result":"success"}}"#;

fn modern(request: &Request) -> Response {
    if request.url.path().ends_with("index.php") {
        let mut image = answered(200, "picture");
        let kind = ("Content-Type".to_owned(), "image/png".to_owned());
        image.headers.push(kind);
        return image;
    }
    let result = |name| request.form.get(name);
    answered(
        200,
        match (result("action"), result("createcontinue")) {
            (Some("createaccount"), None) => CODE,
            (Some("createaccount"), Some(_)) => PASS,
            _ => INFO,
        },
    )
}

fn old(request: &Request) -> Response {
    answered(
        200,
        match request.form.get("token") {
            Some(_) => SUCCESS,
            None => NEED_TOKEN,
        },
    )
}

/// Asserts that the error tells what to do, and that no request contained the secret.
#[track_caller]
fn assert_not_sent<T: std::fmt::Debug>(
    result: Result<T, Error>,
    transport: &PlainHttpTransport,
    secret: &str,
) {
    let error = result.unwrap_err();
    assert_eq!(error.reason, Reason::Insecure, "{}", error.message);
    for advice in [
        "wiki.invalid",
        "an https address",
        "allow_http (--allow-http)",
    ] {
        assert!(error.message.contains(advice), "{}", error.message);
    }
    for request in transport.seen() {
        assert!(request.form.fields().all(|(_, value)| value != secret));
        assert!(
            request
                .headers
                .iter()
                .all(|(_, value)| !value.expose().contains(secret))
        );
    }
}

#[test]
fn probes_and_images_need_no_permission() {
    let transport = PlainHttpTransport::new(modern);
    let mut wiki = transport.wiki().build().unwrap();
    let found = wiki.probe(&NewAccount::new("Zoe")).unwrap();
    assert_eq!(found.dialect, Dialect::AuthManager);
    assert!(!wiki.fields().unwrap().is_empty());
    let mut creation = wiki.create(NewAccount::new("Zoe").password(PASSWORD));
    let Ok(Step::Ask(ask)) = creation.step() else {
        panic!("no ask");
    };
    assert_eq!(
        creation.image(&ask.captcha.unwrap(), 0).unwrap().bytes,
        b"picture"
    );
}

#[test]
fn an_account_without_a_secret_needs_no_permission() {
    let transport = PlainHttpTransport::new(modern);
    let mut wiki = transport.wiki().build().unwrap();
    let account = NewAccount::new("Zoe")
        .field("signon", "1")
        .field("captcha", "word");
    let mut creation = wiki.create(account);
    let step = creation.step();
    let Ok(Step::Ask(ask)) = step else {
        panic!("{step:?}");
    };
    assert!(ask.field("code").is_some());
    let step = creation.answer(Answers::new().with("code", "123456"));
    assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");

    let transport = PlainHttpTransport::new(old);
    let mut wiki = transport
        .wiki()
        .dialect(Dialect::LegacyApi)
        .build()
        .unwrap();
    let mailed = NewAccount::new("Zoe").email("zoe@example.org");
    let step = wiki.create(mailed.mail_password()).step();
    assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");
}

#[test]
fn a_password_needs_permission() {
    for (answer, dialect) in [
        (modern as fn(&Request) -> Response, Dialect::AuthManager),
        (old, Dialect::LegacyApi),
    ] {
        let transport = PlainHttpTransport::new(answer);
        let account = || {
            let account = NewAccount::new("Zoe").password(PASSWORD);
            match dialect {
                Dialect::AuthManager => account.field("captcha", "word"),
                _ => account,
            }
        };
        let mut wiki = transport.wiki().dialect(dialect).build().unwrap();
        assert_not_sent(wiki.create(account()).step(), &transport, PASSWORD);

        let allowed = transport.wiki().dialect(dialect).allow_http(true);
        let step = allowed.build().unwrap().create(account()).step();
        assert!(
            matches!(step, Ok(Step::Created(_) | Step::Ask(_))),
            "{step:?}"
        );
    }
}

#[test]
fn a_creators_password_and_token_need_permission() {
    for credentials in [
        Credentials::password("Admin", PASSWORD),
        Credentials::password("Admin@bot", PASSWORD),
        Credentials::oauth(PASSWORD),
        Credentials::oauth(OAuth1Token::new("a", PASSWORD, "b", PASSWORD)),
    ] {
        let transport = PlainHttpTransport::new(|request| match request.form.get("action") {
            Some("login") => answered(200, r#"{"login":{"result":"NeedToken","token":"0123"}}"#),
            _ => answered(200, LOGIN),
        });
        let mut wiki = transport.wiki().build().unwrap();
        assert_not_sent(wiki.log_in(credentials).step(), &transport, PASSWORD);
    }
}
