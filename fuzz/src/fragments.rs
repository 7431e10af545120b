//! Recorded answers, for inputs to choose from.

use std::{collections::BTreeMap, sync::OnceLock};

use mwaccount::http::Response;
use support::transcript::{Transcript, ext_recordings, recordings};

/// The format of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Json,
    Markup,
}

impl Kind {
    pub fn of(body: &[u8]) -> Self {
        match body.trim_ascii_start().first() {
            Some(b'{' | b'[') => Self::Json,
            _ => Self::Markup,
        }
    }
}

/// Returns every transcript that is recorded.
pub fn transcripts() -> impl Iterator<Item = Transcript> {
    let extensions = ext_recordings().into_iter();
    let extensions =
        extensions.map(|(release, scenario, format)| (format!("ext/{release}"), scenario, format));
    let usual = recordings().into_iter();
    usual
        .chain(extensions)
        .map(|(release, scenario, format)| Transcript::read(&release, &scenario, &format))
}

/// Returns a recorded answer. The key is compared with a hash of each answer's content, so that most keys keep their
/// meaning when recordings are added.
pub fn at(kind: Kind, key: u16) -> &'static Response {
    let all = read_once();
    let mut from = all.range((kind, key)..);
    let found = from.next().filter(|((here, _), _)| *here == kind);
    let found = found.or_else(|| all.range((kind, 0)..).next());
    found.expect("a recorded answer").1
}

/// Returns all recorded answers, read at the first call.
pub fn read_once() -> &'static BTreeMap<(Kind, u16), Response> {
    static ALL: OnceLock<BTreeMap<(Kind, u16), Response>> = OnceLock::new();
    ALL.get_or_init(read)
}

fn read() -> BTreeMap<(Kind, u16), Response> {
    let exchanges = transcripts().flat_map(|transcript| transcript.exchanges);
    let bodies = exchanges.filter_map(|exchange| {
        let answer = exchange.response;
        let body = answer.body.filter(|body| !body.is_empty())?;
        let key = (Kind::of(body.as_bytes()), hash(body.as_bytes()));
        Some((key, Response::new(answer.status, answer.headers, body)))
    });
    bodies.collect()
}

/// Returns a hash that is the same in every build (FNV-1a).
pub fn hash(bytes: &[u8]) -> u16 {
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 16) as u16 ^ hash as u16
}
