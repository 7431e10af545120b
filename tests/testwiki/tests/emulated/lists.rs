//! Lists of users and of the log on releases that no real wiki is compared with. The facts are from MediaWiki's source.

use serde_json::{Value, json};
use testwiki::{Server, Wiki};

use crate::{client::Client, forms};

fn query(release: &str, accounts: &[&str], query: &[(&str, &str)]) -> Value {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release(release));
    let mut client = Client::of(&wiki.url());
    for name in accounts {
        let mut form = vec![
            ("action", "createaccount"),
            ("name", name),
            ("password", "Correct-horse-7"),
        ];
        let first = client.api(&form);
        let token = first["createaccount"]["token"].as_str().unwrap().to_owned();
        form.push(("token", &token));
        client.api(&form);
    }
    let query = [query, &[("action", "query"), ("format", "json")]].concat();
    client.get("/api.php", &query).unwrap().json()
}

#[test]
fn lists_go_on_by_query_continue_until_1_25() {
    let list = [("list", "allusers"), ("aulimit", "1")];
    for release in ["1.22", "1.25"] {
        let answer = query(release, &["Zoe"], &list);
        assert_eq!(
            answer["query-continue"],
            json!({"allusers": {"aufrom": "Zoe"}}),
            "{answer}"
        );
        assert_eq!(
            (&answer["continue"], &answer["batchcomplete"]),
            (&Value::Null, &Value::Null)
        );
        let answer = query(
            release,
            &["Zoe"],
            &[&list[..], &[("continue", "")]].concat(),
        );
        assert_eq!(
            answer["continue"],
            json!({"aufrom": "Zoe", "continue": "-||"}),
            "{answer}"
        );
    }
    let answer = query("1.26", &["Zoe"], &list);
    assert_eq!(
        answer["continue"],
        json!({"aufrom": "Zoe", "continue": "-||"}),
        "{answer}"
    );
}

#[test]
fn users_have_ids_from_1_17_on_and_as_numbers_from_1_25_on() {
    for (release, user) in [
        ("1.16", json!({"name": "Admin"})),
        ("1.17", json!({"userid": "1", "name": "Admin"})),
        ("1.25", json!({"userid": 1, "name": "Admin"})),
    ] {
        let answer = query(release, &[], &[("list", "allusers")]);
        assert_eq!(answer["query"]["allusers"], json!([user]), "{release}");
    }
}

#[test]
fn an_entry_of_the_log_has_its_parameters_in_the_form_of_the_release() {
    let list = [
        ("list", "logevents"),
        ("letype", "newusers"),
        ("leprop", "details|title|user"),
    ];
    for (release, entry) in [
        (
            "1.21",
            json!({"ns": 2, "title": "User:Zoe", "userid": 2, "user": "Zoe"}),
        ),
        (
            "1.26",
            json!({"ns": 2, "title": "User:Zoe", "params": {"userid": 2}, "user": "Zoe"}),
        ),
    ] {
        let answer = query(release, &["Zoe"], &list);
        assert_eq!(answer["query"]["logevents"], json!([entry]), "{release}");
    }
}

/// The API of these releases cannot create accounts; the form can.
#[test]
fn an_entry_up_to_1_20_has_its_parameter_by_index() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.16"));
    let mut client = Client::of(&wiki.url());
    let (_, token) = forms::form(&mut client, false);
    forms::sign_up(&mut client, false, "Zoe", &token, &[]);
    let list = [
        ("action", "query"),
        ("list", "logevents"),
        ("leprop", "details|type"),
    ];
    let json = client
        .get("/api.php", &[&list[..], &[("format", "json")]].concat())
        .unwrap();
    let entry = json!({"0": "2", "type": "newusers", "action": "create"});
    assert_eq!(json.json()["query"]["logevents"], json!([entry]));
    let xml = client
        .get("/api.php", &[&list[..], &[("format", "xml")]].concat())
        .unwrap();
    let item =
        "<item type=\"newusers\" action=\"create\"><param xml:space=\"preserve\">2</param></item>";
    assert!(xml.text().contains(item), "{}", xml.text());
}
