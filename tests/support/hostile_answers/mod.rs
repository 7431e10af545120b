//! Pages and answers that are made to be costly to read, each of any size.

mod json;
mod pages;
mod xml;

use self::{json::JSON, pages::PAGES, xml::XML};

/// A kind of costly page or answer.
pub struct Kind {
    pub name: &'static str,
    pub sort: Sort,
    make: fn(usize) -> Vec<u8>,
}

/// The sort of an answer, by which the paths are chosen that read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Page,
    Json,
    Xml,
}

impl Kind {
    /// Returns an answer of about this size in bytes, and never a larger one.
    pub fn of_size(&self, size: usize) -> Vec<u8> {
        let made = (self.make)(size);
        assert!(made.len() <= size, "{}: {}", self.name, made.len());
        assert!(made.len() > size / 4, "{}: {}", self.name, made.len());
        made
    }
}

/// Returns all kinds.
pub fn kinds() -> Vec<Kind> {
    let of = |sort: Sort| {
        move |(name, make): &(&'static str, fn(usize) -> Vec<u8>)| Kind {
            name,
            sort,
            make: *make,
        }
    };
    let pages = PAGES.iter().map(of(Sort::Page));
    let json = JSON.iter().map(of(Sort::Json));
    pages
        .chain(json)
        .chain(XML.iter().map(of(Sort::Xml)))
        .collect()
}

type Make = (&'static str, fn(usize) -> Vec<u8>);

/// Returns `head`, as many units as fit, and `tail`.
fn filled(size: usize, head: &str, unit: impl Fn(usize) -> String, tail: &str) -> Vec<u8> {
    let mut made = head.to_owned();
    for number in 0.. {
        let unit = unit(number);
        if made.len() + unit.len() + tail.len() > size {
            break;
        }
        made.push_str(&unit);
    }
    made.push_str(tail);
    made.into_bytes()
}
