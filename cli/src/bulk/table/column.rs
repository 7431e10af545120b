//! The columns of the table, and the names that people and programs write for them.

use mwaccount::{Answer, NewAccount};

use super::TableRow;
use crate::own_option;

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// The user name.
    Name,
    /// The e-mail address.
    Email,
    /// The real name.
    RealName,
    /// The password.
    Password,
    /// The language.
    Language,
    /// The reason for the wiki's log.
    Reason,
    /// The domain.
    Domain,
    /// The wiki of the row.
    Wiki,
    /// A field that an extension adds, by the wiki's name for it.
    Field(String),
}

/// The names of each column, the usual one first. Case, spaces, `-`, `_` and `.` do not matter. `login`,
/// `email` and `realname` are those of Extension:ImportUsers.
const NAMES: [(Column, &[&str]); 8] = [
    (
        Column::Name,
        &[
            "name",
            "username",
            "user",
            "login",
            "loginname",
            "account",
            "accountname",
            "wikiname",
            "nickname",
        ],
    ),
    (
        Column::Email,
        &["email", "mail", "emailaddress", "mailaddress"],
    ),
    (Column::RealName, &["realname", "fullname", "displayname"]),
    (
        Column::Password,
        &["password", "pass", "passwd", "initialpassword"],
    ),
    (
        Column::Language,
        &["language", "lang", "languagecode", "userlanguage"],
    ),
    (Column::Reason, &["reason", "comment", "summary"]),
    (Column::Domain, &["domain", "logindomain"]),
    (
        Column::Wiki,
        &["wiki", "wikiurl", "wikiaddress", "site", "url", "apiurl"],
    ),
];

/// The columns that a message names.
const KNOWN: &str = "name, email, real_name, password, language, reason, domain, wiki, and field:NAME for a field that the wiki or an extension adds";

impl Column {
    /// Returns the column with this header.
    ///
    /// # Errors
    /// Names the header and the known columns.
    pub fn of(header: &str) -> Result<Self, String> {
        let header = header.trim();
        if let Some((prefix, field)) = header.split_once(':')
            && folded(prefix) == "field"
        {
            return Self::field(field.trim());
        }
        let folded = folded(header);
        let found = NAMES
            .iter()
            .find(|(_, names)| names.contains(&folded.as_str()));
        let (column, _) = found.ok_or_else(|| {
            format!("the column \"{header}\" is unknown; the columns are {KNOWN}")
        })?;
        Ok(column.clone())
    }

    fn field(name: &str) -> Result<Self, String> {
        let own = own_option::FIELDS_WITH_OPTION
            .iter()
            .find(|(own, _)| *own == name);
        match own {
            _ if name.is_empty() => {
                Err("the column \"field:\" needs the name of a field".to_owned())
            }
            None => Ok(Self::Field(name.to_owned())),
            Some(("retype", _)) => {
                Err("the column \"field:retype\" repeats the password; omit it".to_owned())
            }
            Some(("username", _)) => Err(instead(name, "name")),
            Some(("realname", _)) => Err(instead(name, "real_name")),
            Some(_) => Err(instead(name, name)),
        }
    }

    /// Sets the value of the column. An empty text is no value. Spaces around it are dropped, except of a
    /// password.
    pub fn set_text(&self, row: &mut TableRow, text: &str) {
        let trimmed = text.trim();
        let value = Some(trimmed.to_owned()).filter(|text| !text.is_empty());
        let TableRow { account, wiki, .. } = row;
        match self {
            Self::Name => account.name = trimmed.to_owned(),
            Self::Email => account.email = value,
            Self::RealName => account.real_name = value,
            Self::Password if text.is_empty() => account.password = None,
            Self::Password => account.password = Some(text.into()),
            Self::Language => account.language = value,
            Self::Reason => account.reason = value,
            Self::Domain => account.domain = value,
            Self::Wiki => *wiki = value,
            Self::Field(name) if !trimmed.is_empty() => account.fields.set(name, trimmed),
            Self::Field(_) => {}
        }
    }

    /// Sets an answer that is no text; returns `false` if the column takes only texts.
    pub fn set_answer(&self, account: &mut NewAccount, answer: Answer) -> bool {
        match self {
            Self::Field(name) => {
                account.fields.set(name, answer);
                true
            }
            _ => false,
        }
    }
}

/// Returns the columns of these headers; `None` for a header without a text. All problems are returned
/// together.
pub fn columns(headers: &[&str]) -> Result<Vec<Option<Column>>, Vec<String>> {
    let mut columns: Vec<Option<Column>> = Vec::new();
    let mut problems = Vec::new();
    for header in headers {
        if header.trim().is_empty() {
            columns.push(None);
            continue;
        }
        let column = match Column::of(header) {
            Ok(column) => Some(column),
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        let earlier = columns
            .iter()
            .position(|earlier| column.is_some() && *earlier == column);
        if let Some(earlier) = earlier {
            let (one, other) = (headers[earlier].trim(), header.trim());
            problems.push(if one == other {
                format!("the column \"{one}\" is there twice; omit one")
            } else {
                format!("the columns \"{one}\" and \"{other}\" mean the same; rename or omit one")
            });
        }
        columns.push(column);
    }
    if problems.is_empty() {
        Ok(columns)
    } else {
        Err(problems)
    }
}

fn instead(field: &str, column: &str) -> String {
    format!("the column \"field:{field}\" is not accepted; use the column {column}")
}

/// Returns a header without what does not matter in it.
fn folded(header: &str) -> String {
    let letters = header
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_' | '.'));
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_people_write() {
        for (column, headers) in [
            (Column::Name, "name|Name|USER NAME|user-name|Login|Username"),
            (Column::Email, "email|E-Mail|e-mail address|Mail|E_MAIL"),
            (Column::RealName, "realname|Real name|real_name|Full Name"),
            (Column::Password, "password|Pass|initial password"),
            (Column::Language, "language|Lang"),
            (Column::Reason, "reason|Comment"),
            (Column::Domain, "Domain"),
            (Column::Wiki, "wiki|Wiki URL"),
            (
                Column::Field("Agree-1".to_owned()),
                "field:Agree-1|Field: Agree-1",
            ),
        ] {
            for header in headers.split('|') {
                assert_eq!(Column::of(header).as_ref(), Ok(&column), "{header}");
            }
        }
        for header in [
            "groups",
            "names",
            "agree",
            "field:",
            "field:password",
            "field:retype",
        ] {
            assert!(Column::of(header).is_err(), "{header}");
        }
    }
}
