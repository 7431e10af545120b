//! Special:AllMessages, where tools find the texts of messages if the API is off (`AllMessagesTablePager`).

use super::page;
use crate::{
    api_value::{escape, escape_attribute},
    call::Call,
    http::Response,
    message,
    setting::Setting,
};

/// The number of messages listed by default, and the largest.
const USUAL: usize = 50;
const MOST: usize = 5000;

/// The beginnings of the keys of other messages, which only fill the list. Every real list has thousands.
const OTHER_STEMS: [&str; 17] = [
    "ad", "api", "b", "cl", "ex", "fi", "in", "l", "na", "o", "pr", "rc", "sh", "sp", "tag", "up",
    "w",
];
const OTHERS_OF_A_STEM: usize = 150;

/// Lists the messages after the key `offset` that begin with `prefix`, in the wiki's language.
pub(super) fn list(call: &Call<'_>) -> Response {
    let parameter = |name| call.request.parameter(name).unwrap_or_default();
    let prefix = parameter("prefix").to_ascii_lowercase();
    let limit = parameter("limit").parse().unwrap_or(USUAL).min(MOST);
    let others = OTHER_STEMS.iter().flat_map(|stem| {
        (0..OTHERS_OF_A_STEM).map(move |number| format!("{stem}-other-{number:03}"))
    });
    let mut keys: Vec<String> = others
        .chain(message::keys(call.wiki.release).map(str::to_owned))
        .filter(|key| key.starts_with(&prefix) && title(key).as_str() > parameter("offset"))
        .collect();
    keys.sort();
    keys.truncate(limit);
    let profile = &call.wiki.profile;
    let rows: String = keys.iter().map(|key| row(call, key)).collect();
    let rows = if rows.is_empty() {
        "<tr><td colspan=\"2\">No results</td></tr>".to_owned()
    } else {
        rows
    };
    let (start, end) = if profile.message_rows_in_bodies {
        ("", "")
    } else {
        ("<tbody>", "</tbody>")
    };
    let table = format!(
        "<table class=\"{}\" id=\"mw-allmessagestable\">\n<thead><tr>\n<th rowspan=\"2\">Name\n</th>\n<th>Default message text</th>\n</tr>\n\
         <tr>\n<th>Current message text</th>\n</tr></thead>{start}\n{rows}{end}</table>",
        profile.table_class,
    );
    page(call, "All system messages", &table)
}

fn row(call: &Call<'_>, key: &str) -> String {
    let profile = &call.wiki.profile;
    let title = title(key);
    let link = |space: &str, text: &str| {
        let page = format!("{space}:{title}");
        let address = escape_attribute(&call.article_with(&page, "action=edit&redlink=1"));
        format!(
            "<a href=\"{address}\" class=\"new\" title=\"{page} (page does not exist)\">{text}</a>"
        )
    };
    let (named, title_class, mut text_class) = if profile.message_rows_in_bodies {
        (String::new(), "", String::new())
    } else {
        let named = format!(" id=\"msg_{}\"", escape_attribute(key));
        (
            named,
            " class=\"am_title\"",
            " class=\"am_default\"".to_owned(),
        )
    };
    if profile.message_cells_have_language {
        let language = if call.wiki.has(Setting::Japanese) {
            "ja"
        } else {
            "en"
        };
        text_class = format!(" lang=\"{language}\" dir=\"ltr\"{text_class}");
    }
    let text = escape(call.template(key).unwrap_or("Another message"));
    let row = format!(
        "<tr{named}>\n<td{title_class}>{} ({})</td>\n<td{text_class}>{text}</td>\n</tr>\n",
        link("MediaWiki", key),
        link("MediaWiki_talk", "talk"),
    );
    if profile.message_rows_in_bodies {
        format!("<tbody>{row}</tbody>")
    } else {
        row
    }
}

/// Returns the title of a message's page.
fn title(key: &str) -> String {
    let mut letters = key.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
