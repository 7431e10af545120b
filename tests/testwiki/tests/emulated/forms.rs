//! The forms of each release, as a user without an API fills them.

use crate::client::{Answer, Client};
use testwiki::{Captcha, LogAction, Profile, Release, RunningWiki, Server, Setting, Wiki};

const PASSWORD: &str = "Correct-horse-7";

fn start(server: &Server, wiki: Wiki) -> (RunningWiki, Client) {
    let running = server.add(wiki);
    let client = Client::of(&running.url());
    (running, client)
}

/// Returns the value of a field of a page's form.
fn value(page: &str, field: &str) -> String {
    let after = page.split(&format!("name=\"{field}\"")).nth(1);
    let value = after.and_then(|rest| rest.split("value=\"").nth(1));
    let value = value.and_then(|rest| rest.split('"').next());
    value
        .unwrap_or_else(|| panic!("no {field} in {page}"))
        .to_owned()
}

fn is_new(release: Release) -> bool {
    Profile::of(release).auth_manager
}

/// Fetches the login form and sends it.
fn log_in(client: &mut Client, new: bool, name: &str, password: &str) -> Answer {
    let page = client.get("/index.php/Special:UserLogin", &[]);
    let token = value(&page.unwrap().text(), "wpLoginToken");
    let mut form = vec![
        ("wpName", name),
        ("wpPassword", password),
        ("wpLoginToken", &token),
    ];
    let target = if new {
        form.push(("authAction", "login"));
        "/index.php/Special:UserLogin"
    } else {
        "/index.php?title=Special:UserLogin&action=submitlogin&type=login"
    };
    client.post(target, &form).unwrap()
}

/// Returns the signup form and its token.
pub fn form(client: &mut Client, new: bool) -> (String, String) {
    let (title, field) = if new {
        ("Special:CreateAccount", "wpCreateaccountToken")
    } else {
        ("Special:UserLogin", "wpCreateaccountToken")
    };
    let page = client.get("/index.php", &[("title", title), ("type", "signup")]);
    let page = page.unwrap().text();
    let token = value(&page, field);
    (page, token)
}

/// Sends the signup form with this token and these fields.
pub fn sign_up(
    client: &mut Client,
    new: bool,
    name: &str,
    token: &str,
    more: &[(&str, &str)],
) -> Answer {
    let retype = if new { "retype" } else { "wpRetype" };
    let mut form = vec![
        ("wpName", name),
        ("wpPassword", PASSWORD),
        (retype, PASSWORD),
        ("wpCreateaccountToken", token),
    ];
    let target = if new {
        form.extend([
            ("authAction", "create"),
            ("email", ""),
            ("realname", ""),
            ("reason", ""),
        ]);
        "/index.php/Special:CreateAccount"
    } else {
        form.push(("wpCreateaccount", "1"));
        "/index.php?title=Special:UserLogin&action=submitlogin&type=signup"
    };
    form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    form.extend(more);
    client.post(target, &form).unwrap()
}

#[test]
fn a_creator_logs_in_and_creates_by_forms_alone_on_every_release() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let new = is_new(release);
        let wiki = Wiki::of(release)
            .setting(Setting::ApiMissing)
            .setting(Setting::NoCreate);
        let (wiki, mut client) = start(&server, wiki);
        let wrong = log_in(&mut client, new, "Admin", "x");
        assert!(
            !wrong.head.contains("UserName="),
            "{release}: {}",
            wrong.head
        );
        assert!(
            wrong.text().contains("assword entered"),
            "{release}: {}",
            wrong.text()
        );
        let right = log_in(&mut client, new, "admin", "adminpass12345");
        assert_eq!(right.status, 302, "{release}: {}", right.text());
        assert!(
            right.head.contains("UserName=Admin"),
            "{release}: {}",
            right.head
        );
        assert!(
            right.head.contains("/index.php/Main_Page"),
            "{release}: {}",
            right.head
        );
        let (_, token) = form(&mut client, new);
        let reason = if new { "reason" } else { "wpReason" };
        let made = sign_up(&mut client, new, "Zoe", &token, &[(reason, "A course")]);
        assert!(
            made.text().contains("Account created"),
            "{release}: {}",
            made.text()
        );
        let account = wiki.account("Zoe").unwrap();
        assert_eq!(
            (account.log_action, account.reason.as_str()),
            (LogAction::Create2, "A course"),
            "{release}"
        );
    }
}

#[test]
fn a_failed_mail_shows_the_form_again_although_the_account_exists() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let new = is_new(release);
        let (wiki, mut client) = start(&server, Wiki::of(release).setting(Setting::MailFails));
        log_in(&mut client, new, "Admin", "adminpass12345");
        let (_, token) = form(&mut client, new);
        let email = if new { "email" } else { "wpEmail" };
        let by_mail = ("wpCreateaccountMail", "1");
        let nowhere = sign_up(&mut client, new, "Zoe", &token, &[by_mail]);
        assert!(
            nowhere.text().contains("userlogin2") && wiki.account("Zoe").is_none(),
            "{release}"
        );
        let there = [by_mail, (email, "zoe@example.org")];
        let answer = sign_up(&mut client, new, "Zoe", &token, &there).text();
        assert_eq!(
            wiki.account("Zoe").unwrap().log_action,
            LogAction::ByEmail,
            "{release}"
        );
        // From 1.27 on the failure of the mail is not reported.
        assert_eq!(answer.contains("userlogin2"), !new, "{release}: {answer}");
        assert_eq!(
            answer.contains("Error sending mail"),
            !new,
            "{release}: {answer}"
        );
    }
}

/// Up to 1.26 the page of success tells what became of the mail for the confirmation of the address.
#[test]
fn the_page_of_success_tells_of_the_mail() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let new = is_new(release);
        let email = if new { "email" } else { "wpEmail" };
        for (setting, texts) in [
            (
                Setting::MailFails,
                [
                    "could not send your confirmation mail",
                    "Mailer returned: Could not",
                ],
            ),
            (Setting::Hidden, ["A confirmation code was sent", ""]),
            (
                Setting::Japanese,
                ["確認用コードをメールでお送りしました", ""],
            ),
        ] {
            let (_, mut client) = start(&server, Wiki::of(release).setting(setting));
            let (_, token) = form(&mut client, new);
            let address = [(email, "zoe@example.org")];
            let answer = sign_up(&mut client, new, "Zoe", &token, &address).text();
            for text in texts.into_iter().filter(|text| !text.is_empty()) {
                assert_eq!(
                    answer.contains(text),
                    !new,
                    "{release} {setting:?}: {answer}"
                );
            }
        }
    }
}

/// A creator is told the name, from 1.22 on with links to the user's pages, without spaces in Japanese up to 1.21.
#[test]
fn a_creator_is_told_the_name() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let new = is_new(release);
        let linked = release >= Release::first(22);
        for (setting, plain, label) in [
            (
                Setting::Hidden,
                "user account for Zoe has been",
                "talk</a>)",
            ),
            (Setting::Japanese, "Zoeが作成されました", "トーク</a>)"),
        ] {
            let (_, mut client) = start(&server, Wiki::of(release).setting(setting));
            log_in(&mut client, new, "Admin", "adminpass12345");
            let (_, token) = form(&mut client, new);
            let answer = sign_up(&mut client, new, "Zoe", &token, &[]).text();
            assert_eq!(answer.contains(plain), !linked, "{release}: {answer}");
            assert_eq!(answer.contains(label), linked, "{release}: {answer}");
        }
    }
}

#[test]
fn a_mailer_throws_after_the_account_was_written() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let new = is_new(release);
        let email = if new { "email" } else { "wpEmail" };
        let (wiki, mut client) = start(&server, Wiki::of(release).setting(Setting::MailThrows));
        let (_, token) = form(&mut client, new);
        let address = [(email, "zoe@example.org")];
        let thrown = sign_up(&mut client, new, "Zoe", &token, &address);
        let text = thrown.text();
        assert!(text.contains("Internal error"), "{release}: {text}");
        let status = if release < Release::first(20) {
            200
        } else {
            500
        };
        assert_eq!(thrown.status, status, "{release}");
        assert!(
            !thrown.head.contains("UserName="),
            "{release}: {}",
            thrown.head
        );
        assert!(wiki.account("Zoe").is_some(), "{release}");
    }
}

#[test]
fn captchas_are_answered_in_the_form_of_every_release() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let new = is_new(release);
        let (id_field, word_field) = if new {
            ("captchaId", "captchaWord")
        } else {
            ("wpCaptchaId", "wpCaptchaWord")
        };
        for (captcha, answer) in [(Captcha::Questy, "Paris"), (Captcha::Fancy, "labword")] {
            let (wiki, mut client) = start(&server, Wiki::of(release).captcha(captcha));
            let (page, token) = form(&mut client, new);
            let id = value(&page, id_field);
            let wrong = [(id_field, id.as_str()), (word_field, "wrong")];
            let page = sign_up(&mut client, new, "Zoe", &token, &wrong).text();
            let id = value(&page, id_field);
            let right = [(id_field, id.as_str()), (word_field, answer)];
            // A taken name does not use the captcha up.
            let taken = sign_up(&mut client, new, "Admin", &token, &right);
            assert!(
                taken.text().contains("already in use"),
                "{release}: {}",
                taken.text()
            );
            let made = sign_up(&mut client, new, "Zoe", &token, &right);
            assert!(
                made.head.contains("UserName=Zoe"),
                "{release} {captcha}: {}",
                made.text()
            );
            assert!(wiki.account("Zoe").is_some());
        }
    }
}

#[test]
fn a_services_captcha_is_answered_by_the_field_of_its_script() {
    let server = Server::start().unwrap();
    for (captcha, field) in [
        (Captcha::ReCaptcha, "g-recaptcha-response"),
        (Captcha::HCaptcha, "h-captcha-response"),
        (Captcha::Turnstile, "cf-turnstile-response"),
    ] {
        let (wiki, mut client) = start(&server, Wiki::release("1.43").captcha(captcha));
        let (_, token) = form(&mut client, true);
        sign_up(
            &mut client,
            true,
            "Zoe",
            &token,
            &[("captchaWord", "labword")],
        );
        assert!(wiki.account("Zoe").is_none(), "{captcha}");
        sign_up(&mut client, true, "Zoe", &token, &[(field, "labword")]);
        assert!(wiki.account("Zoe").is_some(), "{captcha}");
    }
}

#[test]
fn a_formula_is_a_sum_up_to_1_42() {
    let server = Server::start().unwrap();
    for (release, asks) in [("1.19", true), ("1.42", true), ("1.43", false)] {
        let (wiki, mut client) = start(&server, Wiki::release(release).captcha(Captcha::Math));
        let new = is_new(release.parse().unwrap());
        let (page, token) = form(&mut client, new);
        let formula = page
            .split("alt=\"")
            .nth(1)
            .and_then(|rest| rest.split(" = \"").next());
        assert_eq!(formula.is_some(), asks, "{release}: {page}");
        let Some(formula) = formula else { continue };
        let (sign, numbers) = match formula.split_once(" + ") {
            Some(numbers) => (1, numbers),
            None => (-1, formula.split_once(" - ").expect("a sum")),
        };
        let number = |text: &str| text.parse::<i64>().expect("a number");
        let answer = (number(numbers.0) + sign * number(numbers.1)).to_string();
        let names = if new {
            ["captchaId", "captchaWord"]
        } else {
            ["wpCaptchaId", "wpCaptchaWord"]
        };
        let id = value(&page, names[0]);
        sign_up(
            &mut client,
            new,
            "Zoe",
            &token,
            &[(names[0], &id), (names[1], &answer)],
        );
        assert!(wiki.account("Zoe").is_some(), "{release}: {formula}");
    }
}

#[test]
fn the_form_is_printed_again_for_steps_after_creation() {
    let server = Server::start().unwrap();
    for release in ["1.27", "1.35", "1.43"] {
        let (wiki, mut client) = start(&server, Wiki::release(release).setting(Setting::Otp));
        let (_, token) = form(&mut client, true);
        let page = sign_up(&mut client, true, "Zoe", &token, &[]).text();
        assert_eq!(value(&page, "authAction"), "create-continue", "{release}");
        assert!(wiki.account("Zoe").is_some(), "{release}");
        let goes_on = |client: &mut Client, code: &str| {
            let form = [
                ("authAction", "create-continue"),
                ("wpCreateaccountToken", token.as_str()),
                ("otpToken", code),
                ("otpPlan", "a"),
            ];
            client
                .post("/index.php/Special:CreateAccount", &form)
                .unwrap()
        };
        let wrong = goes_on(&mut client, "000000").text();
        assert!(
            wrong.contains("Wrong code") && wrong.contains("name=\"otpToken\""),
            "{wrong}"
        );
        let right = goes_on(&mut client, "123456");
        assert!(
            right.head.contains("UserName=Zoe"),
            "{release}: {}",
            right.head
        );
    }
}

#[test]
fn missing_rights_replace_the_form() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let new = is_new(release);
        for setting in [
            Setting::NoCreate,
            Setting::Private,
            Setting::ReadOnly,
            Setting::Blocked,
        ] {
            let (wiki, mut client) = start(&server, Wiki::of(release).setting(setting));
            let title = if new {
                "Special:CreateAccount"
            } else {
                "Special:UserLogin"
            };
            let query = [("title", title), ("type", "signup")];
            let page = client.get("/index.php", &query).unwrap().text();
            let is_shown = setting == Setting::Blocked && Profile::of(release).form_before_block;
            assert_eq!(
                page.contains("userlogin2"),
                is_shown,
                "{release} {setting:?}: {page}"
            );
            let answer = sign_up(&mut client, new, "Zoe", "", &[]);
            assert!(
                !answer.text().contains("userlogin2"),
                "{release} {setting:?}"
            );
            assert!(wiki.account("Zoe").is_none(), "{release} {setting:?}");
        }
        let wiki = Wiki::of(release).setting(Setting::Disabled).throttle(1);
        let (wiki, mut client) = start(&server, wiki);
        let (_, token) = form(&mut client, new);
        sign_up(&mut client, new, "Zoe", &token, &[]);
        client.forget();
        let (_, token) = form(&mut client, new);
        let page = sign_up(&mut client, new, "Max", &token, &[]).text();
        assert!(page.contains("have created 1 account"), "{release}: {page}");
        assert_eq!(wiki.accounts().len(), 2, "{release}");
    }
}
