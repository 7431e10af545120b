//! Pages that tell a creator that the account was created, in several languages.

use mwaccount::{Dialect, NewAccount, Reason, Step, Wiki, http::Reply};
use serde_json::json;
use support::{
    accounts::{PASSWORD, admin},
    scripted_transport::{self as replies, NOW, ScriptedTransport, users},
    sign_up_page::*,
};

use crate::web_form::LoggedIn;

/// Returns a page with the form, as the creator sees it.
fn creators_form() -> String {
    page_of(Some("Admin"), &form("", &format!("{NAME}{TOKEN}")))
}

/// Creates an account as Admin, who sees a page with this content. The wiki's list of users has the account by the
/// name `listed`.
fn create(name: &str, content: &str, listed: &str) -> (Step, Vec<replies::Asked>) {
    let found = json!({"userid": 7, "name": listed, "registration": "2026-11-22T05:20:00Z"});
    create_with(name, content, users(found))
}

/// Creates an account as Admin, as [`create`] does, where `found` is the answer of the existence check.
fn create_with(name: &str, content: &str, found: Reply) -> (Step, Vec<replies::Asked>) {
    create_answered(name, html(&page_of(Some("Admin"), content)), found)
}

/// Creates an account as Admin, as [`create_with`] does, where `answer` is the response to the form.
fn create_answered(name: &str, answer: Reply, found: Reply) -> (Step, Vec<replies::Asked>) {
    let (script, asked) = ScriptedTransport::new([html(&creators_form()), answer, found]);
    let mut wiki = Wiki::builder(API)
        .dialect(Dialect::WebForm)
        .transport(LoggedIn::before(script))
        .build()
        .unwrap();
    wiki.log_in(admin()).step().unwrap();
    let account = NewAccount::new(name).password(PASSWORD);
    let step = wiki.create(account).step().unwrap();
    let asked = std::mem::take(&mut *asked.lock().unwrap());
    (step, asked)
}

#[test]
fn success_is_recognised_in_every_language() {
    let link = "<a href='/index.php?title=Benutzer:Zoe&amp;action=edit&amp;redlink=1' class=new title='Benutzer:Zoe (Seite nicht vorhanden)'>Zoe</a>";
    for content in [
        // 1.16 in English, Japanese, Thai and Korean.
        "<p>The user account for Zoe has been created.</p>",
        "<p>Zoeが作成されました。</p>",
        "<p>บัญชีผู้ใช้สำหรับZoeได้ถูกสร้างแล้ว</p>",
        "<p>Zoe의 계정이 만들어졌습니다.</p>",
        // 1.22 and later.
        &format!("<p>Das Benutzerkonto für {link} wurde eingerichtet.</p>"),
    ] {
        let (step, _) = create("zoe", content, "Zoe");
        let Step::Created(created) = &step else {
            panic!("{content}: {step:?}");
        };
        assert_eq!(created.name, "Zoe", "{content}");
        assert!(created.warnings.is_empty(), "{content}: {created:?}");
    }
}

/// A page that names another account proves nothing.
#[test]
fn a_page_about_another_account_is_no_success() {
    for content in [
        "<p>The user account for Zoey has been created.</p>",
        "<p>利用者アカウントZoeyを作成しました。</p>",
        "<p>The account for <a href=/wiki/User:Zoey>Zoey</a> has been created.</p>",
    ] {
        let (step, _) = create("Zoe", content, "Zoe");
        let Step::Unknown(unknown) = &step else {
            panic!("{content}: {step:?}");
        };
        assert!(unknown.evidence.contains("exists"), "{unknown:?}");
    }
}

/// An account that was registered long ago is somebody else's, even if a page without the form names it.
#[test]
fn a_page_does_not_outweigh_the_time_of_a_registration() {
    let content = "<p>The name Zoe is on the list of names that nobody may use.</p>";
    for (registration, is_other) in [
        ("2011-01-01T00:00:00Z", true),
        (NOW, false),
        // Too close to be sure of.
        ("2026-11-22T05:20:00Z", false),
    ] {
        let found = json!({"userid": 7, "name": "Zoe", "registration": registration});
        let (step, _) = create_with("Zoe", content, users(found));
        match step {
            Step::Refused(refused) if is_other => assert_eq!(refused.reason, Reason::NameTaken),
            Step::Created(_) if !is_other => {}
            step => panic!("{registration}: {step:?}"),
        }
    }
}

/// With `$wgShowSQLErrors` the page of an exception names the account that somebody else had just registered.
#[test]
fn the_page_of_an_exception_is_no_success() {
    let thrown = "<p>Duplicate entry 'Zoe' for key 'user_name' (localhost)</p>";
    let found = json!({"userid": 7, "name": "Zoe", "registration": "2026-11-22T05:20:00Z"});
    let answer = replies::response(500, &[], page_of(Some("Admin"), thrown));
    let (step, _) = create_answered("Zoe", answer, users(found));
    assert!(matches!(step, Step::Unknown(_)), "{step:?}");
}

/// The first letter of a name is capitalised by the wiki's rules, and the page shows how. The existence check asks for
/// the name as given, which the wiki spells itself.
#[test]
fn the_name_is_the_one_that_the_page_shows() {
    for (name, shown) in [
        ("ibrahim", "İbrahim"),
        ("ıbrahim", "Ibrahim"),
        // Up to 1.20 these letters stay as they are.
        ("გიორგი", "გიორგი"),
        ("ßeta", "ßeta"),
    ] {
        let content = format!("<p>The user account for {shown} has been created.</p>");
        let (step, asked) = create(name, &content, shown);
        let Step::Created(created) = &step else {
            panic!("{name}: {step:?}");
        };
        assert_eq!(created.name, shown);
        assert!(created.warnings.is_empty(), "{name}: {created:?}");
        assert_eq!(asked.last().unwrap()["ususers"], name, "{name}");
    }
}

/// Endless words and links that are never closed; a search that is not linear would not end.
#[test]
fn hostile_pages_prove_nothing() {
    for content in ["a".repeat(900_000), "<a href=x:y>".repeat(80_000)] {
        let (step, _) = create("a", &content, "A");
        assert!(matches!(step, Step::Unknown(_)), "{step:?}");
    }
}
