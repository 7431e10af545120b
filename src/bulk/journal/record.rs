//! The lines of a journal.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    bulk::event::{Details, Outcome},
    mediawiki::{timestamp, username},
};

/// The first line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    journal: String,
    version: u32,
}

impl Header {
    pub fn current() -> Self {
        Self {
            journal: "mwaccount".to_owned(),
            version: 1,
        }
    }
}

/// A line after the first.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub(in crate::bulk) enum Record {
    /// A request that may create the account is about to be sent.
    Send(Sent),
    /// The row has a result.
    End(Ended),
}

impl Record {
    /// Returns the wiki, and the name by which the row is known.
    pub fn wiki_and_key(&self) -> (&str, String) {
        let (wiki, asked) = match self {
            Self::Send(sent) => (&sent.wiki, &sent.asked),
            Self::End(ended) => (&ended.wiki, &ended.asked),
        };
        (wiki, username::likely(asked))
    }
}

/// A request that may have created an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::bulk) struct Sent {
    pub wiki: String,
    pub row: u64,
    pub asked: String,
    /// The fingerprint of the row's values.
    pub values: String,
    /// The time of this machine.
    #[serde(with = "milliseconds")]
    pub at: SystemTime,
    /// A time that the wiki's own clock had reached.
    #[serde(
        with = "optional_milliseconds",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub wiki_time: Option<SystemTime>,
}

/// The result of a row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::bulk) struct Ended {
    pub wiki: String,
    pub row: u64,
    pub asked: String,
    pub outcome: Recorded,
    /// The fingerprint of the row's values.
    pub values: String,
    #[serde(with = "milliseconds")]
    pub at: SystemTime,
    #[serde(flatten)]
    pub details: Details,
}

/// An outcome in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::bulk) enum Recorded {
    Created,
    Refused,
    Unknown,
    Invalid,
    /// The wiki showed that nothing was created, and the row is tried again.
    Postponed,
    /// The wiki was asked, and there is no account of this name. A request that it has not finished
    /// may still create it.
    Missing,
}

impl Recorded {
    /// Returns the outcome for the host, if the row has one.
    pub fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Created => Some(Outcome::Created),
            Self::Refused => Some(Outcome::Refused),
            Self::Unknown => Some(Outcome::Unknown),
            Self::Invalid => Some(Outcome::Invalid),
            Self::Postponed | Self::Missing => None,
        }
    }
}

/// Times with milliseconds, such as `2026-11-22T05:29:44.123Z`.
mod milliseconds {
    use super::*;

    pub fn serialize<S: Serializer>(time: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&write(*time))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<SystemTime, D::Error> {
        let text = String::deserialize(from)?;
        read(&text).ok_or_else(|| de::Error::custom("this is no time"))
    }

    pub fn write(time: SystemTime) -> String {
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        let milliseconds = since.unwrap_or_default().subsec_millis();
        let seconds = timestamp::iso8601(time);
        format!("{}.{milliseconds:03}Z", seconds.trim_end_matches('Z'))
    }

    pub fn read(text: &str) -> Option<SystemTime> {
        let (seconds, rest) = text.split_once('.')?;
        let digits = rest.strip_suffix('Z').filter(|digits| digits.len() == 3)?;
        let milliseconds = digits.parse::<u16>().ok()?;
        let time = timestamp::parse_iso8601(&format!("{seconds}Z"))?;
        Some(time + Duration::from_millis(milliseconds.into()))
    }
}

/// The same, or nothing.
mod optional_milliseconds {
    use super::*;

    pub fn serialize<S: Serializer>(
        time: &Option<SystemTime>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        time.map(milliseconds::write).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SystemTime>, D::Error> {
        milliseconds::deserialize(from).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_as_they_were_written() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_325_384_007);
        let sent = Record::Send(Sent {
            wiki: "wiki.example".to_owned(),
            row: 3,
            asked: "Zoe".to_owned(),
            values: "0123".to_owned(),
            at,
            wiki_time: None,
        });
        let line = serde_json::to_string(&sent).unwrap();
        assert_eq!(
            line,
            r#"{"event":"send","wiki":"wiki.example","row":3,"asked":"Zoe","values":"0123","at":"2026-11-22T05:29:44.007Z"}"#
        );
        let Record::Send(read) = serde_json::from_str(&line).unwrap() else {
            panic!("{line}");
        };
        assert_eq!((read.at, read.wiki_time), (at, None));
        let ended = Record::End(Ended {
            wiki: "wiki.example".to_owned(),
            row: 3,
            asked: "zoe".to_owned(),
            outcome: Recorded::Created,
            values: "0123".to_owned(),
            at,
            details: Details {
                name: Some("Zoe".to_owned()),
                user_id: Some(7),
                ..Details::default()
            },
        });
        let line = serde_json::to_string(&ended).unwrap();
        assert_eq!(
            line,
            r#"{"event":"end","wiki":"wiki.example","row":3,"asked":"zoe","outcome":"created","values":"0123","at":"2026-11-22T05:29:44.007Z","name":"Zoe","user_id":7}"#
        );
        let Record::End(read) = serde_json::from_str(&line).unwrap() else {
            panic!("{line}");
        };
        assert_eq!(read.details.name.as_deref(), Some("Zoe"));
        assert_eq!(read.details.user_id, Some(7));
    }
}
