//! Pages that name api.php, or do not.

use super::*;

pub fn rows() -> Vec<Row> {
    let address = "https://wiki.example.org/wiki/Some_page";
    let one = |what, requests, body: String| {
        found(
            what,
            address,
            API,
            requests,
            serving(address, Site::page(body)),
        )
    };
    let wiki = |what, requests, head: &str| {
        found(
            what,
            address,
            API,
            requests,
            serving(address, made_by_mediawiki(head)),
        )
    };
    let utf16 = |text: &str| {
        let text = format!("\u{feff}{text}");
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>()
    };
    let latin = [
        b"<title>\xc4\xd6\xdc</title>",
        article("/w/api.php?action=rsd").as_bytes(),
    ]
    .concat();
    let xhtml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \
        \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"en\">\n<head>\
        <meta name=\"generator\" content=\"MediaWiki 1.16.5\" />\n\
        <script type=\"text/javascript\">/*<![CDATA[*/\nvar skin=\"vector\", stylepath=\"/w/skins\", wgArticlePath=\"/wiki/$1\", \
        wgScriptPath=\"/w\", wgScriptExtension=\".php\", wgScript=\"/w/index.php\";\n/*]]>*/</script>\n</head><body></body></html>";
    vec![
        one("a private wiki's login page", 1, html(
            "<meta name=\"generator\" content=\"MediaWiki 1.43.3\"><link rel=\"EditURI\" href=\"https://wiki.example.org/w/api.php?action=rsd\">",
            "Please <a href=\"/w/index.php?title=Special:UserLogin\">log in</a> to view other pages.")),
        one("a mobile skin's page", 1, html(
            "<link rel=\"canonical\" href=\"https://www.example.org/wiki/Some_page\"><link rel=\"EditURI\" type=\"application/rsd+xml\" href=\"//wiki.example.org/w/api.php?action=rsd\">",
            "")),
        one("an XHTML page of 1.16", 1, xhtml.to_owned()),
        one("mw.config.set, no EditURI", 1, html(
            "<script>if(window.mw){mw.config.set({\"wgScriptPath\":\"\\/w\",\"wgScript\":\"\\/w\\/index.php\"});}</script>", "")),
        one("RLCONF, no EditURI", 1, html("<script>RLCONF={\"wgBreakFrames\":!1,\"wgScriptPath\":\"/w\"};</script>", "")),
        found("var wgScript of php5", address, "https://wiki.example.org/w/api.php5", 1,
            serving(address, Site::page(html("<script type=\"text/javascript\">var wgScriptPath = \"/w\";\nvar wgScript = \"/w/index.php5\";</script>", "")))),
        wiki("generator and load.php", 1, "<link rel=\"stylesheet\" href=\"/w/load.php?lang=en&amp;modules=site\">"),
        wiki("generator and opensearch_desc.php", 1, "<link rel=\"search\" href=\"/w/opensearch_desc.php\">"),
        one("a link to index.php, no generator", 1, html("", "<li id=\"ca-edit\"><a href=\"/w/index.php?title=A&amp;action=edit\">Edit</a>")),
        wiki("the generator alone", 1, ""),
        found("nothing, but /wiki/ holds it", "https://wiki.example.org/wiki/", "https://wiki.example.org/wiki/api.php", 1,
            serving("https://wiki.example.org/wiki/", Site::page("<p>Hello"))),
        found("nothing, but the root holds it", "https://wiki.example.org/", "https://wiki.example.org/api.php", 2,
            serving("https://wiki.example.org/", Site::page("<p>Hello"))),
        found("nothing, from a page in /wiki/, but the root holds it", "https://wiki.example.org/wiki/Main", "https://wiki.example.org/api.php", 3,
            serving("https://wiki.example.org/wiki/Main", Site::page("<p>Hello"))),
        found("a wrong guess that lands on an article", "https://wiki.example.org/", "https://wiki.example.org/wiki/api.php", 2,
            serving("https://wiki.example.org/", Site::page("<p>Hello"))
                .at("https://wiki.example.org/w/*", Site::page(article("/wiki/api.php?action=rsd") + "{\"query\":{\"general\":{}}}"))),
        found("a 404 page of the wiki's", address, API, 1,
            serving(address, Site::Page(404, article("/w/api.php?action=rsd").into()))),
        found("a page that is forbidden", address, API, 1, serving(address, Site::Page(403, b"<h1>Forbidden</h1>".to_vec()))),
        found("a page too large to read", address, API, 1,
            serving(address, Site::Failure(TransportError::new(Reason::TooLarge, "the page is larger than 1048576 bytes")))),
        found("a large page", address, API, 1,
            serving(address, Site::page(article("/w/api.php?action=rsd") + &"<p>text".repeat(100_000)))),
        found("a Latin-1 page", address, API, 1, serving(address, Site::page(latin))),
        found("a UTF-16 page", address, API, 1, serving(address, Site::page(utf16(&article("/w/api.php?action=rsd"))))),
        found("broken markup", address, API, 1, serving(address, Site::page(
            "<html><head<<link rel=EditURI\nhref='/w/api.php?action=rsd' <p </script><table><!--"))),
        found("EditURI in a comment and in a script", address, API, 2, serving(address, Site::page(html(
            "<!-- <link rel=\"EditURI\" href=\"/no/api.php?action=rsd\"> --><script>\"<link rel='EditURI' href='/no/api.php?action=rsd'>\"</script>",
            "<a href=\"/index.php/A\">")))),
        found("EditURI of another host", address, API, 1,
            serving(address, made_by_mediawiki("<link rel=\"EditURI\" href=\"https://evil.example.net/w/api.php?action=rsd\">"))
                .at("https://evil.example.net/*", Site::Api)),
        found("EditURI of another port", address, API, 1,
            serving(address, made_by_mediawiki("<link rel=\"EditURI\" href=\"https://wiki.example.org:8443/w/api.php?action=rsd\">"))
                .at("https://wiki.example.org:8443/*", Site::Api)),
        found("EditURI of a wiki that takes itself for http", address, API, 1,
            serving(address, Site::page(article("http://wiki.example.org/w/api.php?action=rsd")))),
    ]
}
