//! The question of a captcha, with all that a person needs to answer it.
//!
//! QuestyCaptcha's questions are HTML of the wiki's operator. They hold pictures and links and use
//! markup, and some hide words from people that programs read.

use url::Url;

use super::{
    html::VisibleText,
    tree::{Element, Part, Tree, Visit},
};
use crate::{Captcha, http::address};

/// The maximum number of images of a question.
const MAX_IMAGES: usize = 16;

/// The maximum length of a question's text.
const MAX_TEXT: usize = 1 << 14;

/// The maximum length of a question as HTML, in bytes. The text and the images of a longer one have what is
/// needed to answer it.
const MAX_HTML: usize = 1 << 16;

/// The maximum length of the address of an image that is not the image itself, in bytes.
const MAX_ADDRESS: usize = 1 << 12;

/// Characters that are not seen. The joiners of Persian and Indic scripts are not among them.
const INVISIBLE: [char; 4] = ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'];

const SUPERSCRIPTS: &str =
    "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ";
const SUBSCRIPTS: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ";

/// A question.
#[derive(Debug, Default)]
pub(super) struct Question {
    /// The question as text; see [`Captcha::question`](crate::Captcha::question).
    pub text: Option<String>,
    /// The question as the wiki's HTML.
    pub html: Option<String>,
    /// The addresses of its images, in order.
    pub image_urls: Vec<Url>,
}

impl Question {
    /// Reads a question of the API. Addresses are resolved relative to `base`.
    pub fn read(html: &str, base: &Url) -> Self {
        // No question closes this element.
        let tree = Tree::parse(&format!("<x-question>{html}</x-question>"));
        let question = tree.elements().next();
        let mut this = question.map_or_else(Self::default, |element| Self::of(element, base));
        let html = html.trim();
        this.html = (!html.is_empty() && html.len() <= MAX_HTML).then(|| html.to_owned());
        this
    }

    /// Reads the question that is the content of an element.
    pub fn of(element: Element<'_>, base: &Url) -> Self {
        let mut writer = Writer::new(base);
        element.visit(|part| writer.visit(part));
        // Sums end in `=`, except in the legacy API.
        let text = writer.text.folded().replace(INVISIBLE, "");
        let text = text.trim_end_matches(['=', ' ']).to_owned();
        let html = element.inner_html(MAX_HTML);
        let html = html.map(|html| html.trim().to_owned());
        Self {
            text: Some(text).filter(|text| !text.is_empty()),
            html: html.filter(|html| !html.is_empty()),
            image_urls: writer.image_urls,
        }
    }
}

impl Captcha {
    /// Adds a question and its images.
    pub(super) fn with_question(self, question: Question) -> Self {
        Self {
            question: question.text,
            question_html: question.html,
            image_urls: question.image_urls,
            ..self
        }
    }
}

/// Returns whether an image is the formula of a MathCaptcha (`texvc` and Extension:Math).
pub(super) fn is_formula(image: Element<'_>) -> bool {
    let classes = image.attribute("class").unwrap_or_default();
    image.has_class("tex") || classes.contains("mwe-math")
}

/// Writes the text of a question.
struct Writer<'b> {
    base: &'b Url,
    text: VisibleText,
    image_urls: Vec<Url>,
    /// The lengths of the text at which the open elements began that are written at their end.
    starts: Vec<usize>,
    /// The number of the last item of each open list, if its items are numbered.
    lists: Vec<Option<usize>>,
}

impl<'b> Writer<'b> {
    fn new(base: &'b Url) -> Self {
        Self {
            base,
            text: VisibleText::with_limit(MAX_TEXT),
            image_urls: Vec::new(),
            starts: Vec::new(),
            lists: Vec::new(),
        }
    }

    fn visit(&mut self, part: Part<'_>) -> Visit {
        match part {
            Part::Start(element) if element.is_hidden() => return Visit::Skip,
            Part::Text(text) => self.text.push(text),
            Part::Start(element) => self.start(element),
            Part::End(element) => self.end(element),
        }
        if self.text.is_full() {
            Visit::Stop
        } else {
            Visit::Continue
        }
    }

    fn start(&mut self, element: Element<'_>) {
        self.text.tag_boundary(element.name());
        match element.name() {
            "img" => self.image(element),
            "sup" | "sub" | "a" => self.starts.push(self.text.length()),
            "td" | "th" => self.text.push(" "),
            "ul" => self.lists.push(None),
            "ol" => self.lists.push(Some(0)),
            "li" => {
                if let Some(Some(number)) = self.lists.last_mut() {
                    *number += 1;
                    self.text.push(&format!("{number}. "));
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, element: Element<'_>) {
        match element.name() {
            "sup" => self.raise('^', SUPERSCRIPTS),
            "sub" => self.raise('_', SUBSCRIPTS),
            "a" => self.link(element.attribute("href")),
            "ul" | "ol" => {
                self.lists.pop();
            }
            _ => {}
        }
        self.text.tag_boundary(element.name());
    }

    /// Returns the text of the element that ends, which was removed.
    fn take_element(&mut self) -> String {
        let start = self.starts.pop().unwrap_or_default();
        self.text.split_off(start)
    }

    /// Writes the element that ends as raised or lowered characters, or after a mark if there are none for
    /// its text.
    fn raise(&mut self, mark: char, table: &str) {
        let inner = self.take_element();
        let inner = inner.trim();
        let raised = |c: char| {
            let mut table = table.chars();
            table.by_ref().step_by(2).position(|it| it == c)
        };
        let found: Option<Vec<usize>> = inner.chars().map(raised).collect();
        let written = match found {
            Some(places) => {
                let character = |place: usize| table.chars().nth(2 * place + 1);
                places.into_iter().filter_map(character).collect()
            }
            None if inner.chars().count() == 1 => format!("{mark}{inner}"),
            None => format!("{mark}({inner})"),
        };
        self.text.push(&written);
    }

    /// Writes the address of the link that ends after its text.
    fn link(&mut self, address: Option<&str>) {
        let inner = self.take_element();
        self.text.push(&inner);
        let address = address.filter(|address| !address.trim_start().starts_with('#'));
        let Some(url) = address.and_then(|address| address::resolve(self.base, address)) else {
            return;
        };
        let shown = inner.trim();
        if shown.is_empty() {
            self.text.push(url.as_str());
        } else if shown.trim_end_matches('/') != url.as_str().trim_end_matches('/') {
            self.text.push(&format!(" ({url})"));
        }
    }

    fn image(&mut self, image: Element<'_>) {
        let description = image.attribute("alt").unwrap_or_default().trim();
        if is_formula(image) {
            self.text.push(description);
            return;
        }
        let source = image.attribute("src").unwrap_or_default().trim();
        let url = image_url(self.base, source).filter(|_| self.image_urls.len() < MAX_IMAGES);
        let Some(url) = url else {
            self.text.push(description);
            return;
        };
        self.image_urls.push(url);
        let number = self.image_urls.len();
        self.text.push(&if description.is_empty() {
            format!("[image {number}]")
        } else {
            format!("[image {number}: {description}]")
        });
    }
}

/// Returns the address of an image: on the web, or its content itself.
fn image_url(base: &Url, source: &str) -> Option<Url> {
    if source.is_empty() {
        return None;
    }
    let scheme = source.get(..5).unwrap_or_default();
    let is_data = scheme.eq_ignore_ascii_case("data:");
    // An image has ASCII characters only; others would take three times their room.
    if is_data && source.is_ascii() {
        Url::parse(source).ok()
    } else if !is_data && source.len() <= MAX_ADDRESS {
        address::resolve(base, source)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Question {
        let base = Url::parse("https://wiki.example/w/api.php").unwrap();
        Question::read(html, &base)
    }

    #[test]
    fn texts_have_what_is_needed_to_answer() {
        for (html, text) in [
            ("What is 2<sup>3</sup>?", "What is 2³?"),
            ("H<sub>2</sub>O", "H₂O"),
            ("the 1<sup>st</sup> of x<sup>n+1</sup>", "the 1ˢᵗ of xⁿ⁺¹"),
            ("2<sup>Q</sup>, 2<sup>a b</sup>", "2^Q, 2^(a b)"),
            ("2<sup>3<sup>2</sup></sup>", "2^(3²)"),
            ("x<sub>ab</sub>", "x_(ab)"),
            ("2<sup>3", "2³"),
            (
                "the last word of <a href='/rules?a&amp;b'>the rules</a>?",
                "the last word of the rules (https://wiki.example/rules?a&b)?",
            ),
            (
                "<a href='https://a.example/'>https://a.example</a> <a href='#x'>x</a> <a href='javascript:y'>y</a> <a>z</a>",
                "https://a.example x y z",
            ),
            ("<a href='//b.example/c'></a>", "https://b.example/c"),
            ("Type <img src='/i/w.png'> here", "Type [image 1] here"),
            (
                "<img src='a.png' alt='a cat'> or <img src='b.png' alt=''>?",
                "[image 1: a cat] or [image 2]?",
            ),
            ("<img alt='no source'>", "no source"),
            (
                "Use <span style='display:none'>bots</span>only <i hidden>never</i> the &quot;W&#8203;i&shy;ki&quot;",
                "Use only the \"Wiki\"",
            ),
            ("letters of <code>a b c</code>", "letters of a b c"),
            ("<ol><li>one<li>two</ol>", "1. one\n2. two"),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "a b\nc",
            ),
            (
                "<span style=\"display: none;\"><math>no</math></span><img class='mwe-math-fallback-image-inline' src='/x.svg' alt='39 + 6'> = ",
                "39 + 6",
            ),
            ("83+2 =", "83+2"),
            ("a < b", "a < b"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ] {
            assert_eq!(read(html).text.as_deref(), Some(text), "{html}");
        }
        for html in ["", " ", "<!-- c -->", "<i hidden>a</i>"] {
            assert_eq!(read(html).text, None, "{html}");
        }
    }

    #[test]
    fn images_have_addresses() {
        let urls = |html: &str| {
            let urls = read(html).image_urls;
            urls.iter().map(Url::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            urls(
                "<img src=w.png><img src='//c.example/d'><img src='ftp://e'><img src='data:image/png;base64,AA=='>"
            ),
            [
                "https://wiki.example/w/w.png",
                "https://c.example/d",
                "data:image/png;base64,AA=="
            ]
        );
        assert_eq!(urls("<i hidden><img src=a></i>"), [""; 0]);
        assert_eq!(urls(&"<img src=a>".repeat(99)).len(), MAX_IMAGES);
    }

    #[test]
    fn html_is_as_the_wiki_sent_it() {
        let html = "What is <b>2</b><sup>3</sup>?</x>";
        assert_eq!(read(html).html.as_deref(), Some(html));
        let tree = Tree::parse("<label><b>a</b> &amp; b</label>");
        let base = Url::parse("https://wiki.example/").unwrap();
        let label = tree.elements().next().unwrap();
        let question = Question::of(label, &base);
        assert_eq!(question.html.as_deref(), Some("<b>a</b> &amp; b"));
    }

    #[test]
    fn long_questions_end() {
        let deep = "<sup>".repeat(4000) + "x";
        assert!(read(&deep).text.is_some());
        let long = "word ".repeat(50_000);
        assert_eq!(read(&long).text.unwrap().len(), MAX_TEXT);
        assert_eq!(read(&long).html, None);
    }
}
