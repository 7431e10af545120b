//! `docs/mediawiki.md`: the reasons it gives for MediaWiki's error codes are those that the
//! library gives, and it names every code that the library knows.

use mwaccount::{Dialect, Phase, Reason};

use crate::files::read;

/// Returns the codes of a table and their reasons.
fn table(text: &str, head: &str) -> Vec<(String, Reason)> {
    let (_, rows) = text.split_once(head).expect("the table is there");
    let rows = rows.lines().skip(2).take_while(|row| row.starts_with('|'));
    let mut codes = Vec::new();
    for row in rows {
        let mut cells = row.split('|').skip(1).map(str::trim);
        let reason = Reason::from_name(cells.next().unwrap().trim_matches('`')).unwrap();
        let listed = cells.next().unwrap().split('`').skip(1).step_by(2);
        codes.extend(listed.map(|code| (code.to_owned(), reason)));
    }
    codes
}

#[test]
fn error_codes_have_the_reasons_that_the_page_gives() {
    let page = read("docs/mediawiki.md");
    for (head, phase) in [
        ("| reason | codes of a creation |", Phase::Create),
        ("| reason | codes of a login |", Phase::Login),
    ] {
        let codes = table(&page, head);
        assert!(codes.len() > 20, "{codes:?}");
        for (code, reason) in codes {
            let code = code.replace('…', "x");
            let given = [Dialect::AuthManager, Dialect::LegacyApi]
                .map(|dialect| Reason::classify(dialect, phase, &code));
            assert!(given.contains(&reason), "{code} is {given:?}, not {reason}");
        }
    }
}

#[test]
fn every_code_that_the_library_knows_is_on_the_page() {
    // The source has results in lower case.
    let page = read("docs/mediawiki.md").to_lowercase();
    let source = read("src/reason.rs");
    let (_, tables) = source.split_once("fn by_result").unwrap();
    let (tables, _) = tables.split_once("fn is_message_text").unwrap();
    let extensions = read("src/reason/extensions.rs");
    let (_, extensions) = extensions.split_once("const EXTENSIONS").unwrap();
    let (extensions, _) = extensions.split_once("fn by_pattern").unwrap();
    let mut missing = Vec::new();
    let mut named = 0;
    // Comments quote codes of other places.
    for line in tables
        .lines()
        .chain(extensions.lines())
        .filter(|line| !line.trim_start().starts_with("//"))
    {
        for code in line.split('"').skip(1).step_by(2) {
            // The keys of messages without a code of their own are no words to look up, nor are the
            // names of extensions.
            if code.contains(['$', ' ']) || code.starts_with(char::is_uppercase) {
                continue;
            }
            named += 1;
            if !page.contains(&format!("`{}", code.to_lowercase())) {
                missing.push(code);
            }
        }
    }
    assert!(named > 90, "only {named} codes found");
    assert!(missing.is_empty(), "not on the page: {missing:?}");
}
