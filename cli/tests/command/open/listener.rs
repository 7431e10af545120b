//! The listener of the page: who gets something from it.

use std::{
    io::Write,
    net::TcpStream,
    process::Command,
    time::{Duration, Instant},
};

use super::{OpenRun, client::*};
use crate::support::*;

#[test]
fn strangers_get_nothing() {
    let wiki = question_wiki();
    let run = OpenRun::create(&wiki.api(), &["--json"]);
    assert!(
        run.address.starts_with("http://127.0.0.1:"),
        "{}",
        run.address
    );
    let page = Page::enter(&run.address);
    let shown = page.get(&page.folder);
    let mark = mark(&shown.body);
    let cookie = page.cookie("mwaccount");

    // Another browser with the address, a page without the cookie or with another one, other paths.
    page.get_with(&page.entry, "").assert_nothing();
    for headers in [
        "",
        "Cookie: mwaccount=\r\n",
        "Cookie: mwaccount=0\r\n",
        &page.cookie("mwaccount-return"),
    ] {
        page.get_with(&page.folder, headers).assert_nothing();
        page.post_with(&mark, &[], headers).assert_nothing();
    }
    let guessed = format!("/{}/", "0".repeat(64));
    for path in [
        "/",
        "/favicon.ico",
        "//",
        "*",
        "/..",
        &guessed,
        &format!("{}x", page.folder),
    ] {
        page.get_with(path, &cookie).assert_nothing();
    }
    // A name that resolves to this machine.
    let port = page.host.split(':').nth(1).unwrap();
    for host in [
        "evil.example",
        &format!("localhost:{port}"),
        &format!("evil.example:{port}"),
        "127.0.0.1",
    ] {
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {host}\r\n{cookie}\r\n",
            page.folder
        );
        send(&page.host, request.as_bytes())
            .unwrap()
            .assert_nothing();
    }
    // A page of another site, and of another port of this machine.
    let own = format!("http://{}", page.host);
    for headers in [
        "Origin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n",
        "Origin: http://127.0.0.1:1\r\nSec-Fetch-Site: same-site\r\n",
        "Origin: null\r\nSec-Fetch-Site: cross-site\r\n",
        "Origin: https://evil.example\r\n",
        &format!("Origin: {own}\r\nSec-Fetch-Site: cross-site\r\n"),
    ] {
        let headers = format!("{headers}{cookie}");
        page.post_with(&mark, &[], &headers).assert_nothing();
    }
    page.get_with(
        &page.folder,
        &format!("Sec-Fetch-Site: same-site\r\n{cookie}"),
    )
    .assert_nothing();

    // A second tab of the same browser shows the same, and the conversation is unharmed.
    assert_eq!(page.get(&page.entry).status, 200);
    assert!(page.show().contains("What is the capital of France?"));
    assert!(!wiki.requests().iter().any(Request::creates));
    let answer = control(&shown.body, "Answer");
    let passwords = [control(&shown.body, "x"), control(&shown.body, "The same")];
    let values = [
        (answer, "Paris"),
        (passwords[0].clone(), PASSWORD),
        (passwords[1].clone(), PASSWORD),
    ];
    // A browser of a terminal tells nothing about the page that it comes from.
    assert_eq!(page.post_with(&mark, &values, &cookie).status, 303);
    assert!(page.show().contains("The account was created"));
    assert_eq!(run.end().status, 0);
}

#[test]
fn headers_keep_the_page_to_itself() {
    let run = OpenRun::create(&question_wiki().api(), &["--open-timeout", "60"]);
    let page = Page::enter(&run.address);
    let shown = page.get(&page.folder);
    for (name, expected) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-resource-policy", "same-origin"),
        ("connection", "close"),
    ] {
        assert_eq!(shown.headers(name), [expected], "{name}");
    }
    let policy = shown.headers("content-security-policy")[0];
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(
        !policy.contains("script-src") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert!(!shown.body.contains("<script"), "{shown:?}");
    assert!(shown.body.contains("waits 60 seconds"), "{shown:?}");
    for cookie in &page.cookies {
        assert!(cookie.contains("; HttpOnly; SameSite="), "{cookie}");
        assert!(
            cookie.contains(&format!("; Path={}", page.folder)),
            "{cookie}"
        );
    }
    assert!(
        page.cookies[0].ends_with("SameSite=Strict"),
        "{:?}",
        page.cookies
    );
    page.press("give-up");
    assert_eq!(run.end().status, 5);
}

/// A form is answered once: a second tab with the old form changes nothing.
#[test]
fn an_old_form_is_not_taken() {
    let wiki = question_wiki();
    let run = OpenRun::create(&wiki.api(), &[]);
    let page = Page::enter(&run.address);
    let old = page.show();
    let wrong = page.submit(&[
        ("Answer", "London"),
        ("x", PASSWORD),
        ("The same", PASSWORD),
    ]);
    assert!(wrong.contains("Incorrect or missing"), "{wrong}");
    let creations = |wiki: &Wiki| {
        wiki.requests()
            .iter()
            .filter(|request| request.creates())
            .count()
    };
    assert_eq!(creations(&wiki), 1);
    let shown = page.post(&mark(&old), &[(control(&old, "Answer"), "Paris")]);
    assert!(shown.contains("Answer to the captcha"), "{shown}");
    assert_eq!(creations(&wiki), 1);
    page.submit(&[("Answer", "Paris")]);
    assert_eq!(run.end().status, 0);
}

#[test]
fn large_and_slow_clients_do_not_stop_the_page() {
    let wiki = question_wiki();
    let run = OpenRun::create(&wiki.api(), &[]);
    let page = Page::enter(&run.address);
    // Connections that send nothing, or half a request.
    let mut slow = Vec::new();
    for number in 0..20 {
        let mut stream = TcpStream::connect(&page.host).unwrap();
        if number % 2 == 0 {
            stream.write_all(b"POST / HTTP/1.1\r\nHost: ").unwrap();
        }
        slow.push(stream);
    }
    let began = Instant::now();
    assert!(page.show().contains("capital of France"));
    // The slow ones have ten seconds.
    assert!(began.elapsed() < Duration::from_secs(9));
    let head = format!(
        "POST {}answer HTTP/1.1\r\nHost: {}\r\n",
        page.folder, page.host
    );
    let huge = "x".repeat(2 << 20);
    for (request, status) in [
        (
            format!("{head}Content-Length: {}\r\n\r\n{huge}", huge.len()),
            413,
        ),
        (format!("{head}X: {huge}\r\n\r\n"), 431),
        (
            format!("{head}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            400,
        ),
        (format!("{head}\r\n"), 411),
        ("nonsense\r\n\r\n".to_owned(), 400),
    ] {
        // The rest of what is too long may meet a connection that is closed already.
        let status_found = send(&page.host, request.as_bytes()).map(|answer| answer.status);
        assert!(
            status_found.is_none_or(|found| found == status),
            "{status_found:?}"
        );
    }
    drop(slow);
    page.submit(&[("Answer", "Paris"), ("x", PASSWORD), ("The same", PASSWORD)]);
    assert_eq!(run.end().status, 0);
}

/// Another user of this machine gets nothing, not even at the right address.
#[test]
#[cfg(target_os = "linux")]
fn another_user_gets_nothing() {
    if !rustix::process::geteuid().is_root() {
        // Only root can become another user; the unit test of the rule runs for everybody.
        return;
    }
    let run = OpenRun::create(&question_wiki().api(), &[]);
    let curl = |user: &str| {
        let mut command = Command::new("setpriv");
        command.args([
            &format!("--reuid={user}"),
            "--clear-groups",
            "curl",
            "-sS",
            "--noproxy",
            "*",
        ]);
        command.arg(&run.address);
        command.output().unwrap()
    };
    let other = curl("65534");
    assert!(!other.status.success(), "{other:?}");
    assert!(other.stdout.is_empty(), "{other:?}");
    // Nor does it use the address up when it has gone before it is looked at.
    let (host, path) = run.address["http://".len()..].split_once('/').unwrap();
    let (ip, port) = host.split_once(':').unwrap();
    let hasty = format!(
        "exec 3<>/dev/tcp/{ip}/{port}; printf 'GET /{path} HTTP/1.1\\r\\nHost: {host}\\r\\n\\r\\n' >&3; exec 3>&-"
    );
    for _ in 0..10 {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--clear-groups", "bash", "-c", &hasty]);
        assert!(command.status().unwrap().success());
    }
    // The address is not used up.
    let page = Page::enter(&run.address);
    page.press("give-up");
    assert_eq!(run.end().status, 5);
}
