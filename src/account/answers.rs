//! The caller's answers to fields.

use std::fmt;

use crate::Secret;

/// The value for one field. Every text is treated as a secret, since any field may be a second
/// factor.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// Text, or the value of an option.
    Text(Secret),
    /// The state of a checkbox, or whether a button is pressed.
    Checked(bool),
    /// The selected values of a multiselect.
    Many(Vec<Secret>),
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(..)",
            Self::Checked(_) => "Checked(..)",
            Self::Many(_) => "Many(..)",
        })
    }
}

impl From<&str> for Answer {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Secret> for Answer {
    fn from(text: Secret) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Answer {
    fn from(checked: bool) -> Self {
        Self::Checked(checked)
    }
}

impl<S: Into<Secret>> From<Vec<S>> for Answer {
    fn from(values: Vec<S>) -> Self {
        Self::Many(values.into_iter().map(Into::into).collect())
    }
}

/// Answers, by the names of their fields.
///
/// ```
/// use mwaccount::Answers;
///
/// let answers = Answers::new().with("captcha", "Paris").with("agree", true);
/// assert_eq!(answers.names().collect::<Vec<_>>(), ["captcha", "agree"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(Vec<(String, Answer)>);

impl Answers {
    /// Creates an empty set of answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets an answer and returns the answers, for chaining.
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Answer>) -> Self {
        self.set(name, value);
        self
    }

    /// Sets an answer, replacing an earlier one with this name.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Answer>) {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(existing, _)| *existing == name) {
            Some((_, existing)) => *existing = value,
            None => self.0.push((name, value)),
        }
    }

    /// Returns the answer with this name.
    pub fn get(&self, name: &str) -> Option<&Answer> {
        self.0
            .iter()
            .find(|(existing, _)| existing == name)
            .map(|(_, value)| value)
    }

    /// Removes and returns the answer with this name.
    pub fn take(&mut self, name: &str) -> Option<Answer> {
        let at = self.0.iter().position(|(existing, _)| existing == name)?;
        Some(self.0.remove(at).1)
    }

    /// Returns the names, in the order in which they were first set.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Removes the answers to all fields for which `keep` returns `false`.
    pub(crate) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|(name, _)| keep(name));
    }

    /// Returns whether there are no answers.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A serde `with` module that writes answers in clear, for those that are not secret. [`Answers`]
/// itself is not serialisable.
pub(crate) mod exposed_answers {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Answer, Answers};

    #[derive(Serialize, Deserialize)]
    enum ExposedAnswer {
        Text(String),
        Checked(bool),
        Many(Vec<String>),
    }

    pub fn serialize<S: Serializer>(answers: &Answers, to: S) -> Result<S::Ok, S::Error> {
        let exposed = answers.0.iter().map(|(name, answer)| {
            let exposed = match answer {
                Answer::Text(text) => ExposedAnswer::Text(text.expose().to_owned()),
                Answer::Checked(checked) => ExposedAnswer::Checked(*checked),
                Answer::Many(values) => {
                    ExposedAnswer::Many(values.iter().map(|v| v.expose().to_owned()).collect())
                }
            };
            (name, exposed)
        });
        exposed.collect::<Vec<_>>().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Answers, D::Error> {
        let exposed = Vec::<(String, ExposedAnswer)>::deserialize(from)?;
        let answers = exposed.into_iter().map(|(name, exposed)| {
            let answer = match exposed {
                ExposedAnswer::Text(text) => Answer::from(text),
                ExposedAnswer::Checked(checked) => Answer::Checked(checked),
                ExposedAnswer::Many(values) => Answer::from(values),
            };
            (name, answer)
        });
        Ok(answers.collect())
    }
}

impl IntoIterator for Answers {
    type Item = (String, Answer);
    type IntoIter = std::vec::IntoIter<(String, Answer)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<N: Into<String>, V: Into<Answer>> FromIterator<(N, V)> for Answers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut answers = Self::new();
        for (name, value) in pairs {
            answers.set(name, value);
        }
        answers
    }
}
