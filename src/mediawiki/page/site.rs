//! What a page tells of the wiki behind it: where its scripts are, and what made it.

use std::borrow::Cow;

use html5gum::Token;
use serde_json::Deserializer;

use crate::mediawiki::html::{Tag, attribute, generator_in, tokens};

/// More of a page is not read; what is looked for stands at its beginning.
const MAX_BYTES: usize = 1 << 20;
/// More addresses of one kind are not kept.
const MAX_PER_KIND: usize = 8;

/// What a page tells, the addresses as they stand in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// What made the page: `MediaWiki 1.39.17`.
    pub generator: Option<String>,
    /// What it says is api.php: in `<link rel="EditURI">`, or as an RSD document itself.
    pub apis: Vec<String>,
    /// index.php, from the settings that MediaWiki gives its own scripts.
    pub configured: Vec<String>,
    /// PHP scripts that it links to, without query: first those it is made with, then
    /// those a reader may follow, among which users have theirs.
    pub scripts: Vec<String>,
}

impl Site {
    /// Reads a page, or an RSD document.
    pub fn read(body: &[u8]) -> Self {
        let page = decode(&body[..body.len().min(MAX_BYTES)]);
        let mut this = Self::default();
        let (mut settings, mut linked) = (Vec::new(), Vec::new());
        let mut script = None;
        for token in tokens(&page) {
            match token {
                Token::StartTag(tag) => {
                    if *tag.name == *b"script" {
                        script = Some(String::new());
                    }
                    this.read_tag(&tag, &mut linked);
                }
                Token::String(text) => {
                    if let Some(script) = &mut script {
                        script.push_str(&String::from_utf8_lossy(&text));
                    }
                }
                Token::EndTag(tag) if *tag.name == *b"script" => {
                    if let Some(script) = script.take() {
                        configure(&script, &mut settings);
                    }
                }
                _ => {}
            }
        }
        this.configured = settings;
        for script in linked {
            add(&mut this.scripts, script);
        }
        this
    }

    fn read_tag(&mut self, tag: &Tag, linked: &mut Vec<String>) {
        match tag.name.as_slice() {
            b"link" if is_edit_uri(tag) => {
                if let Some(href) = attribute(tag, b"href").filter(|href| is_rsd(href)) {
                    add(&mut self.apis, href);
                }
            }
            // Of an RSD document; other software has the like.
            b"api" if attribute(tag, b"name").as_deref() == Some("MediaWiki") => {
                if let Some(link) = attribute(tag, b"apilink") {
                    add(&mut self.apis, link);
                }
            }
            b"meta" => self.generator = self.generator.take().or_else(|| generator_in(tag)),
            b"link" => self.add_asset(attribute(tag, b"href")),
            b"script" => self.add_asset(attribute(tag, b"src")),
            b"form" => self.add_asset(attribute(tag, b"action")),
            b"a" => {
                if let Some(script) = attribute(tag, b"href").and_then(script) {
                    add(linked, script);
                }
            }
            _ => {}
        }
    }

    fn add_asset(&mut self, address: Option<String>) {
        if let Some(script) = address.and_then(script) {
            add(&mut self.scripts, script);
        }
    }
}

fn add(all: &mut Vec<String>, one: String) {
    if all.len() < MAX_PER_KIND && !all.contains(&one) {
        all.push(one);
    }
}

fn is_edit_uri(tag: &Tag) -> bool {
    attribute(tag, b"rel").is_some_and(|rel| {
        rel.split_ascii_whitespace()
            .any(|word| word.eq_ignore_ascii_case("EditURI"))
    })
}

/// Other software has an RSD document too, at `xmlrpc.php?rsd` for one.
fn is_rsd(href: &str) -> bool {
    href.contains("action=rsd")
}

/// The address of a PHP script without what follows it.
fn script(mut address: String) -> Option<String> {
    let name = address.find(".php")? + ".php".len();
    let end = name + usize::from(address[name..].starts_with('5'));
    let is_whole = address[end..].is_empty() || address[end..].starts_with(['/', '?', '#']);
    address.truncate(end);
    is_whole.then_some(address)
}

/// Reads `wgScript` and `wgScriptPath` out of `var wgScript = "/w/index.php";` as of 1.16
/// and before, or `"wgScript":"/w/index.php"` as of `mw.config.set` and `RLCONF`.
fn configure(script: &str, settings: &mut Vec<String>) {
    if let Some(index) = setting(script, "wgScript") {
        add(settings, index);
    }
    if let Some(path) = setting(script, "wgScriptPath") {
        add(
            settings,
            format!("{}/index.php", path.trim_end_matches('/')),
        );
    }
}

/// The text that a script gives to a name.
fn setting(script: &str, name: &str) -> Option<String> {
    script
        .match_indices(name)
        .take(MAX_PER_KIND)
        .find_map(|(at, _)| {
            let rest = script[at + name.len()..].trim_start_matches(['"', '\'']);
            let value = rest.trim_start().strip_prefix([':', '='])?;
            let mut values = Deserializer::from_str(value).into_iter::<String>();
            values.next()?.ok()
        })
}

/// The text of a page. All that is read of it is ASCII, so that only encodings matter
/// that are not made of it.
fn decode(body: &[u8]) -> Cow<'_, str> {
    let utf16 = |decode_unit: fn([u8; 2]) -> u16| {
        let pairs = body[2..].chunks_exact(2);
        let units: Vec<u16> = pairs.map(|pair| decode_unit([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match body {
        [0xff, 0xfe, ..] => utf16(u16::from_le_bytes),
        [0xfe, 0xff, ..] => utf16(u16::from_be_bytes),
        _ => String::from_utf8_lossy(body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(page: &str) -> Site {
        Site::read(page.as_bytes())
    }

    #[test]
    fn where_api_php_is() {
        for (page, apis) in [
            (
                r#"<link rel="EditURI" type="application/rsd+xml" href="//w.example/w/api.php?action=rsd"/>"#,
                &["//w.example/w/api.php?action=rsd"][..],
            ),
            (
                "<LINK HREF='/api.php?a=b&amp;action=rsd' REL='edituri'>",
                &["/api.php?a=b&action=rsd"],
            ),
            (
                r#"<link rel="EditURI" href="https://b.example/xmlrpc.php?rsd">"#,
                &[],
            ),
            (
                r#"<!-- <link rel="EditURI" href="/a/api.php?action=rsd"> -->"#,
                &[],
            ),
            (
                r#"<script>'<link rel="EditURI" href="/a/api.php?action=rsd">'</script>"#,
                &[],
            ),
            (
                r#"<?xml version="1.0"?><rsd><service><apis><api name="WordPress" apiLink="/x"/><api name="MediaWiki" preferred="true" apiLink="//w.example/w/api.php"></api>"#,
                &["//w.example/w/api.php"],
            ),
        ] {
            assert_eq!(site(page).apis, apis, "{page}");
        }
    }

    #[test]
    fn settings_of_every_age() {
        let both: &[&str] = &["/w/index.php5", "/w/index.php"];
        for (script, configured) in [
            (
                "/*<![CDATA[*/\nvar wgArticlePath = \"/wiki/$1\";\nvar wgScriptPath = \"/w\";\nvar wgScript = \"/w/index.php5\";\n/*]]>*/",
                both,
            ),
            (
                r#"mw.config.set({"wgScriptPath":"\/w","wgScript":"\/w\/index.php5","wgScriptExtension":".php5"});"#,
                both,
            ),
            (
                r#"RLCONF={"wgBreakFrames":!1,"wgScriptPath":"","wgUserName":null}"#,
                &["/index.php"],
            ),
            ("var wgScriptPath = path();", &[]),
            ("x = 'wgScriptPath'", &[]),
            (r#"wgScriptPath = "/unfinished"#, &[]),
        ] {
            let page = format!("<script type='text/javascript'>{script}</script>");
            assert_eq!(site(&page).configured, configured, "{script}");
        }
        assert!(site(r#"<p>wgScriptPath = "/w"</p>"#).configured.is_empty());
    }

    #[test]
    fn links_of_the_page_come_before_those_of_its_text() {
        let site = site(
            "<link rel=stylesheet href='/w/load.php?lang=en&amp;modules=site'><link rel=stylesheet href='/w/load.php?debug'>\
             <a href='/other/index.php/Page'>x</a><a href='/w/skins.phpx'>x</a><form action=/w/index.php>",
        );
        let expected = ["/w/load.php", "/w/index.php", "/other/index.php"];
        assert_eq!(site.scripts, expected);
    }

    #[test]
    fn encodings_that_are_not_made_of_ascii() {
        let page = "<meta name=generator content='MediaWiki 1.20'>";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| {
            let text = format!("\u{feff}{page}");
            text.encode_utf16().flat_map(bytes).collect::<Vec<_>>()
        };
        let latin = [b"\xe4\xf6\xfc", page.as_bytes()].concat();
        for body in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), latin] {
            let site = Site::read(&body);
            assert_eq!(site.generator.as_deref(), Some("MediaWiki 1.20"));
        }
    }

    #[test]
    fn what_is_broken_ends() {
        for body in [
            "<script>".repeat(100_000),
            "<link rel=EditURI ".repeat(100_000),
            "<a href='/x.php".repeat(100_000),
            format!("<script>{}", "wgScriptPath=\"".repeat(100_000)),
            "\u{0}".repeat(1000),
        ] {
            Site::read(body.as_bytes());
        }
        let many: String = (0..1000).map(|n| format!("<a href=/{n}.php>")).collect();
        assert_eq!(site(&many).scripts.len(), MAX_PER_KIND);
        assert_eq!(Site::read(b"\xff\xfe\x00"), Site::default());
    }
}
