//! The table of Special:AllMessages.
//!
//! Its page shows each message as wikitext in a row with two cells, which begins with a link whose text
//! is the key (AllMessagesTablePager, 1.16 and later). If the wiki has changed a message, a second row
//! with one cell shows the text that is in use.

use super::{Page, variable};

/// The id of the table in every release.
const TABLE_ID: &str = "mw-allmessagestable";

/// The messages on one page of Special:AllMessages.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MessageList {
    /// The keys and texts, in the order of the page.
    pub messages: Vec<(String, String)>,
    /// The language of the messages, if the page contains it.
    pub language: Option<String>,
    /// The language of the wiki's interface for the reader, if the messages are in another one.
    pub reader_language: Option<String>,
}

impl Page {
    /// Returns the messages, if it is Special:AllMessages and complete.
    pub fn message_list(&self) -> Option<MessageList> {
        if self.is_cut_off() {
            return None;
        }
        let mut elements = self.tree.elements();
        let table = elements.find(|e| e.attribute("id") == Some(TABLE_ID))?;
        let mut messages: Vec<(String, String)> = Vec::new();
        let mut language = None;
        for row in table.descendants().outermost(|e| e.name() == "tr") {
            let mut cells = row.descendants().outermost(|e| e.name() == "td");
            match (cells.next(), cells.last()) {
                (Some(title), Some(text)) => {
                    let key = title.descendants().find(|e| e.name() == "a");
                    language = language.or_else(|| text.attribute("lang"));
                    messages.extend(key.map(|key| (key.text(), text.text())));
                }
                (Some(changed), None) => {
                    if let Some((_, text)) = messages.last_mut() {
                        *text = changed.text();
                    }
                }
                (None, _) => {}
            }
        }
        let (language, reader) = self.languages(language);
        let is_other = |reader: &String| {
            let language = language.as_ref();
            language.is_some_and(|language| !reader.eq_ignore_ascii_case(language))
        };
        Some(MessageList {
            messages,
            reader_language: reader.filter(is_other).map(|it| it.to_ascii_lowercase()),
            language,
        })
    }

    /// Returns the language of the messages, which their cells show in `of_cells`, and the reader's. Up
    /// to 1.18 the cells have no language; scripts contain the wiki's and the reader's.
    fn languages(&self, of_cells: Option<&str>) -> (Option<String>, Option<String>) {
        let by_script = |name| {
            let value = variable(&self.tree, name)?;
            value.as_str().map(str::to_owned)
        };
        let Some(language) = of_cells else {
            return (by_script("wgContentLanguage"), by_script("wgUserLanguage"));
        };
        let html = self.tree.elements().find(|e| e.name() == "html");
        let reader = html.and_then(|html| html.attribute("lang"));
        (Some(language.to_owned()), reader.map(str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use crate::{http::Response, mediawiki::page::Page};

    /// The rows of 1.17, of 1.22 and of 1.43, each with one message that the wiki has changed.
    const ROWS: [&str; 3] = [
        "<tr id=\"msg_noname\"><td class=\"am_title\"><a>noname</a> (<a>Talk</a>)</td><td class=\"am_default\">No &lt;b&gt;name&lt;/b&gt;.</td></tr>\n\
         <tr class=\"allmessages-customised\" id=\"msg_nosuch\"><td rowspan=\"2\" class=\"am_title\"><a>nosuch</a></td><td class=\"am_default\">Old</td></tr>\n\
         <tr class=\"allmessages-customised\"><td class=\"am_actual\">New</td></tr>",
        "<tr id=\"msg_noname\"><td class=\"am_title\"><a>noname</a> (<a>Talk</a>)</td><td lang=\"en\" dir=\"ltr\" class=\"am_default\">No &lt;b&gt;name&lt;/b&gt;.</td></tr>\
         <tr><td rowspan=\"2\"><a>nosuch</a></td><td lang=\"en\">Old</td></tr><tr><td lang=\"en\" class=\"am_actual\">New</td></tr>",
        "</tbody><tbody><tr><td><a>noname</a> (<a>talk</a>) (<a>Translate</a>)</td><td lang=\"en\" dir=\"ltr\">No &lt;b&gt;name&lt;/b&gt;.</td></tr></tbody>\
         <tbody><tr><td rowspan=\"2\"><a>nosuch</a></td><td lang=\"en\" class=\"am_default\">Old</td></tr><tr><td lang=\"en\" class=\"am_actual\">New</td></tr></tbody>",
    ];

    fn page(head: &str, rows: &str) -> Page {
        let body = format!(
            "<html lang=\"de\"><head>{head}</head><table id=\"mw-allmessagestable\"><thead><tr><th>Name</th></tr></thead><tbody>{rows}</tbody></table>"
        );
        Page::read(&Response::new(200, Vec::new(), body))
    }

    #[test]
    fn messages_of_every_release_are_read() {
        for rows in ROWS {
            let list = page("", rows).message_list().unwrap();
            let pair = |key: &str, text: &str| (key.to_owned(), text.to_owned());
            assert_eq!(
                list.messages,
                [pair("noname", "No <b>name</b>."), pair("nosuch", "New")]
            );
        }
        let none = page("", "<tr><td colspan=\"2\">No results</td></tr>");
        assert!(none.message_list().unwrap().messages.is_empty());
        let other = Page::read(&Response::new(200, Vec::new(), "<table></table>"));
        assert!(other.message_list().is_none());
    }

    #[test]
    fn the_reader_may_have_another_language() {
        let old = |user: &str| {
            format!("<script>wgUserLanguage=\"{user}\",\nwgContentLanguage=\"en\";</script>")
        };
        for (head, rows, language) in [
            (old("ja"), ROWS[0], Some("ja")),
            (old("en"), ROWS[0], None),
            (String::new(), ROWS[0], None),
            (String::new(), ROWS[1], Some("de")),
            (String::new(), ROWS[2], Some("de")),
        ] {
            let list = page(&head, rows).message_list().unwrap();
            assert_eq!(list.reader_language.as_deref(), language, "{head} {rows}");
        }
    }
}
