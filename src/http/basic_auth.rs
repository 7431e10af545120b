//! The login that a web server asks for before it lets anybody to the wiki: HTTP basic
//! authentication, as RFC 7617 has it.

use base64::{Engine, prelude::BASE64_STANDARD};
use zeroize::Zeroizing;

use crate::{Error, InvalidInput, Secret};

/// What stands in the `Authorization` header.
///
/// # Errors
/// For what the header cannot carry: a colon in the name of the user, where the password
/// would begin, and control characters.
pub(crate) fn authorization(user: &str, password: &Secret) -> Result<Secret, Error> {
    let password = password.expose();
    if user.contains(':') {
        return Err(invalid(
            "the user of the server's login must have no colon in it",
        ));
    }
    if user.chars().chain(password.chars()).any(char::is_control) {
        return Err(invalid(
            "the server's login must have no control character in it, such as a line break",
        ));
    }
    let pair = Zeroizing::new([user, ":", password].concat());
    let encoded = Zeroizing::new(BASE64_STANDARD.encode(pair.as_bytes()));
    Ok(Secret::new(["Basic ", encoded.as_str()].concat()))
}

/// A request has one `Authorization` header.
pub(crate) fn conflicts_with_token() -> Error {
    invalid(
        "an access token and the server's own login (http_auth, --http-user) cannot be sent together; \
         leave one of them out, or ask for a way to the API without the server's login",
    )
}

fn invalid(message: &str) -> Error {
    InvalidInput::new(message).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(user: &str, password: &str) -> Result<Secret, Error> {
        authorization(user, &password.into())
    }

    #[test]
    fn it_is_what_the_standard_shows() {
        let aladdin = header("Aladdin", "open sesame").unwrap();
        assert_eq!(aladdin.expose(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        // Its example of UTF-8: the user test, the password 123£.
        let test = header("test", "123\u{a3}").unwrap();
        assert_eq!(test.expose(), "Basic dGVzdDoxMjPCow==");
        assert!(header("", "a:b").is_ok());
    }

    #[test]
    fn what_the_header_cannot_carry() {
        for (user, password) in [
            ("a:b", "hunter2"),
            ("a", "hunter2\n"),
            ("a\r\nX: y", "hunter2"),
            ("a", "hunter2\u{85}"),
        ] {
            let error = header(user, password).unwrap_err();
            assert!(!error.message.contains("hunter2"), "{}", error.message);
        }
    }
}
