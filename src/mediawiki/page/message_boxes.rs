//! The boxes in which pages show errors and notices, by their classes in each release's skins.

use super::{
    MAX_TEXT, message,
    tree::{Element, Tree},
};

/// The class of the box that says that a right is missing.
const DENIAL_CLASS: &str = "permissions-errors";

/// The classes of error boxes: up to 1.35 (two), then 1.39, then 1.43 and later; and
/// [`DENIAL_CLASS`].
const ERROR_CLASSES: [&str; 5] = [
    "errorbox",
    "error",
    "mw-message-box-error",
    "cdx-message--error",
    DENIAL_CLASS,
];

/// The classes of the notices of steps: of 1.27 to 1.34, then by the same releases.
const NOTICE_CLASSES: [&str; 4] = [
    "warning",
    "warningbox",
    "mw-message-box-warning",
    "cdx-message--warning",
];

/// Returns the errors that a page shows.
pub(super) fn errors(tree: &Tree) -> String {
    boxes(tree, &ERROR_CLASSES)
}

/// Returns the notices that a page shows.
pub(super) fn notices(tree: &Tree) -> String {
    boxes(tree, &NOTICE_CLASSES)
}

/// Returns whether a page says that a right is missing.
pub(super) fn denies(tree: &Tree) -> bool {
    tree.elements()
        .any(|element| element.has_class(DENIAL_CLASS))
}

fn boxes(tree: &Tree, classes: &[&str]) -> String {
    let is_visible_box =
        |e: Element<'_>| e.has_one_of_classes(classes) && !e.style().contains("none");
    join_texts(tree.elements().outermost(is_visible_box))
}

fn join_texts<'t>(elements: impl Iterator<Item = Element<'t>>) -> String {
    let mut all: Vec<String> = Vec::new();
    let mut length = 0;
    for element in elements {
        let text = message::without_marks(&without_heading(element));
        if !text.is_empty() && !all.contains(&text) {
            length += text.len();
            all.push(text);
        }
        if length > MAX_TEXT {
            break;
        }
    }
    all.join("\n").chars().take(MAX_TEXT).collect()
}

/// Returns the text of a box without its heading: up to 1.26 every error box has the same one.
fn without_heading(element: Element<'_>) -> String {
    let text = element.text();
    let heading = element
        .descendants()
        .find(|e| matches!(e.name(), "strong" | "h2"))
        .map(Element::text);
    let rest = heading.and_then(|heading| {
        text.strip_prefix(&heading)?
            .strip_prefix('\n')
            .map(str::to_owned)
    });
    rest.unwrap_or(text)
}
