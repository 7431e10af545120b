//! The name of an account in the content of a page, such as the page that tells a creator that the
//! account was created (`accountcreatedtext`: up to 1.21 the name alone, later with links to the
//! user's page and talk page).

use url::{Url, form_urlencoded};

use super::tree::Element;
use crate::mediawiki::username;

/// The number of links and emphasised texts that are read, and of words of the text: a page of success has
/// a few.
const MAX_MARKED: usize = 1000;

/// The number of elements that may be inside of a name, such as `<bdi>`.
const MAX_INSIDE: usize = 4;

/// The number of characters of the text in which a name is searched.
const MAX_TEXT: usize = 1 << 14;

/// Returns the name by which `content` mentions an account, which may differ from `account` as in
/// [`username::possibly_same`]. Elements for which `is_frame` returns `true` are left out.
pub(super) fn find<'t>(
    content: Element<'t>,
    is_frame: impl Fn(Element<'t>) -> bool,
    account: &str,
) -> Option<String> {
    if username::spaced(account).is_empty() {
        return None;
    }
    let marked = content.descendants().unless(&is_frame).map(names_in);
    let marked = marked.filter(|names| !names.is_empty()).take(MAX_MARKED);
    let mut marked = marked.flatten();
    let in_markup = marked.find(|name| username::possibly_same(name, account));
    in_markup.or_else(|| {
        let text = content.text_without(&is_frame);
        in_text(&text.chars().take(MAX_TEXT).collect::<String>(), account)
    })
}

/// Returns what may be a user name in an element: the text of a link or of emphasised text, and the
/// page in the user's namespace to which a link leads.
fn names_in(element: Element<'_>) -> Vec<String> {
    let is_link = element.name() == "a";
    let is_emphasised =
        matches!(element.name(), "b" | "strong" | "bdi") || element.has_class("mw-userlink");
    let mut names = Vec::new();
    // Emphasis that is never closed holds the rest of the page.
    let is_short = element.descendants().nth(MAX_INSIDE).is_none();
    if (is_link || is_emphasised) && is_short {
        names.push(element.text());
    }
    if is_link {
        // The title of a link to a missing page has an addition in the language of the wiki.
        let title = element.attribute("title").map(str::to_owned);
        let titles = [element.attribute("href").and_then(linked_title), title];
        names.extend(titles.into_iter().flatten().filter_map(without_namespace));
    }
    names
}

/// Returns the title of the page to which a link leads: its parameter `title`, or the end of its
/// path.
fn linked_title(href: &str) -> Option<String> {
    let base = Url::parse("http://wiki.invalid/").ok()?;
    let url = base.join(href).ok()?;
    let mut query = url.query_pairs();
    if let Some((_, title)) = query.find(|(name, _)| name == "title") {
        return Some(title.into_owned());
    }
    let path = format!("={}", url.path_segments()?.next_back()?.replace('+', "%2B"));
    let mut decoded = form_urlencoded::parse(path.as_bytes());
    decoded.next().map(|(_, title)| title.into_owned())
}

fn without_namespace(title: String) -> Option<String> {
    let (_, name) = title.split_once(':')?;
    Some(name.replace('_', " "))
}

/// Finds a name in a text, where it may not be a part of a longer word.
fn in_text(text: &str, account: &str) -> Option<String> {
    let name = username::spaced(account);
    let mut letters = name.chars();
    letters.next()?;
    let rest = letters.as_str();
    // The wiki may show one or more letters in place of the first one.
    let with_first_letter = text.match_indices(rest).flat_map(|(at, _)| {
        let end = at + rest.len();
        let starts = text[..at].char_indices().rev().take(3);
        starts.map(move |(start, _)| (start, end))
    });
    let whole = with_first_letter
        .filter(|(start, end)| is_word_end(&text[..*start], &text[*start..*end], &text[*end..]));
    let mut whole = whole.take(MAX_MARKED);
    let found = whole.find(|(start, end)| username::possibly_same(&text[*start..*end], account));
    found.map(|(start, end)| text[start..end].to_owned())
}

/// Returns whether `name` is not a part of a longer word of the text around it.
fn is_word_end(before: &str, name: &str, after: &str) -> bool {
    let joins = |neighbour: Option<char>, end: Option<char>| match (neighbour, end) {
        (Some(neighbour), Some(end)) => {
            neighbour.is_alphanumeric() && !is_unspaced(neighbour) && !is_unspaced(end)
        }
        _ => false,
    };
    !joins(before.chars().next_back(), name.chars().next())
        && !joins(after.chars().next(), name.chars().next_back())
}

/// Returns whether a letter is of a script that writes words without spaces between them, or writes
/// particles without a space after a name (Korean).
fn is_unspaced(letter: char) -> bool {
    matches!(
        letter,
        // Thai, Lao, Tibetan, Burmese
        '\u{e00}'..='\u{109f}'
            // Korean
            | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{a960}'..='\u{a97f}'
            | '\u{ac00}'..='\u{d7ff}'
            // Khmer, Tai Le and New Tai Lue, Tai Tham, Balinese
            | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{19df}' | '\u{1a20}'..='\u{1aaf}'
            | '\u{1b00}'..='\u{1b7f}'
            // Chinese, Japanese, Yi
            | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{312f}'
            | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{a4cf}'
            | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ffdc}' | '\u{20000}'..='\u{3ffff}'
            // Javanese, more Burmese
            | '\u{a980}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}'
    )
}

#[cfg(test)]
mod tests {
    use crate::{http::Response, mediawiki::page::Page};

    fn shown(content: &str, account: &str) -> Option<String> {
        let html = format!("<div id=bodyContent>{content}</div>");
        Page::read(&Response::new(200, Vec::new(), html)).shown_name(account)
    }

    #[test]
    fn names_in_texts() {
        for (text, account, name) in [
            (
                "The account Ann (talk) was made by Annabel.",
                "Ann",
                Some("Ann"),
            ),
            (
                "The account Ann (talk) was made by Annabel.",
                "annabel",
                Some("Annabel"),
            ),
            (
                "The account Ann (talk) was made by Annabel.",
                "Annabe",
                None,
            ),
            ("The account Ann (talk) was made by Annabel.", "nn", None),
            ("The account Ann (talk) was made by Annabel.", "Zoe", None),
            (
                "The account for Zoe Example is made.",
                "zoe_Example",
                Some("Zoe Example"),
            ),
            // MediaWiki 1.16 in Japanese, Thai, Korean, Turkish, Georgian and German.
            (
                "Zoeの利用者アカウントが作成されました。",
                "zoe",
                Some("Zoe"),
            ),
            ("利用者アカウントZoeが作成されました。", "Zoe", Some("Zoe")),
            ("利用者アカウントZoeyが作成されました。", "Zoe", None),
            (
                "太郎の利用者アカウントが作成されました。",
                "太郎",
                Some("太郎"),
            ),
            ("บัญชีผู้ใช้สำหรับZoeถูกสร้างขึ้นแล้ว", "Zoe", Some("Zoe")),
            ("Zoe의 사용자 계정이 만들어졌습니다.", "Zoe", Some("Zoe")),
            (
                "İbrahim için bir kullanıcı hesabı açıldı.",
                "ibrahim",
                Some("İbrahim"),
            ),
            ("İbrahim için bir kullanıcı hesabı açıldı.", "brahim", None),
            (
                "მომხმარებლის ანგარიში გიორგი შექმნილია.",
                "გიორგი",
                Some("გიორგი"),
            ),
            (
                "Das Benutzerkonto ßeta wurde eingerichtet.",
                "ßeta",
                Some("ßeta"),
            ),
            (
                "Das Benutzerkonto SSeta wurde eingerichtet.",
                "ßeta",
                Some("SSeta"),
            ),
            ("The account X was made.", "x", Some("X")),
            ("The account is made.", "", None),
        ] {
            assert_eq!(shown(text, account).as_deref(), name, "{text} {account}");
        }
    }

    #[test]
    fn names_in_markup() {
        let missing = "<a href='/index.php?title=User:Zoe_Example&amp;action=edit&amp;redlink=1' class=new title='User:Zoe Example (page does not exist)'>";
        for (content, account, name) in [
            ("a<a href=x>Zoe</a>b", "zoe", Some("Zoe")),
            ("a<b>Zoe</b>b", "zoe", Some("Zoe")),
            (
                "a<span class=mw-userlink><bdi>Zoe</bdi></span>b",
                "zoe",
                Some("Zoe"),
            ),
            ("a<i>Zoe</i>b", "zoe", None),
            ("a<a href=x>Zoe B</a>b", "zoe", None),
            (
                "a<a href=/wiki/%E5%88%A9%E7%94%A8%E8%80%85:Zo%C3%AB>talk</a>b",
                "Zoë",
                Some("Zoë"),
            ),
            (
                "a<a href='/wiki/User:A%2BB_%26_C'>talk</a>b",
                "a+B & C",
                Some("A+B & C"),
            ),
            (
                "a<a href=x title='User talk:Zoe'>talk</a>b",
                "zoe",
                Some("Zoe"),
            ),
            (
                &format!("a{missing}talk</a>b"),
                "zoe Example",
                Some("Zoe Example"),
            ),
            (
                "a<a href=/wiki/Kullan%C4%B1c%C4%B1:%C4%B0brahim>x</a>b",
                "ibrahim",
                Some("İbrahim"),
            ),
            ("a<a href=/wiki/Zoe>x</a>b", "zoe", None),
            (
                "<p id=mw-returnto>Return to <a href=/wiki/Main_Page>Main Page</a>",
                "Main Page",
                None,
            ),
            ("<form><b>Zoe</b></form>", "Zoe", None),
        ] {
            assert_eq!(shown(content, account).as_deref(), name, "{content}");
        }
    }

    #[test]
    fn hostile_pages_are_searched() {
        assert_eq!(shown(&"a".repeat(1 << 20), "a"), None);
        assert_eq!(shown(&"<a href=x:y>".repeat(80_000), "Zoe"), None);
    }
}
