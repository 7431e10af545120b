//! Pages and answers that are made to be costly to read, each of any size.

mod json;
mod pages;
mod template;
mod xml;

/// A kind of costly page or answer.
pub struct Kind {
    pub name: &'static str,
    pub sort: Sort,
    make: Make,
}

/// The sort of an answer, by which the paths are chosen that read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Page,
    Json,
    Xml,
}

/// The generator of a kind.
enum Make {
    /// A [template].
    Template(String),
    Function(fn(usize) -> Vec<u8>),
}

/// A kind by its name: its part of a [template].
type Row = (&'static str, &'static str);

/// Kinds, and the frame around the part of each of them.
type Table = (fn(&str) -> String, &'static [Row]);

/// A kind by its name: a function.
type Function = (&'static str, fn(usize) -> Vec<u8>);

impl Kind {
    /// Returns an answer of about this size in bytes, and never a larger one.
    pub fn of_size(&self, size: usize) -> Vec<u8> {
        let made = match &self.make {
            Make::Template(template) => template::filled(template, size),
            Make::Function(make) => make(size),
        };
        assert!(made.len() <= size, "{}: {}", self.name, made.len());
        assert!(made.len() > size / 4, "{}: {}", self.name, made.len());
        made
    }
}

/// Returns all kinds.
pub fn kinds() -> Vec<Kind> {
    [pages::kinds(), json::kinds(), xml::kinds()]
        .into_iter()
        .flatten()
        .collect()
}

/// Returns the kinds of one sort.
fn kinds_of(sort: Sort, tables: &[Table], functions: &[Function]) -> Vec<Kind> {
    let rows = tables.iter().flat_map(|(frame, rows)| {
        let template = |(name, row): &Row| (*name, Make::Template(frame(row)));
        rows.iter().map(template)
    });
    let functions = functions
        .iter()
        .map(|(name, make)| (*name, Make::Function(*make)));
    rows.chain(functions)
        .map(|(name, make)| Kind { name, sort, make })
        .collect()
}
