//! OAuth 1.0a (RFC 5849): requests that are signed with HMAC-SHA1.
//!
//! The signature covers the method, the address, its query, the form and the header's own parameters.
//! Extension:OAuth of MediaWiki checks it as `OAuthRequest::get_signature_base_string` builds it, which
//! is as in the RFC. It accepts timestamps that differ from its own time by at most 300 seconds, and
//! each nonce once.

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use url::Url;
use zeroize::Zeroizing;

use super::Request;
use crate::{OAuth1Token, Secret};

/// The number of random bytes in a nonce.
const NONCE_BYTES: usize = 16;

/// Percent-encoded text that is erased afterwards, since forms contain passwords.
type Encoded = Zeroizing<String>;

/// Returns a text that no other request has.
///
/// # Errors
/// Fails if the operating system has no random numbers.
pub(crate) fn nonce() -> Result<String, getrandom::Error> {
    let mut bytes = [0; NONCE_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Returns the value of the `Authorization` header of a request that is sent at `timestamp`, in seconds
/// since 1970.
pub(crate) fn authorization(
    token: &OAuth1Token,
    request: &Request,
    timestamp: u64,
    nonce: &str,
) -> Secret {
    let timestamp = timestamp.to_string();
    let parameters = [
        ("oauth_consumer_key", token.consumer_key.expose()),
        ("oauth_nonce", nonce),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", &timestamp),
        ("oauth_token", token.access_token.expose()),
    ];
    let base = base_string(request, &parameters);
    let signature = sign(&base, &token.consumer_secret, &token.access_secret);
    let signed = ("oauth_signature", signature.as_str());
    let pairs = parameters.into_iter().chain([signed]);
    let header = pairs.map(|(name, value)| format!("{name}=\"{}\"", *encode(value)));
    Secret::new(["OAuth ", &header.collect::<Vec<_>>().join(", ")].concat())
}

/// Returns the signature base string (section 3.4.1) of a request with these header parameters.
fn base_string(request: &Request, header: &[(&str, &str)]) -> Encoded {
    let parameters = normalized_parameters(request, header);
    let method = request.method.as_str();
    let address = encode(&base_address(&request.url));
    let parameters = encode(&parameters);
    Zeroizing::new([method, "&", &address, "&", &parameters].concat())
}

/// Returns the address without its query, and without the port if it is the scheme's (section 3.4.1.2).
fn base_address(url: &Url) -> String {
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    format!("{}://{host}{}", url.scheme(), url.path())
}

/// Returns the parameters of the query, the form and the header, encoded, sorted by their bytes and joined
/// (section 3.4.1.3). A GET has no form.
fn normalized_parameters(request: &Request, header: &[(&str, &str)]) -> Encoded {
    let query = request.url.query_pairs();
    let query = query.map(|(name, value)| (encode(&name), encode(&value)));
    let others = header.iter().copied().chain(request.form.fields());
    let others = others.map(|(name, value)| (encode(name), encode(value)));
    let mut pairs: Vec<(Encoded, Encoded)> = query.chain(others).collect();
    pairs.sort_unstable_by(|one, other| {
        (one.0.as_str(), one.1.as_str()).cmp(&(other.0.as_str(), other.1.as_str()))
    });
    let length = pairs
        .iter()
        .map(|(name, value)| name.len() + value.len() + 2);
    let mut joined = Zeroizing::new(String::with_capacity(length.sum()));
    for (name, value) in &pairs {
        if !joined.is_empty() {
            joined.push('&');
        }
        joined.push_str(name);
        joined.push('=');
        joined.push_str(value);
    }
    joined
}

/// Returns a text percent-encoded as in section 3.6: every byte except letters, digits and `-._~`. The
/// buffer is allocated large enough, so that it never moves and leaves no copy in memory.
fn encode(text: &str) -> Encoded {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = Zeroizing::new(String::with_capacity(3 * text.len()));
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

/// Returns the signature of a base string (section 3.4.2), in base64.
fn sign(base: &str, consumer_secret: &Secret, access_secret: &Secret) -> String {
    let secrets = [consumer_secret, access_secret].map(|secret| encode(secret.expose()));
    let key = Zeroizing::new([&secrets[0], "&", secrets[1].as_str()].concat());
    let mut mac =
        Hmac::<Sha1>::new_from_slice(key.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(base.as_bytes());
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Effect, Form};

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn the_protected_request_of_rfc_5849_section_1_2() {
        let token = OAuth1Token::new(
            "dpf43f3p2l4k3l03",
            "kd94hf93k423kf44",
            "nnch734d00sl2jdk",
            "pfkkdhi9sl3r4s00",
        );
        let query = [("file", "vacation.jpg"), ("size", "original")];
        let request = Request::get(&url("http://photos.example.net/photos"), &query);
        let header = authorization(&token, &request, 137_131_202, "chapoH");
        assert_eq!(
            header.expose(),
            "OAuth oauth_consumer_key=\"dpf43f3p2l4k3l03\", oauth_nonce=\"chapoH\", \
             oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131202\", \
             oauth_token=\"nnch734d00sl2jdk\", \
             oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\""
        );
    }

    /// The request of section 3.4.1.1, with its erratum 2550: the signature in the text is of other secrets.
    #[test]
    fn the_post_of_rfc_5849_section_3_4() {
        let form = Form::new(&[("c2", ""), ("a3", "2 q")]);
        let address = url("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b");
        let request = Request::post(Effect::Read, &address, form);
        let token = OAuth1Token::new(
            "9djdj82h48djs9d2",
            "j49sk3j29djd",
            "kkk9d7dh3k39sjv7",
            "dh893hdasih9",
        );
        let header = [
            ("oauth_consumer_key", "9djdj82h48djs9d2"),
            ("oauth_token", "kkk9d7dh3k39sjv7"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "137131201"),
            ("oauth_nonce", "7d8f3e4a"),
        ];
        assert_eq!(
            normalized_parameters(&request, &header).as_str(),
            "a2=r%20b&a3=2%20q&a3=a&b5=%3D%253D&c%40=&c2=&oauth_consumer_key=9djdj82h48djs9d2\
             &oauth_nonce=7d8f3e4a&oauth_signature_method=HMAC-SHA1&oauth_timestamp=137131201\
             &oauth_token=kkk9d7dh3k39sjv7"
        );
        assert_eq!(
            base_string(&request, &header).as_str(),
            "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D\
             %26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a\
             %26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"
        );
        let header = authorization(&token, &request, 137_131_201, "7d8f3e4a");
        let signature = "oauth_signature=\"r6%2FTJjbCOr97%2F%2BUU0NsvSne7s5g%3D\"";
        assert!(header.expose().ends_with(signature), "{}", header.expose());
    }

    #[test]
    fn addresses_and_texts_are_encoded_as_the_rfc_says() {
        for (address, base) in [
            (
                "https://example.com:443/w/api.php?x=1#y",
                "https://example.com/w/api.php",
            ),
            (
                "https://www.example.net:8080/?q=1",
                "https://www.example.net:8080/",
            ),
            ("http://[::1]:8080/api.php", "http://[::1]:8080/api.php"),
            (
                "http://example.com/r%20v/X?id=123",
                "http://example.com/r%20v/X",
            ),
        ] {
            assert_eq!(base_address(&url(address)), base);
        }
        assert_eq!(encode("aZ09-._~").as_str(), "aZ09-._~");
        assert_eq!(
            encode("+\\ %&=ä\u{1f}").as_str(),
            "%2B%5C%20%25%26%3D%C3%A4%1F"
        );
    }

    #[test]
    fn nonces_differ() {
        let nonces = [nonce().unwrap(), nonce().unwrap()];
        assert_ne!(nonces[0], nonces[1]);
        assert!(nonces[0].len() == 32 && nonces[0].bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
