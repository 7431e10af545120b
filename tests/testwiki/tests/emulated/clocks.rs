//! The wiki's clock, and that of a proxy in front of it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use testwiki::{RunningWiki, Server, Setting, Wiki};

use crate::client::{Answer, Client};

/// 22 November 2026, 05:30:29.
const MOMENT: u64 = 1_795_325_429;

fn start(server: &Server, wiki: Wiki) -> (RunningWiki, Client) {
    let running = server.add(wiki);
    let client = Client::of(&running.url());
    (running, client)
}

fn times(client: &mut Client) -> Answer {
    let query = [
        ("action", "query"),
        ("meta", "siteinfo"),
        ("list", "users"),
        ("ususers", "Admin|Zoe|Max"),
        ("usprop", "registration"),
        ("curtimestamp", "1"),
        ("format", "json"),
        ("formatversion", "2"),
    ];
    client.get("/api.php", &query).unwrap()
}

fn date(answer: &Answer) -> &str {
    let date = answer.head.lines().find_map(|it| it.strip_prefix("Date: "));
    date.expect("a date")
}

#[test]
fn all_times_are_by_the_wikis_clock() {
    let server = Server::start().unwrap();
    let (wiki, mut client) = start(&server, Wiki::release("1.39").proxy_date(0));
    wiki.set_time(UNIX_EPOCH + Duration::from_millis(MOMENT * 1000 + 999));
    wiki.install("Zoe", "Correct-horse-7");
    let earlier = UNIX_EPOCH + Duration::from_millis((MOMENT - 29) * 1000 + 500);
    wiki.install_at("Max", "Correct-horse-7", earlier);
    let answer = times(&mut client);
    assert_eq!(date(&answer), "Sun, 22 Nov 2026 05:30:29 GMT");
    let json = answer.json();
    assert_eq!(json["curtimestamp"], "2026-11-22T05:30:29Z");
    assert_eq!(json["query"]["general"]["time"], "2026-11-22T05:30:29Z");
    let users = &json["query"]["users"];
    assert_eq!(users[1]["registration"], "2026-11-22T05:30:29Z");
    assert_eq!(users[2]["registration"], "2026-11-22T05:30:00Z");
    assert_eq!(client.create("Ann", &[])["createaccount"]["status"], "PASS");
    assert_eq!(wiki.account("Ann").unwrap().registered, MOMENT);

    let token = client.token("login");
    let login = [
        ("action", "login"),
        ("lgname", "Zoe"),
        ("lgpassword", "Correct-horse-7"),
        ("lgtoken", &token),
    ];
    let answer = client.post("/api.php", &login).unwrap();
    // 180 days later.
    let expires = "expires=Fri, 21-May-2027 05:30:29 GMT";
    assert!(answer.head.contains(expires), "{}", answer.head);
    let list = client.get("/index.php", &[("title", "Special:ListUsers")]);
    let list = list.unwrap().text();
    assert!(
        list.contains("(Created on 22 November 2026 at 05:30)"),
        "{list}"
    );
}

#[test]
fn the_first_accounts_are_a_year_old() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").account("Zoe", "Correct-horse-7"));
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    for account in wiki.accounts() {
        let age = now - account.registered;
        assert!((31_535_999..31_536_060).contains(&age), "{account:?}");
    }
}

#[test]
fn a_wikis_clock_and_a_proxys_can_be_apart() {
    let server = Server::start().unwrap();
    for (apart, shown) in [
        (-300, "Sun, 22 Nov 2026 05:25:29 GMT"),
        (31, "Sun, 22 Nov 2026 05:31:00 GMT"),
    ] {
        let (wiki, mut client) = start(&server, Wiki::release("1.43").proxy_date(apart));
        wiki.set_time(UNIX_EPOCH + Duration::from_secs(MOMENT));
        let answer = times(&mut client);
        assert_eq!(date(&answer), shown);
        assert_eq!(answer.json()["curtimestamp"], "2026-11-22T05:30:29Z");
    }
    // Without a proxy, `Date` is by this machine's clock.
    let (wiki, mut client) = start(&server, Wiki::release("1.43").clock(-86_400));
    let answer = times(&mut client);
    let day = date(&answer).split(' ').nth(1).unwrap();
    let time = answer.json()["curtimestamp"].clone();
    assert_ne!(&time.as_str().unwrap()[8..10], day, "a day apart");
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    wiki.install("Zoe", "Correct-horse-7");
    let apart = now - wiki.account("Zoe").unwrap().registered;
    assert!((86_399..86_460).contains(&apart), "{apart}");
}

#[test]
fn errors_carry_the_time_from_1_29_on() {
    let server = Server::start().unwrap();
    for (release, in_errors, in_results) in [
        ("1.23", false, false),
        ("1.28", false, true),
        ("1.29", true, true),
    ] {
        let (_wiki, mut client) = start(&server, Wiki::release(release).setting(Setting::Private));
        let query = |meta| {
            [
                ("action", "query"),
                ("meta", meta),
                ("curtimestamp", "1"),
                ("format", "json"),
            ]
        };
        let has_time = |answer: Answer| answer.json().get("curtimestamp").is_some();
        let answer = client.get("/api.php", &query("siteinfo")).unwrap();
        assert_eq!(has_time(answer), in_errors, "{release}");
        if in_results {
            let answer = client.get("/api.php", &query("tokens")).unwrap();
            assert!(has_time(answer), "{release}");
        }
    }
}
