//! Limits of creations and of values, and locks for a time.

use std::time::{Duration, SystemTime};

use testwiki::{RunningWiki, Server, Wiki};

use crate::client::Client;

/// Creates an account as a visitor, and returns the code of a refusal.
fn create(running: &RunningWiki, name: &str) -> Option<String> {
    let mut client = Client::of(&running.url());
    let query = [
        ("action", "query"),
        ("meta", "tokens"),
        ("type", "createaccount"),
    ];
    let tokens = client.api(&query);
    let answer = if tokens["query"]["tokens"]["createaccounttoken"].is_string() {
        client.create(name, &[])
    } else {
        let mut form = vec![
            ("action", "createaccount"),
            ("name", name),
            ("password", "Correct-horse-7"),
        ];
        let first = client.api(&form);
        let token = first["createaccount"]["token"].as_str();
        form.push(("token", token.unwrap_or_default()));
        client.api(&form)
    };
    let code = answer["createaccount"]["messagecode"].as_str();
    let code = code.or(answer["error"]["code"].as_str());
    code.map(str::to_owned)
}

const HIT: &str = "acct_creation_throttle_hit";

/// The window begins with the first account that counts, and a refused one does not prolong it.
#[test]
fn a_throttle_opens_again_by_the_wikis_clock() {
    let server = Server::start().unwrap();
    for (release, period) in [("1.26", 86_400), ("1.29", 3600), ("1.43", 3600)] {
        let wiki = Wiki::release(release).throttle(2).throttle_period(3600);
        let running = server.add(wiki);
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let after = |seconds| running.set_time(start + Duration::from_secs(seconds));
        after(0);
        assert_eq!(create(&running, "A"), None, "{release}");
        after(period - 1);
        assert_eq!(create(&running, "B"), None, "{release}");
        assert_eq!(create(&running, "C").as_deref(), Some(HIT), "{release}");
        after(period);
        assert_eq!(create(&running, "D"), None, "{release}");
        assert_eq!(create(&running, "E"), None, "{release}");
        assert_eq!(create(&running, "F").as_deref(), Some(HIT), "{release}");
        assert_eq!(running.accounts().len(), 5, "{release}");
    }
}

/// Of `$wgRateLimits` from 1.41 on; a dry run counts too.
#[test]
fn begun_creations_are_limited() {
    let server = Server::start().unwrap();
    let running = server.add(Wiki::release("1.43").creation_rate(2, 60));
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    running.set_time(start);
    assert_eq!(create(&running, "10.0.0.1").as_deref(), Some("invaliduser"));
    assert_eq!(create(&running, "A"), None);
    assert_eq!(create(&running, "B").as_deref(), Some("ratelimited"));
    running.set_time(start + Duration::from_secs(60));
    assert_eq!(create(&running, "B"), None);
    let running = server.add(Wiki::release("1.39").creation_rate(1, 60));
    assert_eq!(create(&running, "A"), None);
    assert_eq!(create(&running, "B"), None);
}

#[test]
fn a_wiki_is_read_only_for_a_time() {
    let server = Server::start().unwrap();
    for release in ["1.26", "1.43"] {
        let running = server.add(Wiki::release(release));
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        running.set_time(start);
        running.make_read_only_for(30, "Maintenance");
        assert_eq!(
            create(&running, "A").as_deref(),
            Some("readonly"),
            "{release}"
        );
        running.set_time(start + Duration::from_secs(30));
        assert_eq!(create(&running, "A"), None, "{release}");
    }
}

/// 50 values for everybody, and 500 with `apihighlimits`.
#[test]
fn too_many_names() {
    let server = Server::start().unwrap();
    let names: Vec<String> = (0..51).map(|number| format!("N{number}")).collect();
    let names = names.join("|");
    for (release, code) in [
        ("1.16", None),
        ("1.28", None),
        ("1.34", Some("too-many-ususers")),
        ("1.43", Some("toomanyvalues")),
    ] {
        let running = server.add(Wiki::release(release));
        let mut client = Client::of(&running.url());
        let query = [
            ("action", "query"),
            ("list", "users"),
            ("ususers", names.as_str()),
            ("format", "json"),
        ];
        let answer = client.get("/api.php", &query).unwrap().json();
        assert_eq!(answer["error"]["code"].as_str(), code, "{release}");
        if code.is_none() {
            let listed = answer["query"]["users"].as_array().unwrap();
            assert_eq!(listed.len(), 50, "{release}");
            let warning = answer["warnings"]["users"].to_string();
            assert!(warning.contains("the limit is 50"), "{release}: {warning}");
        }
    }
}
