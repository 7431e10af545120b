//! Iterators over elements, in document order.

use std::iter;

use super::{Element, Tree};

/// All elements of a page, or all descendants of an element.
#[derive(Debug, Clone)]
pub struct Elements<'t> {
    pub(super) tree: &'t Tree,
    pub(super) next: usize,
    pub(super) end: usize,
}

impl<'t> Iterator for Elements<'t> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        let mut places = self.next..self.end;
        let found = places.find_map(|at| self.tree.element(at));
        self.next = places.start;
        found
    }
}

impl<'t> Elements<'t> {
    /// Leaves out elements with these names and their descendants.
    pub fn except(self, names: &[&str]) -> impl Iterator<Item = Element<'t>> {
        self.unless(|element| names.contains(&element.name()))
    }

    /// Leaves out elements for which `is_left_out` returns `true` and their descendants.
    pub fn unless(
        mut self,
        is_left_out: impl Fn(Element<'t>) -> bool,
    ) -> impl Iterator<Item = Element<'t>> {
        iter::from_fn(move || {
            loop {
                let element = self.next()?;
                if !is_left_out(element) {
                    return Some(element);
                }
                self.next = element.end();
            }
        })
    }

    /// Returns the outermost elements of which `is_wanted` is true: without those inside of another.
    pub fn outermost(
        mut self,
        is_wanted: impl Fn(Element<'t>) -> bool,
    ) -> impl Iterator<Item = Element<'t>> {
        iter::from_fn(move || {
            let found = self.find(|element| is_wanted(*element))?;
            self.next = found.end();
            Some(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_left_out_with_what_is_in_them() {
        let tree = Tree::parse("<a><b><i></i></b><s><b></b></s></a><u><u></u></u>x<b></b>");
        let names = |elements: &mut dyn Iterator<Item = Element<'_>>| {
            elements.map(Element::name).collect::<String>()
        };
        assert_eq!(names(&mut tree.elements()), "abisbuub");
        assert_eq!(names(&mut tree.elements().except(&["b", "u"])), "as");
        let outermost = |wanted: &[&str]| {
            let wanted = |element: Element<'_>| wanted.contains(&element.name());
            names(&mut tree.elements().outermost(wanted))
        };
        assert_eq!(outermost(&["b", "u", "i"]), "bbub");
        let first = tree.elements().next().unwrap();
        assert_eq!(names(&mut first.descendants()), "bisb");
        assert_eq!(names(&mut first.descendants().except(&["s"])), "bi");
    }
}
