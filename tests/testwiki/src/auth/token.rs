//! Tokens of 1.27 and later, made of a secret in the session and of the time.

use crate::{call::Call, random::Random};

/// Returns a token of a type, as `createaccount`, and begins the session for it.
pub(crate) fn fetch(call: &mut Call<'_>, kind: &str) -> String {
    let fresh = call.state.random.hex();
    let secrets = &mut call.session_mut().secrets;
    let secret = secrets.entry(kind.to_owned()).or_insert(fresh).clone();
    of(&secret, call.state.clock.now())
}

/// Returns true if `token` was made of the session's secret. Begins the session if there is none, as MediaWiki
/// does to read the secret.
pub(crate) fn is_right(call: &mut Call<'_>, kind: &str, token: &str) -> bool {
    let secret = call.session_mut().secrets.get(kind).cloned();
    let stamp = token
        .strip_suffix("+\\")
        .and_then(|token| token.get(32..))
        .and_then(|stamp| u64::from_str_radix(stamp, 16).ok());
    match (secret, stamp) {
        (Some(secret), Some(stamp)) => of(&secret, stamp) == token,
        _ => false,
    }
}

fn of(secret: &str, stamp: u64) -> String {
    // Mixing is enough, as these tokens protect nothing.
    let seed = secret
        .bytes()
        .fold(stamp, |seed, byte| seed.rotate_left(7) ^ u64::from(byte));
    format!("{}{stamp:08x}+\\", Random::new(seed).hex())
}
