//! Finding api.php from other addresses of a wiki.

use serde_json::json;
use support::raw_server::{Act, Asked, RawServer};

use crate::support::*;

/// A wiki that shows an article at every address except that of api.php.
fn wiki_with_pages() -> Wiki {
    Wiki::new(|request| {
        if !request.target.starts_with("/w/api.php") {
            Response::Page(
                "<html><head><meta name=\"generator\" content=\"MediaWiki 1.43.3\">\
                 <link rel=\"EditURI\" href=\"/w/api.php?action=rsd\"></head>",
            )
        } else if request.creates() {
            pass(request)
        } else if request.form.contains_key("lgname") && request.form.contains_key("lgtoken") {
            Response::Json(json!({"login": {"result": "Success", "lgusername": "Teacher"}}))
        } else if request.method == "POST" {
            Response::Json(json!({"login": {"result": "NeedToken", "token": "t0ken"}}))
        } else {
            auth_manager_info(&[])
        }
    })
}

fn found(wiki: &Wiki) -> String {
    format!("mwaccount: the wiki's api.php is {}", wiki.api())
}

fn run(command: &str, address: &str, args: &[&str]) -> RunResult {
    let what = [command, address, "--name", "Zoe Example"];
    run_with(mwaccount(&[&what, args].concat()), &format!("{PASSWORD}\n"))
}

#[test]
fn create_finds_api_php_from_a_page() {
    let wiki = wiki_with_pages();
    for address in [
        "/wiki/Some_page?action=history",
        "/w/index.php?title=A",
        "/",
    ] {
        let address = format!("http://{}{address}", wiki.address);
        let result = run("create", &address, &["--password-stdin", "--json"]);
        assert_eq!(result.status, 0, "{result:?}");
        assert_eq!(result.err.lines().next(), Some(found(&wiki).as_str()));
        assert_eq!(result.json()["wiki"]["api_url"], wiki.api());
    }
    let result = run("create", &wiki.api(), &["--password-stdin"]);
    assert_eq!((result.status, result.err.as_str()), (0, ""), "{result:?}");
}

#[test]
fn probe_and_login_find_api_php_from_a_page() {
    let wiki = wiki_with_pages();
    let address = format!("http://{}/wiki/A", wiki.address);
    let result = run("probe", &address, &[]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.err.trim_end(), found(&wiki));
    assert!(
        result.out.contains(&format!("{}\n", wiki.api())),
        "{result:?}"
    );

    let folder = tempfile::tempdir().unwrap();
    let password = folder.path().join("password");
    // As MediaWiki generates them for bots.
    std::fs::write(&password, "labbotpassword1234567890abcdefgh").unwrap();
    let password = password.to_str().unwrap();
    let login = ["--login", "Teacher@bot", "--login-password-file", password];
    let args = [&login[..], &["--password-stdin", "--json"]].concat();
    let result = run("create", &address, &args);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(
        result
            .err
            .lines()
            .filter(|line| *line == found(&wiki))
            .count(),
        1
    );
    let posts = wiki
        .requests()
        .into_iter()
        .filter(|request| request.method == "POST");
    assert!(posts.into_iter().all(|post| post.target == "/w/api.php"));
}

#[test]
fn not_a_wiki_error_contains_the_address() {
    let blog = Wiki::new(|_| Response::Page("<html><h1>My blog</h1>"));
    let address = format!("http://{}/about", blog.address);
    let result = run("create", &address, &["--password-stdin", "--json"]);
    assert_eq!(result.status, 5, "{result:?}");
    let json = result.assert_hides(PASSWORD).json();
    assert_eq!(json["reason"], "not-a-wiki");
    assert!(json["message"].as_str().unwrap().contains(&address));
    assert_eq!(json["wiki"]["api_url"], address);
    assert_eq!(json["requests"], 4);
    assert!(!result.err.contains("api.php is"));
}

/// Answers for every host, as a proxy: `wiki.example` redirects to `to`, where there is an API.
fn redirecting_proxy(to: &'static str) -> RawServer {
    RawServer::start(move |asked| {
        vec![match asked.headers("Host")[..] {
            _ if asked.line().starts_with("CONNECT ") => Act::answer("HTTP/1.1 200 OK\r\n\r\n"),
            ["wiki.example"] => Act::answer(&format!(
                "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"
            )),
            _ => Act::ok(r#"{"query":{"general":{"generator":"MediaWiki 1.43.3"}}}"#),
        }]
    })
}

/// Anybody on the way could send such a redirect, so nothing is created there.
#[test]
fn an_unencrypted_redirect_to_another_host_is_insecure() {
    let address = "http://wiki.example/w/index.php";
    for (to, parts) in [
        (
            "http://other.example/w/api.php",
            [
                "http://wiki.example",
                "http://other.example",
                "--allow-http",
            ],
        ),
        (
            "http://169.254.169.254/w/api.php",
            ["wiki.example", "169.254.169.254", "address yourself"],
        ),
    ] {
        let proxy = redirecting_proxy(to);
        let mut command = create_command();
        command.env("ALL_PROXY", format!("http://{}", proxy.address()));
        command.args([address, "--name", "Zoe", "--json", "--password-stdin"]);
        let result = run_with(command, PASSWORD);
        assert_eq!(result.status, 5, "{result:?}");
        let json = result.assert_hides(PASSWORD).json();
        assert_eq!(json["reason"], "insecure");
        let message = json["message"].as_str().unwrap();
        for part in parts {
            assert!(message.contains(part), "{message}");
        }
        let moved = to.contains("other.example");
        assert_eq!(json["wiki"]["moved_unencrypted"], moved, "{result:?}");
        assert!(!proxy.asked().iter().any(Asked::is_post));
    }
}
