//! HTTP basic authentication (RFC 7617): the web server's own login, before the wiki's.

use base64::{Engine, prelude::BASE64_STANDARD};
use zeroize::Zeroizing;

use crate::{Error, InvalidInput, Secret};

/// Returns the value of the `Authorization` header.
///
/// # Errors
/// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) if the user name contains a colon,
/// which would end it, or if either contains a control character.
pub(crate) fn authorization(user: &str, password: &Secret) -> Result<Secret, Error> {
    let password = password.expose();
    if user.contains(':') {
        return Err(invalid(
            "the user name for HTTP authentication must not contain a colon (http_auth, --http-user)",
        ));
    }
    if user.chars().chain(password.chars()).any(char::is_control) {
        return Err(invalid(
            "the user name and password for HTTP authentication must not contain control characters \
             such as line breaks",
        ));
    }
    let pair = Zeroizing::new([user, ":", password].concat());
    let encoded = Zeroizing::new(BASE64_STANDARD.encode(pair.as_bytes()));
    Ok(Secret::new(["Basic ", encoded.as_str()].concat()))
}

/// Returns the error for HTTP authentication beside an access token: a request has only one
/// `Authorization` header.
pub(crate) fn conflicts_with_token() -> Error {
    invalid(
        "an access token and HTTP authentication (http_auth, --http-user) cannot be used together; \
         leave one of them out, or ask the operator to exempt the API from HTTP authentication",
    )
}

/// Returns the error for HTTP authentication that is set and is in the wiki's address too.
pub(crate) fn given_twice() -> Error {
    invalid(
        "HTTP authentication is given twice, in the wiki's address and with http_auth (--http-user); \
         leave one of them out",
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
    fn the_examples_of_rfc_7617() {
        let aladdin = header("Aladdin", "open sesame").unwrap();
        assert_eq!(aladdin.expose(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        // Its example of UTF-8: the user test, the password 123£.
        let test = header("test", "123\u{a3}").unwrap();
        assert_eq!(test.expose(), "Basic dGVzdDoxMjPCow==");
        assert!(header("", "a:b").is_ok());
    }

    #[test]
    fn invalid_names_and_passwords() {
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
