//! The sentence with which a server in front of a wiki says why it refuses.

use super::{html, tree::Tree};
use crate::http::Response;

/// The number of bytes of a body that are read.
const MAX_READ: usize = 1 << 16;

/// Maximum length of a sentence, in characters.
const MAX_LENGTH: usize = 300;

/// Returns the server's own sentence: a body of plain text, or of a page its title, and if that names
/// the status only, its text. `None` if the body says no more than the status, for JSON, and for a page
/// of the wiki, whose text is not about the refusal.
pub fn find(response: &Response) -> Option<String> {
    let body = html::decode_beginning(&response.body, MAX_READ);
    let start = body.trim_start_matches('\u{feff}').trim_start();
    let candidates = if start.starts_with(['{', '[']) {
        return None;
    } else if !start.starts_with('<') {
        [Some(telling_lines(start)), None]
    } else {
        let tree = Tree::parse(start);
        let is_wikis = tree.generator().is_some();
        let text = || telling_lines(&without_title(start));
        [title(&tree), (!is_wikis).then(text)]
    };
    let mut candidates = candidates.into_iter().flatten();
    candidates.find(|sentence| !names_status_only(sentence))
}

fn title(tree: &Tree) -> Option<String> {
    let title = tree.elements().find(|e| e.name() == "title")?;
    let title = title.raw_text();
    (!title.is_empty()).then(|| one_line(&title))
}

/// Returns a page without its title, which is no part of the visible text.
fn without_title(page: &str) -> String {
    let lower = page.to_ascii_lowercase();
    match (lower.find("<title"), lower.find("</title>")) {
        (Some(start), Some(end)) if start < end => {
            format!("{}{}", &page[..start], &page[end + "</title>".len()..])
        }
        _ => page.to_owned(),
    }
}

/// Returns the text without the lines that name the status only.
fn telling_lines(page: &str) -> String {
    let text = html::to_text(page);
    let lines = text.lines().filter(|line| !names_status_only(line));
    one_line(&html::joined(lines, ' '))
}

fn one_line(text: &str) -> String {
    let line = html::with_single_spaces(text).replace(char::is_control, "");
    match line.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// Returns whether a sentence has no word besides the status, its names in HTTP, and the like.
fn names_status_only(sentence: &str) -> bool {
    const NAMES: [&str; 12] = [
        "access",
        "acceptable",
        "denied",
        "error",
        "forbidden",
        "http",
        "many",
        "not",
        "requests",
        "status",
        "too",
        "nginx",
    ];
    let mut words = sentence
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.all(|word| {
        word.bytes().all(|byte| byte.is_ascii_digit())
            || NAMES.iter().any(|name| word.eq_ignore_ascii_case(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_servers() {
        let policy = "Use a user agent with a contact address; see https://policy.example/robots";
        let long = "word ".repeat(100);
        for (body, sentence) in [
            (policy, Some(policy)),
            ("Too Many Requests", None),
            ("", None),
            (
                r#"{"httpCode":429,"httpReason":"limit of this client"}"#,
                None,
            ),
            (
                "<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1><hr>nginx/1.24.0</body></html>",
                None,
            ),
            (
                "<title>Not acceptable</title><body><h1>406 Not acceptable</h1>The firewall did not accept\n the request.</body>",
                Some("The firewall did not accept the request."),
            ),
            (
                "<!DOCTYPE html><title>Requests from &#34;cloud&#34; networks are refused</title><body>Ref 17</body>",
                Some("Requests from \"cloud\" networks are refused"),
            ),
            (
                "<title>Forbidden</title><meta name=generator content='MediaWiki 1.43.5'><body>Main page</body>",
                None,
            ),
        ] {
            let response = Response::new(403, Vec::new(), body);
            assert_eq!(find(&response).as_deref(), sentence, "{body}");
        }
        let found = find(&Response::new(403, Vec::new(), &*long)).unwrap();
        assert_eq!(found.chars().count(), 300);
        assert!(found.ends_with("word…"));
    }
}
