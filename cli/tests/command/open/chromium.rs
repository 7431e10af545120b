//! A person in a real browser, on a real wiki.

use super::{OpenRun, browser::*, hostile::hostile_wiki};
use crate::support::{real::RealWiki, *};

/// A captcha whose first answer is wrong, a login on another site, and a form with a field of each kind, with the
/// keyboard alone.
#[test]
fn a_person_signs_up_with_the_keyboard_alone() {
    let real = RealWiki::new("fancy+openid", "page");
    let run = OpenRun::create(&real.api, &["--json"]);
    let browser = Browser::start(&[]);
    browser.open(&run.address);
    let shown = browser.wait_for("New account on 127.0.0.1");
    assert!(shown.contains("Another captcha"), "{shown}");
    browser.assert_accessible();
    // The image is there, and it is an image.
    let width = browser.run(
        "const image = document.querySelector('img'); return image.decode().then(() => image.naturalWidth)",
    );
    assert!(width.as_u64().unwrap() > 50, "{width}");
    assert_eq!(browser.role("Answer to the captcha"), "textbox");
    assert_eq!(browser.focused(), "Answer to the captcha");
    browser.keys(&format!("wrong{TAB}"));
    assert_eq!(browser.focused(), "Password");
    browser.keys(&format!("{PASSWORD}{TAB}"));
    assert_eq!(browser.focused(), "The same password again");
    browser.keys(&format!("{PASSWORD}{ENTER}"));
    browser.wait_for("Incorrect or missing CAPTCHA.");
    browser.assert_accessible();
    // The error is read out with the control that has the focus.
    let described = "const e = document.activeElement; return e.getAttribute('aria-invalid') + ' ' + \
                     e.getAttribute('aria-describedby').split(' ').map(i => document.getElementById(i).innerText)";
    let described = browser.run(described);
    let described = described.as_str().unwrap();
    assert!(
        described.starts_with("true ") && described.contains("Incorrect or missing"),
        "{described}"
    );
    browser.keys(&format!("labword{ENTER}"));

    browser.wait_for("Continue on localhost");
    browser.assert_accessible();
    assert_eq!(browser.focused(), "Continue on localhost");
    assert_eq!(browser.role("Continue on localhost"), "link");
    browser.keys(ENTER);

    // The OpenID provider has sent the browser back.
    browser.wait_for("Set up two-factor authentication");
    assert!(
        browser.url().starts_with("http://127.0.0.1:"),
        "{}",
        browser.url()
    );
    let shown = browser.text();
    assert!(shown.contains("Secret JBSWY3DPEHPK3PXP"), "{shown}");
    browser.assert_accessible();
    for (name, role) in [
        ("Code (optional)", "textbox"),
        ("Plan", "combobox"),
        ("X", "checkbox"),
        ("Y", "checkbox"),
        ("Agree", "checkbox"),
        ("PIN (optional)", "textbox"),
        ("Continue", "button"),
        ("Skip", "button"),
        ("Give up", "button"),
    ] {
        assert!(
            browser.role(name).to_lowercase().starts_with(role),
            "{name}: {}",
            browser.role(name)
        );
    }
    browser.keys(&format!("000000{TAB}"));
    assert_eq!(browser.focused(), "Plan");
    browser.keys(&format!("Plan B{TAB}"));
    for (focused, keys) in [
        ("X", ""),
        ("Y", SPACE),
        ("Agree", SPACE),
        ("PIN (optional)", "0000"),
    ] {
        assert_eq!(browser.focused(), focused);
        browser.keys(&format!("{keys}{TAB}"));
    }
    assert_eq!(browser.focused(), "Continue");
    browser.keys(ENTER);
    // The wrong code: what else was given is still there, but the secret PIN.
    browser.wait_for("The wiki’s message");
    browser.assert_accessible();
    let kept = browser.run(
        "return [document.querySelector('select').selectedOptions[0].text, \
         [...document.querySelectorAll('[type=checkbox]')].map(e => e.checked), \
         [...document.querySelectorAll('[type=password]')].map(e => e.value)]",
    );
    assert_eq!(
        kept,
        serde_json::json!(["Plan B", [false, true, true], ["", ""]])
    );
    browser.keys(&format!("123456{ENTER}"));
    let end = browser.wait_for("The account was created");
    assert!(end.contains("Created “Zoe”"), "{end}");
    browser.assert_accessible();
    let result = run.end();
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.json()["outcome"], "created", "{result:?}");
    result.assert_hides(PASSWORD);
    real.assert_zoe_exists();
}

/// Nothing of a hostile wiki runs. Another site's page, also one on this machine, gets nothing.
#[test]
fn hostile_wikis_and_pages_get_nothing() {
    let run = OpenRun::create(&hostile_wiki().api(), &[]);
    let browser = Browser::start(&[]);
    browser.open(&run.address);
    browser.wait_for("New account on 127.0.0.1");
    fill_in(&browser);
    browser.wait_for("The wiki’s message");
    browser.assert_accessible();
    for script in [
        "return window.hacked === undefined",
        "return document.scripts.length === 0 && document.images.length === 0",
        "return document.querySelectorAll('form').length === 1",
        "return [...document.querySelectorAll('bdi')].every(e => getComputedStyle(e).unicodeBidi === 'isolate')",
        "return document.documentElement.scrollWidth <= window.innerWidth",
    ] {
        assert_eq!(browser.run(script), true, "{script}");
    }
    let folder = browser.url();
    browser.new_tab();
    for host in ["127.0.0.1", "localhost"] {
        let evil = evil_page(&folder);
        let port = evil.address.split(':').nth(1).unwrap().to_owned();
        browser.open(&format!("http://{host}:{port}/"));
        browser.wait_for("evil is done");
        let got = browser.run("return window.got");
        assert_eq!(
            got,
            serde_json::json!(["image: nothing", "fetch: nothing", "frame: nothing"]),
            "{host}"
        );
        // A link of that page, and a form. Their page is waited for: a click returns before the browser has left.
        browser.click_on("#link");
        browser.wait_for("HTTP ERROR 404");
        browser.open(&format!("http://{host}:{port}/"));
        browser.wait_for("evil is done");
        browser.click_on("#give-up");
        browser.wait_for("HTTP ERROR 404");
    }
    // The run still waits.
    browser.tab(0);
    browser.click("Give up");
    browser.wait_for("The command has ended.");
    assert_ne!(run.end().status, 0);
}

/// Fills in the captcha and the password, and continues.
fn fill_in(browser: &Browser) {
    browser.keys("x");
    browser.run(&format!(
        "for (const e of document.querySelectorAll('[type=password]')) e.value = '{PASSWORD}'"
    ));
    browser.click("Continue");
}

/// A page that knows even the address of the page's folder, and tries to use it.
fn evil_page(folder: &str) -> Wiki {
    let html = format!(
        r#"<body><a id="link" href="{folder}">link</a>
        <form method="post" action="{folder}answer"><input name="mark" value="1">
        <button name="action" value="give-up" id="give-up">go</button></form>
        <script>
        window.got = [];
        const note = (text) => {{
            got.push(text);
            got.sort((a, b) => "ifr".indexOf(a[0]) < 0 ? 0 : order(a) - order(b));
            if (got.length === 3) document.body.append("evil is done");
        }};
        const order = (text) => ["image", "fetch", "frame"].indexOf(text.split(":")[0]);
        const image = new Image();
        image.onload = () => note("image: something");
        image.onerror = () => note("image: nothing");
        image.src = "{folder}image/0";
        fetch("{folder}", {{credentials: "include"}}).then(() => note("fetch: something"), () => note("fetch: nothing"));
        const frame = document.createElement("iframe");
        frame.onload = () => {{
            let text = "nothing";
            try {{ if (frame.contentDocument && frame.contentDocument.body.innerText.includes("New account")) text = "something" }} catch {{}}
            note("frame: " + text);
        }};
        frame.src = "{folder}";
        document.body.append(frame);
        </script></body>"#
    );
    let html: &'static str = Box::leak(html.into_boxed_str());
    Wiki::new(move |_| Response::Page(html))
}
