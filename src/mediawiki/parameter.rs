//! Values of API parameters.

/// Joins several values for one API parameter with `|`, or with U+001F if a value contains `|` (1.28
/// and later).
pub(crate) fn multiple<S: AsRef<str>>(values: &[S]) -> String {
    let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    if values.iter().any(|value| value.contains('|')) {
        format!("\u{1f}{}", values.join("\u{1f}"))
    } else {
        values.join("|")
    }
}
