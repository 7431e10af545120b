//! The pages: their URLs, their heads, and their lookups.

use crate::client::{Answer, Client};
use testwiki::{Captcha, Profile, Release, RunningWiki, Server, Setting, Wiki};

fn start(server: &Server, wiki: Wiki) -> (RunningWiki, Client) {
    let running = server.add(wiki);
    let client = Client::of(&running.url());
    (running, client)
}

/// Returns a page of a new wiki, by its path on the host.
fn page(wiki: Wiki, path: &str) -> Answer {
    let server = Server::start().unwrap();
    server.add_at("", wiki);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let query: Vec<_> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    Client::of(&server.origin()).get(path, &query).unwrap()
}

/// Returns the path that a response redirects to.
fn target(answer: &Answer) -> String {
    let line = answer.head.lines();
    let line = line
        .filter_map(|line| line.strip_prefix("Location: http://"))
        .next();
    let address = line.unwrap_or_else(|| panic!("{}", answer.head));
    address[address.find('/').unwrap()..].to_owned()
}

#[test]
fn articles_are_at_every_kind_of_address() {
    let plain = || Wiki::release("1.35").script_path("/w").article("Some page");
    let short = || plain().article_path("/wiki/$1");
    let all = || plain().article_path("/$1");
    for (wiki, path, status, heading) in [
        (plain(), "/w/index.php?title=Main_Page", 200, "Main Page"),
        (plain(), "/w/index.php/Some_page", 200, "Some page"),
        (plain(), "/w/index.php?title=Nowhere", 404, "Nowhere"),
        (
            plain(),
            "/w/index.php/Special:Nowhere",
            404,
            "No such special page",
        ),
        (plain(), "/w/index.php?title=a|b", 400, "Bad title"),
        (plain(), "/wiki/Main_Page", 404, "Not Found"),
        (plain(), "/", 404, "Not Found"),
        (short(), "/wiki/Some_page", 200, "Some page"),
        (short(), "/wiki/Api.php", 404, "Api.php"),
        (short(), "/api.php", 404, "Not Found"),
        (all(), "/Some_page", 200, "Some page"),
        (all(), "/Api.php", 404, "Api.php"),
        (all(), "/Wiki/Some_page", 404, "Wiki/Some page"),
        (all(), "/w/index.php?title=Some_page", 200, "Some page"),
    ] {
        let answer = page(wiki, path);
        let text = answer.text();
        assert_eq!(answer.status, status, "{path}: {text}");
        assert!(text.contains(&format!("{heading}</h1>")), "{path}: {text}");
    }
}

#[test]
fn the_root_and_other_names_redirect_to_the_address_proper() {
    let wiki = |release: &str| Wiki::release(release).script_path("/w");
    for (wiki, path, status, to) in [
        (wiki("1.35"), "/w/", 301, "/w/index.php/Main_Page"),
        (wiki("1.16"), "/w/index.php", 301, "/w/index.php/Main_Page"),
        (
            wiki("1.35").article_path("/wiki/$1"),
            "/",
            301,
            "/wiki/Main_Page",
        ),
        (
            wiki("1.26"),
            "/w/index.php?title=Main_Page",
            301,
            "/w/index.php/Main_Page",
        ),
        (
            wiki("1.35"),
            "/w/index.php?title=main_Page",
            301,
            "/w/index.php/Main_Page",
        ),
        (
            wiki("1.35"),
            "/w/index.php?title=Special:Userlogin",
            302,
            "/w/index.php/Special:UserLogin",
        ),
        // A wrong guess at the API's location is an article.
        (
            wiki("1.35").article_path("/$1"),
            "/api.php",
            301,
            "/Api.php",
        ),
        (
            wiki("1.19"),
            "/w/index.php?title=Special:CreateAccount",
            302,
            "/w/index.php?title=Special:UserLogin&type=signup",
        ),
        (
            wiki("1.35").article_path("/wiki/$1"),
            "/w/index.php?title=Special:UserLogin&type=signup&uselang=de",
            302,
            "/w/index.php?title=Special:CreateAccount&uselang=de",
        ),
    ] {
        let answer = page(wiki, path);
        assert_eq!(
            (answer.status, target(&answer).as_str()),
            (status, to),
            "{path}"
        );
    }
}

#[test]
fn heads_link_the_api_as_in_each_release() {
    let head = |wiki: Wiki| page(wiki, "/w/index.php/Nowhere").text();
    for (release, script) in [
        ("1.16", "wgScriptPath=\"/w\",\nwgScript=\"/w/index.php\""),
        (
            "1.17",
            "mediaWiki.config.set({\"wgPageName\": \"Nowhere\", \"wgCanonicalSpecialPageName\": false, \"wgUserName\": null})",
        ),
        (
            "1.24",
            "mw.config.set({\"wgPageName\":\"Nowhere\",\"wgCanonicalSpecialPageName\":false,\"wgUserName\":null})",
        ),
        (
            "1.35",
            "RLCONF={\"wgPageName\":\"Nowhere\",\"wgCanonicalSpecialPageName\":false,\"wgUserName\":null}",
        ),
    ] {
        let text = head(Wiki::release(release).script_path("/w"));
        assert!(text.contains(script), "{release}: {text}");
        let profile = Profile::of(release.parse().unwrap());
        let links = text.contains("/w/api.php?action=rsd\"");
        assert_eq!(links, profile.rsd, "{release}: {text}");
        let loads = text.contains("/w/load.php?");
        assert_eq!(loads, profile.resource_loader, "{release}");
    }
    let wiki = |release: &str| Wiki::release(release).script_path("/w");
    let uri = |text: String| {
        let line = text.lines().find(|line| line.contains("EditURI"));
        let address = line
            .and_then(|line| line.split("href=\"").nth(1))
            .map(str::to_owned);
        address.and_then(|address| address.split('"').next().map(str::to_owned))
    };
    let relative = |release| uri(head(wiki(release).setting(Setting::ProtocolRelative))).unwrap();
    assert!(relative("1.18").starts_with("//127.0.0.1:"));
    assert!(relative("1.17").starts_with("http://"));
    assert_eq!(uri(head(wiki("1.31").setting(Setting::NoApi))), None);
    let php5 = uri(page(
        wiki("1.17").script_extension(".php5"),
        "/w/index.php5/Nowhere",
    )
    .text());
    assert!(php5.unwrap().ends_with("/w/api.php5?action=rsd"));
}

#[test]
fn an_api_is_switched_off_by_a_setting_or_by_the_web_server() {
    for (release, setting, status, told) in [
        ("1.17", Setting::NoApi, 200, false),
        ("1.31", Setting::NoApi, 500, false),
        ("1.32", Setting::NoApi, 403, true),
        ("1.24", Setting::ApiMissing, 404, true),
    ] {
        let wiki = || Wiki::release(release).setting(setting);
        assert_eq!(
            page(wiki(), "/api.php?action=query").status,
            status,
            "{release}"
        );
        let article = page(wiki(), "/index.php/Main_Page").text();
        assert_eq!(article.contains("EditURI"), told, "{release}");
    }
}

#[test]
fn accounts_are_listed_from_a_name_on() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let wiki = Wiki::of(release).account("Zoe", "Correct-horse-7");
        let (_wiki, mut client) = start(&server, wiki);
        let mut list = |name: &str, limit: &str| {
            let query = [
                ("title", "Special:ListUsers"),
                ("username", name),
                ("limit", limit),
            ];
            client.get("/index.php", &query).unwrap().text()
        };
        assert!(list("zoe", "1").contains("title=\"User:Zoe (page does not exist)\""));
        let first = list("", "1");
        assert!(
            first.contains("User:Admin") && !first.contains("User:Zoe"),
            "{release}"
        );
        assert!(list("Zof", "1").contains("No user found."), "{release}");
    }
    let closed = Wiki::release("1.19").setting(Setting::Private);
    let text = page(closed, "/index.php?title=Special:ListUsers&username=Admin").text();
    assert!(
        text.contains("Login required") && !text.contains("User:Admin"),
        "{text}"
    );
}

#[test]
fn a_captchas_image_is_shown_on_every_release() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let wiki = Wiki::of(release).captcha(Captcha::Fancy);
        let (wiki, mut client) = start(&server, wiki);
        let title = if Profile::of(release).auth_manager {
            "Special:CreateAccount"
        } else {
            "Special:UserLogin"
        };
        let query = [("title", title), ("type", "signup")];
        let text = client.get("/index.php", &query).unwrap().text();
        let source = text
            .split("title=Special:Captcha/image&amp;wpCaptchaId=")
            .nth(1);
        let id = source
            .and_then(|rest| rest.split('"').next())
            .expect("an image");
        let query = [("title", "Special:Captcha/image"), ("wpCaptchaId", id)];
        let image = client.get("/index.php", &query).unwrap();
        assert!(image.body.starts_with(b"\x89PNG"), "{release}");
        let mut other = Client::of(&wiki.url());
        assert_eq!(
            other.get("/index.php", &query).unwrap().status,
            400,
            "{release}"
        );
    }
}
