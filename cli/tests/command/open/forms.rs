//! Forms of the page: answers, errors, refusals, redirects.

use serde_json::json;

use ::support::totp;

use super::{OpenRun, client::*, restart_with_a_choice};
use crate::support::{
    real::{ADMIN, KEY, RealWiki},
    *,
};

const PASSWORDS: [(&str, &str); 2] = [
    ("Password", PASSWORD),
    ("The same password again", PASSWORD),
];

/// Adds the password in both its controls; the first one's label is that of the wiki.
fn with_password<'v>(label: &'v str, values: &[(&'v str, &'v str)]) -> Vec<(&'v str, &'v str)> {
    let passwords = [(label, PASSWORD), PASSWORDS[1]];
    [values, &passwords].concat()
}

#[test]
fn a_wrong_captcha_is_asked_again_on_the_same_page() {
    let wiki = image_wiki();
    let run = OpenRun::create(&wiki.api(), &["--json"]);
    let page = Page::enter(&run.address);
    let shown = page.show();
    let image = page.get(between(&shown, "<img src=\"", "\""));
    assert_eq!(image.headers("content-type"), ["image/png"]);
    assert_eq!(image.headers("x-content-type-options"), ["nosniff"]);
    assert!(image.body.contains("PNG"), "{image:?}");

    // Empty, then two passwords, then a wrong word.
    let empty = page.submit(&[]);
    assert!(empty.contains("aria-invalid=\"true\""), "{empty}");
    assert!(empty.contains("role=\"alert\""), "{empty}");
    let differ = page.submit(&[("Answer", "labword"), ("x", "one"), PASSWORDS[1]]);
    assert!(differ.contains("The two passwords differ."), "{differ}");
    let wrong = page.submit(&with_password("x", &[("Answer", "wrong")]));
    assert!(wrong.contains("Incorrect or missing CAPTCHA."), "{wrong}");
    assert!(wrong.contains("<title>Error: "), "{wrong}");
    let name = control(&wrong, "Answer");
    let input = between(&wrong, &format!("<input id=\"{name}\""), ">");
    assert!(input.contains(&format!("error-{name}")), "{input}");
    assert!(input.contains("autofocus"), "{input}");
    // The password is known by now.
    assert!(!wrong.contains("type=\"password\""), "{wrong}");

    let end = page.submit(&[("Answer", "labword")]);
    assert!(end.contains("The account was created"), "{end}");
    let result = run.end();
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.json()["outcome"], "created");
    assert!(!result.out.contains("http://127.0.0.1:") || !result.out.contains("/open/"));
    result.assert_hides(PASSWORD);
}

/// Another captcha is another request for one; what was typed before is still there.
#[test]
fn another_captcha_can_be_had() {
    let mut shown = 0;
    let wiki = Wiki::new(move |request| {
        if request.creates() {
            return pass(request);
        }
        shown += 1;
        let colour = json!({
            "id": "C", "required": "required", "metadata": {},
            "fields": {"motto": {"type": "string", "label": "Motto", "help": "h"}},
        });
        auth_manager_info(&[captcha("question", &format!("Question {shown}?")), colour])
    });
    let run = OpenRun::create(&wiki.api(), &[]);
    let page = Page::enter(&run.address);
    let first = page.show();
    assert!(first.contains("Question 1?"), "{first}");
    let values = [
        (control(&first, "Motto"), "Onwards"),
        ("action".to_owned(), "another"),
    ];
    let second = page.post(&mark(&first), &values);
    assert!(second.contains("Question 2?"), "{second}");
    assert!(second.contains("value=\"Onwards\""), "{second}");
    let answers = [("Answer", "x"), ("Motto", "Onwards")];
    page.submit(&with_password("x", &answers));
    let result = run.end();
    assert_eq!(result.status, 0, "{result:?}");
    let sent = wiki.requests().into_iter().find(Request::creates).unwrap();
    assert_eq!(sent.field("motto"), "Onwards");
    assert!(result.out.contains("Created \"Zoe\""), "{result:?}");
}

#[test]
fn a_refused_account_is_revised_on_the_page() {
    let wiki = Wiki::new(|request| {
        match (
            request.creates(),
            request.field("username"),
            request.field("password"),
        ) {
            (false, ..) => auth_manager_info(&[]),
            (_, "Zoe", _) => fail("userexists", "Username entered already in use."),
            (_, _, "weak") => fail("passwordtooshort", "Passwords must be longer."),
            _ => pass(request),
        }
    });
    let run = OpenRun::create(&wiki.api(), &[]);
    let page = Page::enter(&run.address);
    let taken = page.submit(&[("x", "weak"), ("The same", "weak")]);
    assert!(taken.contains("already in use"), "{taken}");
    assert!(taken.contains("value=\"Zoe\""), "{taken}");
    let empty = page.submit(&[("Another name", " ")]);
    assert!(empty.contains("Fill this in"), "{empty}");
    let weak = page.submit(&[("Another name", "Ann")]);
    assert!(weak.contains("must be longer"), "{weak}");
    let differ = page.submit(&[("Another password", PASSWORD), ("The same", "other")]);
    assert!(differ.contains("The two passwords differ."), "{differ}");
    let end = page.submit(&[("Another password", PASSWORD), ("The same", PASSWORD)]);
    assert!(end.contains("The account was created"), "{end}");
    let result = run.end();
    assert!(result.out.contains("Created \"Ann\""), "{result:?}");
}

/// A wiki that sends the user to another site, and creates the account of who comes back.
fn redirecting_wiki() -> Wiki {
    Wiki::new(|request| {
        if request.field("createcontinue") == "1" {
            pass(request)
        } else if request.creates() {
            redirect()
        } else {
            auth_manager_info(&[])
        }
    })
}

/// The other site sends the browser back to the listener, which takes what belongs to this conversation alone.
#[test]
fn a_redirect_comes_back_to_the_listener() {
    let wiki = redirecting_wiki();
    let run = OpenRun::create(&wiki.api(), &[]);
    let page = Page::enter(&run.address);
    let shown = page.submit(&with_password("x", &[]));
    assert!(
        shown.contains("href=\"https://login.example.org/go?state=1\""),
        "{shown}"
    );
    let requests = wiki.requests();
    let begun = requests.iter().find(|request| request.creates()).unwrap();
    let back = begun.field("createreturnurl").to_owned();
    let path = back.strip_prefix(&format!("http://{}", page.host)).unwrap();

    let cookie = page.cookie("mwaccount-return");
    let from_there = format!("Sec-Fetch-Site: cross-site\r\n{cookie}");
    // Without the browser's cookie, and with another state.
    page.get_with(&format!("{path}?code=evil"), "")
        .assert_nothing();
    let strict = page.cookie("mwaccount");
    page.get_with(&format!("{path}?code=evil"), &strict)
        .assert_nothing();
    let other = format!("{}0?code=evil", &path[..path.len() - 1]);
    page.get_with(&other, &from_there).assert_nothing();
    // An address that lacks what the wiki waits for is told.
    assert_eq!(
        page.get_with(&format!("{path}?error=denied"), &from_there)
            .status,
        200
    );
    let again = page.show();
    assert!(again.contains("role=\"alert\""), "{again}");
    // A pasted address does as well.
    let returned = page.get_with(&format!("{path}?code=right%20one"), &from_there);
    assert_eq!(returned.status, 200);
    assert!(
        returned.body.contains("http-equiv=\"refresh\""),
        "{returned:?}"
    );
    let end = page.show();
    assert!(end.contains("The account was created"), "{end}");
    assert_eq!(run.end().status, 0);
    let requests = wiki.requests();
    let last = requests.iter().rfind(|request| request.creates()).unwrap();
    assert_eq!(last.field("code"), "right one");
}

/// A site that does not come back by itself: the person pastes the address.
#[test]
fn a_return_address_can_be_pasted() {
    let wiki = redirecting_wiki();
    let run = OpenRun::create(&wiki.api(), &["--return-url", "https://elsewhere.example/"]);
    let page = Page::enter(&run.address);
    let shown = page.submit(&with_password("x", &[]));
    assert!(!shown.contains("<details>"), "{shown}");
    let again = page.submit(&[("Complete address", "nonsense")]);
    assert!(again.contains("cannot be read"), "{again}");
    page.submit(&[("Complete address", "https://elsewhere.example/?code=c0de")]);
    assert_eq!(run.end().status, 0);
    let begun = wiki.requests().into_iter().find(Request::creates).unwrap();
    assert_eq!(begun.field("createreturnurl"), "https://elsewhere.example/");
}

/// A creator's wrong password, second factor, and the account's own form, on a real wiki.
#[test]
fn a_creator_logs_in_on_the_page() {
    let real = RealWiki::new("private+oath", "page");
    let wrong = real.path("wrong");
    real.write("wrong", "not-the-password-1\n");
    let login = [
        "--login",
        "Admin",
        "--login-password-file",
        wrong.to_str().unwrap(),
    ];
    let run = OpenRun::create(&real.api, &login);
    let page = Page::enter(&run.address);
    let refused = page.show();
    assert!(refused.contains("The wiki refused the login"), "{refused}");
    let factor = page.submit(&[("Password", ADMIN)]);
    assert!(factor.contains("<h1>Log in on "), "{factor}");
    let code = totp::code(KEY, 0);
    let account = page.post(&mark(&factor), &[(control(&factor, ""), &code)]);
    assert!(account.contains("<h1>New account on "), "{account}");
    let end = page.submit(&[("Password", PASSWORD), ("The same password", PASSWORD)]);
    assert!(end.contains("The account was created"), "{end}");
    let result = run.end();
    assert_eq!(result.status, 0, "{result:?}");
    result.assert_hides(ADMIN).assert_hides(PASSWORD);
    real.assert_zoe_exists();
}

/// RESTART is a form like any other, and alternatives are listed.
#[test]
fn a_restart_with_a_choice_is_a_form() {
    let wiki = Wiki::new(
        move |request| match (request.creates(), request.field("recovery")) {
            (false, _) => auth_manager_info(&[]),
            (true, "") => restart_with_a_choice(),
            (true, _) => pass(request),
        },
    );
    let run = OpenRun::create(&wiki.api(), &[]);
    let page = Page::enter(&run.address);
    let choice = page.submit(&with_password("x", &[]));
    assert!(choice.contains("Choose one"), "{choice}");
    page.submit(&[("Recovery code", "12 34")]);
    let result = run.end();
    assert_eq!(result.status, 0, "{result:?}");
    let last = wiki.requests().into_iter().rfind(Request::creates).unwrap();
    assert_eq!(last.field("recovery"), "12 34");
}

/// Old wikis: the captcha of the creating request (1.21 to 1.26), and of the sign-up form.
#[test]
fn old_wikis_are_answered_on_the_page() {
    let server = testwiki::Server::start().unwrap();
    for release in ["1.19", "1.23"] {
        let wiki = server.add(testwiki::Wiki::release(release).captcha(testwiki::Captcha::Fancy));
        let run = OpenRun::create(&wiki.api(), &[]);
        let page = Page::enter(&run.address);
        let mut shown = page.show();
        if shown.contains("type=\"password\"") && !shown.contains("<img") {
            let label = if shown.contains(">Password<") {
                "Password"
            } else {
                "password"
            };
            shown = page.submit(&[(label, PASSWORD), ("The same password", PASSWORD)]);
        }
        let image = page.get(between(&shown, "<img src=\"", "\""));
        assert_eq!(image.headers("content-type"), ["image/png"], "{release}");
        let again = page.press("another");
        assert!(again.contains("<img src="), "{release}: {again}");
        let mut answers = vec![("Answer to the captcha", "labword")];
        if again.contains("type=\"password\"") {
            let label = if again.contains(">Password<") {
                "Password"
            } else {
                "password"
            };
            answers.extend([(label, PASSWORD), ("The same password", PASSWORD)]);
        }
        let end = page.submit(&answers);
        assert!(end.contains("The account was created"), "{release}: {end}");
        assert_eq!(run.end().status, 0, "{release}");
        assert!(wiki.account("Zoe").is_some(), "{release}");
    }
}
