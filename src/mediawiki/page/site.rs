//! Clues in a page about its wiki: the addresses of its scripts, and its generator.

use std::borrow::Cow;

use serde_json::Deserializer;

use crate::mediawiki::{
    html::beginning,
    tree::{Element, Tree},
};

/// The maximum number of bytes to read. The clues are at the beginning of a page.
const MAX_BYTES: usize = 1 << 20;
/// The maximum number of addresses of one kind.
const MAX_PER_KIND: usize = 8;

/// The maximum length of an address, in bytes.
const MAX_ADDRESS: usize = 1 << 13;

/// The clues of a page. Addresses are unresolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// The generator of the page, such as `MediaWiki 1.39.17`.
    pub generator: Option<String>,
    /// Addresses of api.php, from `<link rel="EditURI">` or an RSD document.
    pub apis: Vec<String>,
    /// Addresses of index.php, from the settings for MediaWiki's own scripts.
    pub configured: Vec<String>,
    /// Addresses of PHP scripts, without query: first those of the page's own styles, scripts and
    /// forms, then those of links, which users may have added.
    pub scripts: Vec<String>,
}

impl Site {
    /// Reads a page, or an RSD document.
    pub fn read(body: &[u8]) -> Self {
        let page = decode(&body[..body.len().min(MAX_BYTES)]);
        let tree = Tree::parse(&page);
        let mut this = Self {
            generator: tree.generator().map(str::to_owned),
            ..Self::default()
        };
        let mut linked = Vec::new();
        for element in tree.elements() {
            this.read_element(element, &mut linked);
        }
        for script in linked {
            add(&mut this.scripts, script);
        }
        this
    }

    fn read_element(&mut self, element: Element<'_>, linked: &mut Vec<String>) {
        let address = |name| element.attribute(name).map(address);
        match element.name() {
            "link" if is_edit_uri(element) => {
                if let Some(href) = address("href").filter(|href| is_rsd(href)) {
                    add(&mut self.apis, href.to_owned());
                }
            }
            // In an RSD document, which other software has too.
            "api" if element.attribute("name") == Some("MediaWiki") => {
                if let Some(link) = address("apilink") {
                    add(&mut self.apis, link.to_owned());
                }
            }
            "link" => self.add_asset(address("href")),
            "script" => {
                self.add_asset(address("src"));
                configure(&element.raw_text(), &mut self.configured);
            }
            "form" => self.add_asset(address("action")),
            "a" => {
                if let Some(script) = address("href").and_then(script) {
                    add(linked, script);
                }
            }
            _ => {}
        }
    }

    fn add_asset(&mut self, address: Option<&str>) {
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

/// Returns an address as it is read: none is longer than servers accept.
fn address(address: &str) -> &str {
    beginning(address, MAX_ADDRESS)
}

fn is_edit_uri(link: Element<'_>) -> bool {
    let relations = beginning(link.attribute("rel").unwrap_or_default(), MAX_ADDRESS);
    relations
        .split_ascii_whitespace()
        .any(|word| word.eq_ignore_ascii_case("EditURI"))
}

/// Returns whether an address is that of MediaWiki's RSD document. Other software has one elsewhere,
/// for example at `xmlrpc.php?rsd`.
fn is_rsd(href: &str) -> bool {
    href.contains("action=rsd")
}

/// Returns the address of a PHP script without path info, query and fragment.
fn script(address: &str) -> Option<String> {
    let name = address.find(".php")? + ".php".len();
    let end = name + usize::from(address[name..].starts_with('5'));
    let is_whole = address[end..].is_empty() || address[end..].starts_with(['/', '?', '#']);
    is_whole.then(|| address[..end].to_owned())
}

/// Reads `wgScript` and `wgScriptPath` from `var wgScript = "/w/index.php";` (up to 1.16) or
/// `"wgScript":"/w/index.php"` (in `mw.config.set` and `RLCONF`).
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

/// Returns the text that a script assigns to a name.
fn setting(script: &str, name: &str) -> Option<String> {
    script
        .match_indices(name)
        .take(MAX_PER_KIND)
        .find_map(|(at, _)| {
            let rest = script[at + name.len()..].trim_start_matches(['"', '\'']);
            let value = rest.trim_start().strip_prefix([':', '='])?;
            let value = beginning(value, MAX_ADDRESS);
            let mut values = Deserializer::from_slice(value.as_bytes()).into_iter::<String>();
            values.next()?.ok()
        })
}

/// Decodes a page. Only ASCII is read from it, so that only UTF-16 needs to be decoded properly.
fn decode(body: &[u8]) -> Cow<'_, str> {
    let utf16 = |decode_unit: fn([u8; 2]) -> u16| {
        let (pairs, _) = body[2..].as_chunks();
        let units: Vec<u16> = pairs.iter().copied().map(decode_unit).collect();
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
    fn addresses_of_api_php() {
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
    fn settings_of_every_release() {
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
    fn utf16_and_latin1_pages() {
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
    fn broken_pages_are_read_in_linear_time() {
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
