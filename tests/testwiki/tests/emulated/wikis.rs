//! Behaviour that no recording has: every release, every setting, and the lookups of accounts.

use crate::client::Client;
use testwiki::{Captcha, LogAction, Profile, Release, Server, Setting, Wiki};

fn start(server: &Server, wiki: Wiki) -> (testwiki::RunningWiki, Client) {
    let running = server.add(wiki);
    let client = Client::of(&running.url());
    (running, client)
}

/// Returns the value of an attribute of the first element that has another attribute.
fn attribute(page: &str, element: &str, name: &str) -> String {
    let after = page.split(element).nth(1).expect(element);
    let value = after.split(&format!("{name}=\"")).nth(1).expect(name);
    value.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn an_account_can_be_made_on_every_release() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let profile = Profile::of(release);
        let (wiki, mut client) = start(&server, Wiki::of(release));
        for format in ["json", "xml"] {
            let name = format!("Zoe {format}");
            if profile.auth_manager {
                let answer = client.create(&name, &[]);
                assert_eq!(
                    answer["createaccount"]["status"], "PASS",
                    "{release}: {answer}"
                );
            } else if profile.legacy_api {
                let form = [
                    ("action", "createaccount"),
                    ("name", &name),
                    ("password", "Correct-horse-7"),
                    ("format", format),
                ];
                let answer = client.post("/api.php", &form).unwrap().text();
                let token = answer
                    .split("token\":\"")
                    .nth(1)
                    .or_else(|| answer.split("token=\"").nth(1));
                let token = token
                    .and_then(|rest| rest.split('"').next())
                    .expect("a token");
                let with_token = [&form[..], &[("token", token)]].concat();
                let answer = client.post("/api.php", &with_token).unwrap().text();
                assert!(
                    answer.to_lowercase().contains("success"),
                    "{release}: {answer}"
                );
            } else {
                let signup = [("title", "Special:UserLogin"), ("type", "signup")];
                client.forget();
                let page = client.get("/index.php", &signup).unwrap().text();
                let token = attribute(&page, "name=\"wpCreateaccountToken\"", "value");
                let form = [
                    ("wpName", name.as_str()),
                    ("wpPassword", "Correct-horse-7"),
                    ("wpRetype", "Correct-horse-7"),
                    ("wpCreateaccount", "1"),
                    ("wpCreateaccountToken", &token),
                ];
                let target = "/index.php?title=Special:UserLogin&action=submitlogin&type=signup";
                let page = client.post(target, &form).unwrap();
                assert!(
                    page.head.contains("UserName=Zoe"),
                    "{release}: {}",
                    page.head
                );
            }
            let account = wiki.account(&name).unwrap_or_else(|| panic!("{release}"));
            assert_eq!(
                (account.log_action, account.password.as_str()),
                (LogAction::Create, "Correct-horse-7")
            );
        }
        let page = client.get("/index.php/Main_Page", &[]).unwrap().text();
        assert!(page.contains(&format!("MediaWiki {release}")), "{page}");
    }
}

/// Creates an account through the API of 1.21 to 1.26. Returns the result, or the error's code.
fn create_legacy(client: &mut Client, name: &str, more: &[(&str, &str)]) -> String {
    let form = [
        ("action", "createaccount"),
        ("name", name),
        ("password", "Correct-horse-7"),
        ("format", "json"),
    ];
    let form = [&form[..], more].concat();
    let answer = client.api(&form);
    let Some(token) = answer["createaccount"]["token"].as_str() else {
        return answer["error"]["code"].as_str().unwrap().to_owned();
    };
    let answer = client.api(&[&form[..], &[("token", token)]].concat());
    let member = answer["createaccount"]["result"].as_str();
    let member = member.or(answer["error"]["code"].as_str());
    member.unwrap().to_lowercase()
}

#[test]
fn a_domain_needs_a_plug_in_up_to_1_26() {
    let server = Server::start().unwrap();
    for release in Release::all().filter(|release| Profile::of(*release).legacy_api) {
        let (_, mut client) = start(&server, Wiki::of(release));
        for (domain, result) in [("corp", "wrongpassword"), ("local", "success")] {
            let made = create_legacy(&mut client, "Zoe", &[("domain", domain)]);
            assert_eq!(made, result, "{release} {domain}");
        }
        let (_, mut client) = start(&server, Wiki::of(release).setting(Setting::Domain));
        let signup = [("title", "Special:UserLogin"), ("type", "signup")];
        let page = client.get("/index.php", &signup).unwrap().text();
        assert!(page.contains("<select name=\"wpDomain\">"), "{page}");
        for (domain, result) in [
            ("moon", "wrongpassword"),
            ("closed", "externaldberror"),
            ("lab", "success"),
        ] {
            let made = create_legacy(&mut client, "Zoe", &[("domain", domain)]);
            assert_eq!(made, result, "{release} {domain}");
        }
    }
}

#[test]
fn a_domain_is_a_field_from_1_27_on() {
    let server = Server::start().unwrap();
    let (wiki, mut client) = start(&server, Wiki::release("1.39").setting(Setting::Domain));
    for (domain, status) in [("moon", "FAIL"), ("closed", "FAIL"), ("lab", "PASS")] {
        let answer = client.create("Zoe", &[("domain", domain)]);
        assert_eq!(answer["createaccount"]["status"], status, "{answer}");
    }
    assert!(wiki.account("Zoe").is_some());
}

#[test]
fn a_language_is_kept_from_1_22_on_or_if_the_form_offers_it() {
    let server = Server::start().unwrap();
    for release in Release::all().filter(|release| Profile::of(*release).legacy_api) {
        for offered in [false, true] {
            let wiki = Wiki::of(release);
            let wiki = if offered {
                wiki.setting(Setting::Languages)
            } else {
                wiki
            };
            let (wiki, mut client) = start(&server, wiki);
            let signup = [("title", "Special:UserLogin"), ("type", "signup")];
            let page = client.get("/index.php", &signup).unwrap().text();
            assert_eq!(page.contains("id=\"languagelinks\""), offered, "{page}");
            let made = create_legacy(&mut client, "Zoe", &[("language", "de")]);
            assert_eq!(made, "success", "{release}");
            let kept = offered || Profile::of(release).language_checked;
            let language = if kept { "de" } else { "en" };
            assert_eq!(wiki.account("Zoe").unwrap().language, language, "{release}");
        }
    }
}

#[test]
fn accounts_can_be_looked_up() {
    let server = Server::start().unwrap();
    let (wiki, mut client) = start(&server, Wiki::release("1.39"));
    let token = client.token("login");
    let login = [
        ("action", "clientlogin"),
        ("username", "Admin"),
        ("password", "adminpass12345"),
        ("logintoken", &token),
        ("loginreturnurl", "http://localhost/"),
    ];
    assert_eq!(client.api(&login)["clientlogin"]["status"], "PASS");
    let more = [
        ("email", "zoe@example.org"),
        ("realname", "Zoe Z."),
        ("reason", "A course"),
        ("mailpassword", "1"),
        ("uselang", "de"),
    ];
    assert_eq!(
        client.create("zoe_b", &more)["createaccount"]["username"],
        "Zoe b"
    );
    let account = wiki.account("Zoe b").unwrap();
    assert_eq!(
        (account.log_action, account.creator.as_deref()),
        (LogAction::ByEmail, Some("Admin"))
    );
    let told = (
        account.email.as_str(),
        account.real_name.as_str(),
        account.language.as_str(),
        account.reason.as_str(),
    );
    assert_eq!(told, ("zoe@example.org", "Zoe Z.", "de", "A course"));
    let mails = wiki.mails();
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "zoe@example.org"));
    assert!(mails[0].text.contains(&account.password));
    assert_eq!(
        (wiki.requests("clientlogin"), wiki.requests("createaccount")),
        (1, 1)
    );
    assert_eq!(wiki.all_requests(), 4);
}

#[test]
fn a_dry_run_drops_only_a_creation_without_an_account() {
    let server = Server::start().unwrap();
    let (wiki, mut client) = start(&server, Wiki::release("1.43").setting(Setting::Terms));
    assert_eq!(client.create("Zoe", &[])["createaccount"]["status"], "UI");
    assert!(wiki.account("Zoe").is_none());
    let dry = |client: &mut Client, name: &str| {
        client.create(name, &[("email", "@")])["createaccount"]["messagecode"].clone()
    };
    assert_eq!(dry(&mut client, "Admin"), "userexists");
    assert_eq!(dry(&mut client, "a|b"), "invaliduser");
    let agree = |client: &mut Client| {
        let token = client.token("createaccount");
        client.api(&[
            ("action", "createaccount"),
            ("createcontinue", "1"),
            ("createtoken", &token),
            ("termsAgree", "1"),
        ])
    };
    assert_eq!(agree(&mut client)["createaccount"]["status"], "PASS");
    assert_eq!(client.create("Max", &[])["createaccount"]["status"], "UI");
    assert_eq!(dry(&mut client, "Max"), "invalidemailaddress");
    assert_eq!(
        agree(&mut client)["createaccount"]["messagecode"],
        "authmanager-create-not-in-progress"
    );
    assert!(wiki.account("Max").is_none());
}

#[test]
fn a_crash_after_creation_rolls_the_account_back() {
    let server = Server::start().unwrap();
    let (wiki, mut client) = start(&server, Wiki::release("1.43").setting(Setting::Crash));
    assert_eq!(
        client.create("Zoe", &[])["error"]["code"],
        "internal_api_error_DomainException"
    );
    assert!(wiki.account("Zoe").is_none());
}

#[test]
fn callers_are_identified_by_tokens_bot_passwords_and_http() {
    let server = Server::start().unwrap();
    let wiki = Wiki::release("1.43")
        .setting(Setting::Private)
        .setting(Setting::Basic)
        .script_path("/w")
        .bearer("secret", "Admin")
        .bot_password("Admin@lab", "bot-secret");
    let (wiki, mut client) = start(&server, wiki);
    assert!(wiki.api().ends_with("/w/api.php"));
    assert_eq!(client.get("/api.php", &[]).unwrap().status, 401);
    client.headers = vec![("Authorization", "Basic bGFiOmxhYg==".to_owned())];
    assert_eq!(
        client.create("Zoe", &[])["createaccount"]["messagecode"],
        "permissiondenied"
    );
    let token = client.token("login");
    let login = [
        ("action", "login"),
        ("lgname", "Admin@lab"),
        ("lgpassword", "bot-secret"),
        ("lgtoken", &token),
    ];
    assert_eq!(client.api(&login)["login"]["result"], "Success");
    assert_eq!(client.create("Zoe", &[])["createaccount"]["status"], "PASS");

    let (open, mut bearer) = start(
        &server,
        Wiki::release("1.43")
            .setting(Setting::NoCreate)
            .bearer("secret", "Admin"),
    );
    bearer.headers = vec![("Authorization", "Bearer secret".to_owned())];
    assert_eq!(bearer.create("Max", &[])["createaccount"]["status"], "PASS");
    assert_eq!(
        open.account("Max").unwrap().creator.as_deref(),
        Some("Admin")
    );
}

#[test]
fn everything_can_be_redirected() {
    let server = Server::start().unwrap();
    let (_wiki, mut client) = start(
        &server,
        Wiki::release("1.43").redirect("https://wiki.example"),
    );
    let answer = client.get("/api.php", &[("action", "query")]).unwrap();
    assert_eq!(answer.status, 301);
    assert!(
        answer
            .head
            .contains("Location: https://wiki.example/wiki1/api.php?action=query"),
        "{}",
        answer.head
    );
}

#[test]
fn newer_captchas_are_answered_by_their_token() {
    let server = Server::start().unwrap();
    for captcha in [Captcha::ReCaptcha, Captcha::HCaptcha, Captcha::Turnstile] {
        let (_wiki, mut client) = start(&server, Wiki::release("1.43").captcha(captcha));
        let wrong = client.create("Zoe", &[("captchaWord", "x")]);
        assert_eq!(
            wrong["createaccount"]["messagecode"], "captcha-createaccount-fail",
            "{captcha}"
        );
        let right = client.create("Zoe", &[("captchaWord", "labword")]);
        assert_eq!(right["createaccount"]["status"], "PASS", "{captcha}");
    }
}
