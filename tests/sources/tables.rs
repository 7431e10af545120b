//! Tables of documents whose rows a test makes, and whose sentences people write.

use std::collections::BTreeMap;

/// Returns the third cell of each row of a table by its first cell, which is in `code`.
pub fn sentences<'a>(page: &'a str, head: &str) -> BTreeMap<&'a str, &'a str> {
    let (_, rows) = page.split_once(head).expect("the page has the table");
    let rows = rows.lines().take_while(|row| row.starts_with('|'));
    let cells = rows.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>());
    cells
        .map(|cells| (cells[1].trim_matches('`'), cells[3]))
        .collect()
}

/// Returns the page with another table in the place of the one with this head.
pub fn replace(page: &str, head: &str, table: &str) -> String {
    let (before, rest) = page.split_once(head).expect("the page has the table");
    let rows: String = rest
        .split_inclusive('\n')
        .take_while(|row| row.starts_with('|'))
        .collect();
    format!("{before}{table}{}", &rest[rows.len()..])
}
