//! The Rust examples of the guide in `docs/`, run on emulated wikis.

use std::{fs, path::Path};

use support::{
    accounts::zoe_example, arithmetic_captcha, steps::step_summary, transport_requests::direct,
};
use testwiki::{Captcha, Server};

/// Asserts that a page shows this program.
#[track_caller]
pub fn assert_shown(page: &str, program: &str) {
    assert_shown_in("rust", page, program);
}

/// Asserts that a page shows this program, which is in `language`.
#[track_caller]
fn assert_shown_in(language: &str, page: &str, program: &str) {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let shown = text.contains(&format!("```{language}\n{program}```"));
    assert!(shown, "{page} shows something else than:\n{program}");
}

mod captcha {
    include!("../guide/captcha.rs");

    use super::{Captcha as Kind, *};

    /// Answers each kind once wrongly, and then rightly.
    #[derive(Default)]
    struct Tester {
        has_erred: bool,
        asked: Vec<String>,
    }

    impl Tester {
        fn answer(&mut self, shown: &str, right: String) -> String {
            self.asked.push(shown.to_owned());
            if std::mem::replace(&mut self.has_erred, true) {
                right
            } else {
                "wrong".to_owned()
            }
        }
    }

    impl Person for Tester {
        fn read(&mut self, question: &str) -> String {
            let right = match question.contains("France") {
                true => "Paris".to_owned(),
                false => arithmetic_captcha::solve(question),
            };
            self.answer("question", right)
        }

        fn see(&mut self, image: &Image) -> String {
            assert_eq!(image.media_type, "image/png");
            self.answer("image", "labword".to_owned())
        }

        fn use_widget(&mut self, kind: &str, site_key: &str) -> String {
            assert!(!site_key.is_empty());
            self.answer(kind, "labword".to_owned())
        }
    }

    #[test]
    fn the_example_answers_every_kind() {
        const PAGE: &str = "docs/captchas.md";
        assert_shown(PAGE, include_str!("../guide/captcha.rs"));
        // The checks of these languages run theirs.
        assert_shown_in(
            "python",
            PAGE,
            include_str!("../../bindings/python/tests/support/captcha_example.py"),
        );
        assert_shown_in(
            "php",
            PAGE,
            include_str!("../../bindings/php/tests/Support/captcha_example.php"),
        );
        assert_shown_in(
            "c",
            PAGE,
            include_str!("../../bindings/c/tests/captcha_example.h"),
        );
        let server = Server::start().unwrap();
        for (release, kind, shown) in [
            ("1.19", Kind::Simple, "question"),
            ("1.26", Kind::Math, "question"),
            ("1.43", Kind::Questy, "question"),
            ("1.22", Kind::Fancy, "image"),
            ("1.43", Kind::Fancy, "image"),
            ("1.39", Kind::ReCaptcha, "recaptchanocaptcha"),
            ("1.39", Kind::HCaptcha, "hcaptcha"),
            ("1.46", Kind::Turnstile, "turnstile"),
        ] {
            let running = server.add(testwiki::Wiki::release(release).captcha(kind));
            let builder = mwaccount::Wiki::builder(&running.api()).transport(direct());
            let mut person = Tester::default();
            let step = sign_up(&mut builder.build().unwrap(), zoe_example(), &mut person);
            assert_eq!(step_summary(&step), "created", "{release} {kind}: {step:?}");
            assert_eq!(person.asked, [shown; 2], "{release} {kind}");
        }
    }
}

mod creator {
    include!("../guide/creator.rs");

    use support::accounts::admin;
    use testwiki::Setting;

    use super::{assert_shown, *};

    #[test]
    fn the_example_enrols_pupils() {
        assert_shown("docs/creators.md", include_str!("../guide/creator.rs"));
        let server = Server::start().unwrap();
        for release in ["1.19", "1.26", "1.43"] {
            let closed = testwiki::Wiki::release(release).setting(Setting::NoCreate);
            let running = server.add(closed);
            let results = enrol(&running.api(), admin(), &["Ann", "Admin"]).unwrap();
            assert_eq!(results, ["created Ann", "Admin: name-taken"], "{release}");
            let creator = running.account("Ann").unwrap().creator;
            assert_eq!(creator.as_deref(), Some("Admin"), "{release}");
            let wrong = Credentials::password("Admin", "wrong");
            let results = enrol(&running.api(), wrong, &["Ben"]).unwrap();
            assert!(results[0].starts_with("not logged in"), "{results:?}");
            assert!(running.account("Ben").is_none(), "{release}");
        }
    }
}

mod suspending {
    include!("../guide/suspending.rs");

    use support::accounts::PASSWORD;

    use super::{assert_shown, *};

    #[test]
    fn the_example_continues_on_the_next_page() {
        assert_shown("docs/embedding.md", include_str!("../guide/suspending.rs"));
        let key = Secret::from("0123456789abcdef0123456789abcdef");
        let server = Server::start().unwrap();
        for release in ["1.19", "1.26", "1.43"] {
            let running = server.add(testwiki::Wiki::release(release).captcha(Captcha::Questy));
            let (step, text) = begin(&running.api(), zoe_example(), &key).unwrap();
            assert!(matches!(step, Step::Ask(_)), "{release}: {step:?}");
            let text = text.unwrap();
            let answers = Answers::new().with("captcha", "Paris");
            let incomplete = answer(text.clone(), answers.clone(), &key).unwrap_err();
            assert_eq!(incomplete.field.as_deref(), Some("password"), "{release}");
            let (step, text) = answer(text, answers.with("password", PASSWORD), &key).unwrap();
            assert!(matches!(step, Step::Created(_)), "{release}: {step:?}");
            assert!(text.is_none() && running.account("Zoe Example").is_some());
        }
    }
}

mod emulated_wiki {
    include!("../guide/emulated_wiki.rs");

    use std::str::FromStr;

    use testwiki::{Release, Setting, parse_fault};

    use super::{Path, assert_shown, assert_shown_in, fs};

    const PAGE: &str = "docs/testing.md";

    #[test]
    fn the_page_shows_the_example() {
        assert_shown(PAGE, include_str!("../guide/emulated_wiki.rs"));
    }

    /// Those of other languages, which the checks of the bindings run.
    #[test]
    fn the_page_shows_the_examples_of_the_bindings() {
        for (language, file) in [
            ("python", "bindings/python/tests/test_emulated_wiki.py"),
            ("php", "bindings/php/tests/EmulatedWikiTest.php"),
            ("c", "bindings/c/tests/emulated_wiki.c"),
        ] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
            assert_shown_in(language, PAGE, &fs::read_to_string(path).unwrap());
        }
    }

    /// The options of testwiki that the page names exist.
    #[test]
    fn the_options_of_the_page_exist() {
        let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE)).unwrap();
        let mut words = page.split(|c: char| c.is_whitespace() || "`,;|".contains(c));
        let mut count = 0;
        while let Some(option) = words.next() {
            let name = option.trim_start_matches("--");
            if !option.starts_with("--")
                || !["setting", "captcha", "fault", "release"].contains(&name)
            {
                continue;
            }
            let value = words.next().unwrap();
            let known = match name {
                "setting" => Setting::from_str(value).map(drop),
                "captcha" => Captcha::from_str(value).map(drop),
                "release" => Release::from_str(value).map(drop),
                _ => parse_fault(value).map(drop),
            };
            assert_eq!(known, Ok(()), "{option} {value}");
            count += 1;
        }
        assert!(count > 10, "only {count} options found");
    }
}
