//! Wikis by other addresses than that of their api.php.

use serde_json::json;

use crate::support::*;

/// A wiki whose every address but that of api.php shows an article.
fn wiki_with_pages() -> Wiki {
    Wiki::new(|seen| match seen.target.starts_with("/w/api.php") {
        true if seen.creates() => pass(seen),
        true if seen.form.contains_key("lgname") && seen.form.contains_key("lgtoken") => {
            Said::Json(json!({"login": {"result": "Success", "lgusername": "Teacher"}}))
        }
        true if seen.method == "POST" => {
            Said::Json(json!({"login": {"result": "NeedToken", "token": "t0ken"}}))
        }
        true => info(&[]),
        false => Said::Page(
            "<html><head><meta name=\"generator\" content=\"MediaWiki 1.43.3\">\
             <link rel=\"EditURI\" href=\"/w/api.php?action=rsd\"></head>",
        ),
    })
}

fn found(wiki: &Wiki) -> String {
    format!("mwaccount: the wiki's api.php is {}", wiki.api())
}

fn run(command: &str, address: &str, args: &[&str]) -> Ran {
    let what = [command, address, "--name", "Zoe Example"];
    run_with(mwaccount(&[&what, args].concat()), &format!("{PASSWORD}\n"))
}

#[test]
fn a_page_will_do_and_api_php_is_said() {
    let wiki = wiki_with_pages();
    for address in [
        "/wiki/Some_page?action=history",
        "/w/index.php?title=A",
        "/",
    ] {
        let address = format!("http://{}{address}", wiki.address);
        let ran = run("create", &address, &["--password-stdin", "--json"]);
        assert_eq!(ran.status, 0, "{ran:?}");
        assert_eq!(ran.err.lines().next(), Some(found(&wiki).as_str()));
        assert_eq!(ran.json()["wiki"]["api"], wiki.api());
    }
    let ran = run("create", &wiki.api(), &["--password-stdin"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:?}");
}

#[test]
fn so_it_will_to_probe_and_to_log_in() {
    let wiki = wiki_with_pages();
    let address = format!("http://{}/wiki/A", wiki.address);
    let ran = run("probe", &address, &[]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.err.trim_end(), found(&wiki));
    assert!(ran.out.contains(&format!("{}\n", wiki.api())), "{ran:?}");

    let folder = tempfile::tempdir().unwrap();
    let password = folder.path().join("password");
    std::fs::write(&password, "hunter2").unwrap();
    let password = password.to_str().unwrap();
    let login = ["--login", "Teacher@bot", "--login-password-file", password];
    let args = [&login[..], &["--password-stdin", "--json"]].concat();
    let ran = run("create", &address, &args);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(
        ran.err.lines().filter(|line| *line == found(&wiki)).count(),
        1
    );
    let posts = wiki.seen().into_iter().filter(|seen| seen.method == "POST");
    assert!(posts.into_iter().all(|post| post.target == "/w/api.php"));
}

#[test]
fn what_is_no_wiki_is_said_with_its_address() {
    let blog = Wiki::new(|_| Said::Page("<html><h1>My blog</h1>"));
    let address = format!("http://{}/about", blog.address);
    let ran = run("create", &address, &["--password-stdin", "--json"]);
    assert_eq!(ran.status, 5, "{ran:?}");
    let json = ran.keeps(PASSWORD).json();
    assert_eq!(json["reason"], "not-a-wiki");
    assert!(json["message"].as_str().unwrap().contains(&address));
    assert_eq!(json["wiki"]["api"], address);
    assert_eq!(json["requests"], 4);
    assert!(!ran.err.contains("api.php is"));
}
