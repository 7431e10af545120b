//! The visibility of elements in a browser.

use super::Element;
use crate::mediawiki::html;

impl Element<'_> {
    /// Returns whether a browser hides the element: it is a script or the like, or an attribute of its own
    /// hides it.
    pub fn is_hidden(self) -> bool {
        html::is_hidden(self.name()) || self.attribute("hidden").is_some() || hides(self.style())
    }
}

/// Returns whether a style hides its element.
fn hides(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let mut declarations = style.split(';').filter_map(|it| it.split_once(':'));
    declarations.any(|(property, value)| {
        let value = value.trim().trim_end_matches("!important").trim_end();
        let is_zero = || {
            let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
            digits.parse::<f32>().is_ok_and(|number| number == 0.0)
        };
        match property.trim() {
            "display" => value == "none",
            "visibility" => matches!(value, "hidden" | "collapse"),
            "opacity" | "font-size" => is_zero(),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::mediawiki::tree::{Tree, find};

    #[test]
    fn hidden_elements_are_not_text() {
        let tree = Tree::parse(
            "<div>a<i style='display:none'>1</i><i STYLE=' Display : NONE !important'>2</i><i hidden>3<b>4</b></i>\
             <i style='color: red; visibility:hidden'>5</i><i style='font-size:0px'>6</i><i style='opacity: 0'>7</i>\
             <i style='display:inline; font-size: 0.5em'>b</i><i style='none'>c</i></div>",
        );
        assert_eq!(find(&tree, "div").text(), "abc");
    }
}
