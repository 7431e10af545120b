//! Values of the API's parameters.

/// Several values in one parameter of the API; U+001F separates them where one has a
/// bar in it (1.28 and later).
pub(crate) fn multiple<S: AsRef<str>>(values: &[S]) -> String {
    let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    match values.iter().any(|value| value.contains('|')) {
        true => format!("\u{1f}{}", values.join("\u{1f}")),
        false => values.join("|"),
    }
}
