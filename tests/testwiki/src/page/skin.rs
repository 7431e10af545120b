//! The frame of every page, as far as tools read it: the head and its script.

use super::title::Title;
use crate::{
    api_value::{escape, escape_attribute},
    call::Call,
    http::Response,
    setting::Setting,
};

/// Returns a page of the wiki.
pub(super) fn page(call: &Call<'_>, title: &str, content: &str) -> Response {
    page_with(call, 200, title, content)
}

/// Returns a page with its own HTTP status.
pub(super) fn page_with(call: &Call<'_>, status: u16, title: &str, content: &str) -> Response {
    let profile = &call.wiki.profile;
    let release = call.wiki.release;
    let end = profile.empty_tag;
    let shown = escape(title);
    let script = profile.config_script.replace("$1", &config(call, title));
    let mut head = format!(
        "<meta charset=\"UTF-8\"{end}>\n<title>{shown} - LabWiki</title>\n<script>{script}</script>\n"
    );
    if profile.resource_loader {
        let origin = if profile.loader_absolute {
            &call.origin
        } else {
            ""
        };
        let loader = call.script("load");
        head += &format!(
            "<link rel=\"stylesheet\" href=\"{origin}{loader}?lang=en&amp;modules=site.styles&amp;only=styles&amp;skin=vector\"{end}>\n"
        );
    }
    head += &format!("<meta name=\"generator\" content=\"MediaWiki {release}\"{end}>\n");
    let search = if profile.search_by_rest {
        format!("{}/v1/search", call.script("rest"))
    } else {
        call.script("opensearch_desc")
    };
    head += &format!(
        "<link rel=\"search\" type=\"application/opensearchdescription+xml\" href=\"{search}\" title=\"LabWiki (en)\"{end}>\n"
    );
    // MediaWiki still advertises an API that only the web server blocks.
    if profile.rsd && !(call.wiki.has(Setting::NoApi) && profile.api_setting) {
        let rsd = format!("{}{}?action=rsd", call.server(), call.script("api"));
        let rsd = escape_attribute(&rsd);
        head +=
            &format!("<link rel=\"EditURI\" type=\"application/rsd+xml\" href=\"{rsd}\"{end}>\n");
    }
    let language = if call.wiki.has(Setting::Japanese) {
        "ja"
    } else {
        "en"
    };
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\" dir=\"ltr\">\n<head>\n{head}</head>\n<body class=\"mediawiki\">\n\
         <div id=\"content\">\n<h1 id=\"firstHeading\" class=\"firstHeading\">{shown}</h1>\n\
         <div id=\"bodyContent\">\n{content}\n</div>\n</div>\n</body>\n</html>\n",
    );
    Response::html(status, body)
}

/// Returns the page's configuration: an object, or variables up to 1.16.
///
/// Only those variables contain the path of the scripts; later releases leave it to the loader.
fn config(call: &Call<'_>, title: &str) -> String {
    let profile = &call.wiki.profile;
    let user = call.user.as_deref();
    let mut values = Vec::new();
    if profile.config_is_variables {
        values = vec![
            ("wgArticlePath", call.article("$1").replace("%241", "$1")),
            ("wgScriptPath", call.path.clone()),
            ("wgScript", call.script("index")),
            ("wgServer", call.server().to_owned()),
        ];
    }
    values.push(("wgPageName", title.replace(' ', "_")));
    let special = match special_page(call) {
        Some(name) => name.into(),
        None => serde_json::Value::Bool(false),
    };
    let values = values
        .into_iter()
        .map(|(name, value)| (name, value.into()))
        .chain([
            ("wgCanonicalSpecialPageName", special),
            (
                "wgUserName",
                user.map_or(serde_json::Value::Null, Into::into),
            ),
        ]);
    let (quote, sign, between) = profile.config_signs;
    let printed: Vec<_> = values
        .map(|(name, value)| format!("{quote}{name}{quote}{sign}{value}"))
        .collect();
    printed.join(between)
}

/// Returns the name of the special page that answers. A page that the caller may not read is `Badtitle`, as the login
/// is printed instead.
fn special_page(call: &Call<'_>) -> Option<&'static str> {
    let title = Title::of(call.title().as_deref()?, call.wiki)?;
    if call.has_right("read") || title.is_readable() {
        title.special?.canonical()
    } else {
        Some("Badtitle")
    }
}
