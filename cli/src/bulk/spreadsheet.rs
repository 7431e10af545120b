//! Cells of CSV that a spreadsheet opens as the texts that they are.

/// The characters with which a spreadsheet's formula begins, in both widths.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The characters that may precede them in a cell.
const BEFORE: [char; 6] = [' ', '\t', '\r', '\n', '"', '\''];

/// Returns a text in which no cell begins with a formula: an apostrophe precedes what would be one, also after
/// a semicolon, at which a spreadsheet may divide the cell. Different texts stay different.
pub fn without_formula(text: &str) -> String {
    let parts = text.split(';').map(|part| {
        let begins_formula = part.trim_start_matches(BEFORE).starts_with(FORMULA);
        let begins_space = part.starts_with(['\t', '\r', '\n']);
        match begins_formula || begins_space {
            true => format!("'{part}"),
            false => part.to_owned(),
        }
    });
    parts.collect::<Vec<_>>().join(";")
}

/// Returns a cell with a text, in quotation marks and without a formula; nothing for an empty text.
pub fn text_cell(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!("\"{}\"", without_formula(text).replace('"', "\"\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for cell in [
            "=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "\tx", "＝1", "＋1", "－1", "＠A1",
            " =1", "\"=1", "'=1",
        ] {
            assert_eq!(without_formula(cell), format!("'{cell}"));
            assert_eq!(
                without_formula(&format!("a;{cell};b")),
                format!("a;'{cell};b")
            );
        }
        for text in ["a=1", "", ";", "O'Hara", "'a", "a; b", "1-1"] {
            assert_eq!(without_formula(text), text);
        }
        assert_eq!(text_cell("a \"b\";=c"), "\"a \"\"b\"\";'=c\"");
        assert_eq!(text_cell(""), "");
    }
}
