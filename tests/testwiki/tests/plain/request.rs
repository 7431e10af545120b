//! An HTTP/1.1 request as bytes.

use std::collections::BTreeMap;

/// Returns the bytes of a request for `target` of `host` with `headers`, `cookies`, and `form` as its body if
/// there is one. It asks to close the connection after the response.
pub fn written(
    host: &str,
    method: &str,
    target: &str,
    headers: &[(&str, String)],
    form: Option<&str>,
    cookies: &BTreeMap<String, String>,
) -> String {
    let mut request =
        format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    if !cookies.is_empty() {
        let cookies: Vec<_> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        request += &format!("Cookie: {}\r\n", cookies.join("; "));
    }
    if let Some(form) = form {
        request += &format!(
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            form.len()
        );
    }
    request += "\r\n";
    request += form.unwrap_or_default();
    request
}
