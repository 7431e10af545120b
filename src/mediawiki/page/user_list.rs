//! The list of users (Special:ListUsers, all releases).

use super::{Element, Page};
use crate::mediawiki::{html::with_single_spaces, username};

impl Page {
    /// Returns whether it is the wiki's list of users (Special:ListUsers), recognised by its input for
    /// the first name. Login pages of other software have an input of that name, too.
    pub fn is_user_list(&self) -> bool {
        self.is_mediawiki()
            && self.first_name_input().is_some()
            && !self.is_other_than(&["Listusers"])
    }

    /// Returns the name of a user in this list of users, as the wiki spells it. The list begins with
    /// the asked name, which the input for the first name shows in the wiki's spelling.
    pub fn listed(&self, user: &str) -> Option<String> {
        let first_name = self
            .first_name_input()
            .and_then(|input| input.attribute("value"));
        let first_name = first_name.filter(|name| !name.is_empty());
        let content = self.content();
        let items = content
            .into_iter()
            .flat_map(Element::descendants)
            .filter(|e| e.name() == "li");
        let mut last: Option<Element<'_>> = None;
        let links = items.filter_map(|item| {
            if last.is_some_and(|link| link.is_within(item)) {
                // This item is inside of another one, which has the same first link.
                return None;
            }
            last = item.descendants().find(|e| e.name() == "a");
            last
        });
        links
            .map(|link| with_single_spaces(&link.text()))
            .find(|name| match first_name {
                Some(first_name) if first_name != user => {
                    username::spaced(name) == username::spaced(first_name)
                }
                _ => username::possibly_same(name, user),
            })
    }

    /// Returns the input of the list of users for the first name.
    fn first_name_input(&self) -> Option<Element<'_>> {
        let mut inputs = self.tree.elements().filter(|e| e.name() == "input");
        inputs.find(|input| input.attribute("name") == Some("username"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Response;

    #[test]
    fn only_the_first_link_of_an_item_is_listed() {
        let list = Page::read(&Response::new(
            200,
            Vec::new(),
            "<div id=bodyContent><ul><li><a href=x>Zoe Example</a> (<a>Admin</a>)</li></ul></div>",
        ));
        assert_eq!(list.listed("zoe_Example").as_deref(), Some("Zoe Example"));
        assert!(list.listed("Admin").is_none() && list.listed("Zoe").is_none());
    }
}
