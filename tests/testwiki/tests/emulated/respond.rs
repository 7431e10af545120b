//! Requests that are executed in process.

use std::thread;

use testwiki::{Fault, HttpResponse, RunningWiki, Setting, When, Wiki};

fn header<'a>(response: &'a HttpResponse, name: &str) -> Option<&'a str> {
    let mut headers = response.headers.iter();
    headers
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
}

/// Sends a legacy creation.
fn create(wiki: &RunningWiki, name: &str, token: &str, cookie: &str) -> HttpResponse {
    let body = format!(
        "action=createaccount&format=json&name={name}&password=Correct-horse-7&token={token}"
    );
    let cookie = [("Cookie".to_owned(), cookie.to_owned())];
    wiki.respond("POST", &wiki.api(), &cookie, body.as_bytes())
}

fn value<'a>(text: &'a str, before: &str, end: char) -> &'a str {
    let (_, value) = text.split_once(before).expect(before);
    value.split(end).next().unwrap_or_default()
}

#[test]
fn conversations_need_no_server_and_several_threads_may_make_them() {
    let wiki = RunningWiki::without_server(Wiki::release("1.26"));
    // Faults belong to connections.
    wiki.fault(Fault::ServerError, When::next().always());
    thread::scope(|scope| {
        for number in 0..4 {
            let wiki = &wiki;
            scope.spawn(move || {
                let name = format!("Zoe{number}");
                let asked = create(wiki, &name, "", "");
                let cookie = value(header(&asked, "Set-Cookie").unwrap(), "", ';');
                let body = String::from_utf8(asked.body.clone()).unwrap();
                let token = value(&body, "\"token\":\"", '"');
                let created = create(wiki, &name, token, cookie);
                assert_eq!(created.status, 200);
                assert!(header(&created, "Date").is_some());
                assert!(String::from_utf8_lossy(&created.body).contains("Success"));
            });
        }
    });
    assert_eq!(wiki.accounts().len(), 5);
    assert_eq!(wiki.requests("createaccount"), 8);
}

#[test]
fn a_gateway_answers_instead_of_the_wiki() {
    let page = RunningWiki::without_server(Wiki::release("1.43"));
    let gateway = Wiki::release("1.43").setting(Setting::Gateway);
    let gateway = RunningWiki::without_server(gateway.proxy_date(7));
    gateway.set_time(std::time::UNIX_EPOCH);
    for fault in [
        Fault::BadGateway,
        Fault::GatewayTimeout,
        Fault::RetryLater(503, 4),
    ] {
        let as_page = page.gateway_answer(&fault).unwrap();
        let as_json = gateway.gateway_answer(&fault).unwrap();
        assert_eq!(as_page.status, as_json.status);
        assert_eq!((as_page.body[0], as_json.body[0]), (b'<', b'{'));
        let date = header(&as_json, "Date");
        assert_eq!(date, Some("Thu, 01 Jan 1970 00:00:07 GMT"));
    }
    assert_eq!(page.gateway_answer(&Fault::ReadOnly), None);
    assert_eq!(page.all_requests(), 0);
}

#[test]
fn targets_are_paths_or_urls() {
    let wiki = RunningWiki::without_server(Wiki::release("1.43").setting(Setting::Https));
    for (target, status) in [
        ("/api.php?action=query&format=json", 301),
        ("https://wiki.example/api.php?action=query&format=json", 200),
    ] {
        assert_eq!(wiki.respond("GET", target, &[], b"").status, status);
    }
}

#[test]
fn the_wiki_changes_on_demand() {
    let wiki = RunningWiki::without_server(Wiki::release("1.26"));
    let asked = create(&wiki, "Zoe", "", "");
    let cookie = value(header(&asked, "Set-Cookie").unwrap(), "", ';');
    let body = String::from_utf8(asked.body.clone()).unwrap();
    let token = value(&body, "\"token\":\"", '"');
    wiki.forget_tokens();
    let again = create(&wiki, "Zoe", token, cookie);
    assert!(String::from_utf8_lossy(&again.body).contains("NeedToken"));
    wiki.require_login_to_read();
    let query = "/api.php?action=query&list=users&ususers=Zoe&format=json";
    let error =
        |response: HttpResponse| header(&response, "MediaWiki-API-Error").map(str::to_owned);
    let denied = wiki.respond("GET", query, &[], b"");
    assert_eq!(error(denied).as_deref(), Some("readapidenied"));
    wiki.make_read_only("Maintenance");
    assert_eq!(
        error(create(&wiki, "Zoe", "", "")).as_deref(),
        Some("readonly")
    );
}

/// MediaWiki sends the header since 1.9, in every format.
#[test]
fn errors_of_the_api_carry_their_header() {
    for release in ["1.16", "1.21", "1.26", "1.28", "1.35", "1.46"] {
        let wiki = Wiki::release(release).setting(Setting::Private);
        let wiki = RunningWiki::without_server(wiki);
        for format in ["json", "xml", "none"] {
            let query = format!("/api.php?action=query&list=users&ususers=Zoe&format={format}");
            let denied = wiki.respond("GET", &query, &[], b"");
            let code = header(&denied, "MediaWiki-API-Error");
            assert_eq!(code, Some("readapidenied"), "{release}, {format}");
        }
    }
}

#[test]
fn a_fault_is_of_one_request_in_process() {
    let wiki = RunningWiki::without_server(Wiki::release("1.26"));
    let post = |fault: Option<&Fault>| {
        let body = b"action=createaccount&format=json&name=Zoe";
        let answer = wiki.respond_under(fault, "POST", &wiki.api(), &[], body);
        String::from_utf8(answer.body).unwrap()
    };
    for (fault, code) in [
        (Fault::RateLimited, "ratelimited"),
        (Fault::ReadOnly, "readonly"),
        (Fault::MaxLag(7), "maxlag"),
    ] {
        let refused = post(Some(&fault));
        assert!(
            refused.contains(&format!("\"code\":\"{code}\"")),
            "{refused}"
        );
        let answered = post(None);
        assert!(answered.contains("NeedToken"), "{answered}");
    }
}
