//! OAuth 1.0a, as Extension:OAuth checks it. SHA-1 and the rest are computed here and not by a library, so that
//! a client is not compared with its own library.

use base64::{Engine, prelude::BASE64_STANDARD};

use crate::http::{Request, decode};

/// How far the time of a request may be from the wiki's, in seconds.
const LONGEST_DIFFERENCE: u64 = 300;

/// An owner-only consumer: it acts as one account.
#[derive(Clone, Debug)]
pub struct OAuth1Consumer {
    pub key: String,
    pub secret: String,
    pub access_token: String,
    pub access_secret: String,
    pub account: String,
}

/// The account of a header that is proven.
pub(crate) struct Proven<'a> {
    pub account: &'a str,
    /// The text that the wiki accepts once.
    pub nonce: String,
}

/// Returns the parameters of an OAuth 1.0a header, or `None` if the request has none.
fn header(request: &Request) -> Option<Vec<(String, String)>> {
    let header = request.header("authorization")?.strip_prefix("OAuth ")?;
    let pairs = header
        .split(',')
        .filter_map(|part| part.trim().split_once('='));
    Some(
        pairs
            .map(|(name, value)| (name.to_owned(), decode(value.trim_matches('"'))))
            .filter(|(name, _)| name.starts_with("oauth_"))
            .collect(),
    )
}

/// Checks a request for `url`, which is without its query, at the time `now`. Returns `None` if it has no header
/// of OAuth 1.0a, and else the account or Extension:OAuth's text of the problem.
pub(crate) fn check<'a>(
    consumers: &'a [OAuth1Consumer],
    request: &Request,
    url: &str,
    now: u64,
) -> Option<Result<Proven<'a>, String>> {
    let header = header(request)?;
    Some(prove(consumers, request, &header, url, now))
}

fn prove<'a>(
    consumers: &'a [OAuth1Consumer],
    request: &Request,
    header: &[(String, String)],
    url: &str,
    now: u64,
) -> Result<Proven<'a>, String> {
    let given = |name: &str| {
        let found = header.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let key = given("oauth_consumer_key");
    let consumer = consumers.iter().find(|consumer| consumer.key == key);
    let consumer = consumer.ok_or("Invalid consumer")?;
    if given("oauth_token") != consumer.access_token {
        return Err("No authorization grant was found for that authorization token.".to_owned());
    }
    let timestamp = given("oauth_timestamp");
    let time: u64 = timestamp
        .parse()
        .map_err(|_| "Missing timestamp parameter. The parameter is required")?;
    if time.abs_diff(now) > LONGEST_DIFFERENCE {
        return Err(format!("Expired timestamp, yours {timestamp}, ours {now}"));
    }
    let nonce = given("oauth_nonce");
    if nonce.is_empty() {
        return Err("Missing nonce parameter. The parameter is required".to_owned());
    }
    if given("oauth_signature_method") != "HMAC-SHA1" {
        return Err("No signature method parameter. This parameter is required".to_owned());
    }
    let secrets = [&consumer.secret, &consumer.access_secret].map(|secret| percent(secret));
    let mac = hmac(
        secrets.join("&").as_bytes(),
        base(request, header, url).as_bytes(),
    );
    if BASE64_STANDARD.encode(mac) != given("oauth_signature") {
        return Err("Invalid signature".to_owned());
    }
    Ok(Proven {
        account: &consumer.account,
        nonce: format!("{key} {timestamp} {nonce}"),
    })
}

/// Returns the text that is signed.
fn base(request: &Request, header: &[(String, String)], url: &str) -> String {
    let signed = header.iter().filter(|(name, _)| name != "oauth_signature");
    let all = request.parameters().chain(signed);
    let mut pairs: Vec<_> = all
        .map(|(name, value)| [percent(name), percent(value)])
        .collect();
    pairs.sort();
    let pairs: Vec<_> = pairs.iter().map(|pair| pair.join("=")).collect();
    let parts: [&str; 3] = [&request.method, url, &pairs.join("&")];
    parts.map(percent).join("&")
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => {
            text + &char::from(byte).to_string()
        }
        _ => text + &format!("%{byte:02X}"),
    })
}

/// Returns the HMAC-SHA1 of a text (RFC 2104).
fn hmac(key: &[u8], text: &[u8]) -> [u8; 20] {
    let mut block = [0; 64];
    if key.len() > block.len() {
        block[..20].copy_from_slice(&sha1(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = sha1(&[&block.map(|byte| byte ^ 0x36), text].concat());
    sha1(&[&block.map(|byte| byte ^ 0x5c)[..], &inner].concat())
}

/// Returns the SHA-1 of a text (RFC 3174).
fn sha1(text: &[u8]) -> [u8; 20] {
    let mut padded = text.to_vec();
    padded.push(0x80);
    padded.resize((padded.len() + 8).next_multiple_of(64) - 8, 0);
    padded.extend((text.len() as u64 * 8).to_be_bytes());
    let mut hash: [u32; 5] = [
        0x6745_2301,
        0xefcd_ab89,
        0x98ba_dcfe,
        0x1032_5476,
        0xc3d2_e1f0,
    ];
    for block in padded.chunks(64) {
        let mut words: Vec<u32> = block
            .chunks(4)
            .map(|word| {
                word.iter()
                    .fold(0, |word, byte| word << 8 | u32::from(*byte))
            })
            .collect();
        for at in 16..80 {
            let word = words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16];
            words.push(word.rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = hash;
        for (round, word) in words.into_iter().enumerate() {
            let (mixed, constant) = match round {
                0..20 => ((b & c) | (!b & d), 0x5a82_7999),
                20..40 => (b ^ c ^ d, 0x6ed9_eba1),
                40..60 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6_u32),
            };
            let next = a.rotate_left(5).wrapping_add(mixed).wrapping_add(e);
            let next = next.wrapping_add(constant).wrapping_add(word);
            (a, b, c, d, e) = (next, a, b.rotate_left(30), c, d);
        }
        for (sum, value) in hash.iter_mut().zip([a, b, c, d, e]) {
            *sum = sum.wrapping_add(value);
        }
    }
    let mut bytes = [0; 20];
    for (place, word) in bytes.chunks_mut(4).zip(hash) {
        place.copy_from_slice(&word.to_be_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{OAuth1Consumer, check, hmac, sha1};
    use crate::http::Request;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The values are from RFC 3174 and RFC 2202.
    #[test]
    fn hashes_are_those_of_the_rfcs() {
        assert_eq!(
            hex(&sha1(b"abc")),
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        );
        let long = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        assert_eq!(hex(&sha1(long)), "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
        assert_eq!(
            hex(&hmac(b"Jefe", b"what do ya want for nothing?")),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        );
        let text = b"Test Using Larger Than Block-Size Key - Hash Key First";
        assert_eq!(
            hex(&hmac(&[0xaa; 80], text)),
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        );
    }

    /// The request is from RFC 5849, section 1.2.
    #[test]
    fn a_signature_holds_for_one_request_and_time() {
        let consumers = [OAuth1Consumer {
            key: "dpf43f3p2l4k3l03".to_owned(),
            secret: "kd94hf93k423kf44".to_owned(),
            access_token: "nnch734d00sl2jdk".to_owned(),
            access_secret: "pfkkdhi9sl3r4s00".to_owned(),
            account: "Admin".to_owned(),
        }];
        let check = |file: &str, now| {
            let target = format!("/photos?file={file}.jpg&size=original");
            let mut request = Request::new("GET", &target);
            request.add_header(
                "Authorization",
                "OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", \
                 oauth_token=\"nnch734d00sl2jdk\", oauth_signature_method=\"HMAC-SHA1\", \
                 oauth_timestamp=\"137131202\", oauth_nonce=\"chapoH\", \
                 oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\"",
            );
            let url = "http://photos.example.net/photos";
            let proven = check(&consumers, &request, url, now).unwrap();
            proven.map(|proven| proven.account.to_owned())
        };
        assert_eq!(check("vacation", 137_131_502).as_deref(), Ok("Admin"));
        assert_eq!(
            check("work", 137_131_202),
            Err("Invalid signature".to_owned())
        );
        let late = "Expired timestamp, yours 137131202, ours 137131503";
        assert_eq!(check("vacation", 137_131_503), Err(late.to_owned()));
    }
}
