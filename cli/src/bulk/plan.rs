//! The rows with the options that apply to all of them, and the wikis on which each is created.

use mwaccount::NewAccount;

use super::{
    row_check,
    table::{Problem, Table, TableRow},
};

/// The rows with the options that apply to all of them.
#[derive(Debug)]
pub struct Plan {
    /// The table.
    pub table: Table,
    /// The wikis of the rows that name none.
    pub wikis: Vec<String>,
    /// The reason of the rows that have none.
    pub reason: Option<String>,
    /// The language of the rows that have none.
    pub language: Option<String>,
    /// Set if the wiki mails a password to the rows that have none.
    pub mail_password: bool,
}

impl Plan {
    /// Returns the rows from the first, with the options applied. What is invalid is a problem: a row, or all of
    /// them by the table's header.
    pub fn rows(&self) -> impl Iterator<Item = Result<TableRow, Problem>> {
        let (rows, problems) = match self.table.rows() {
            Ok(rows) => (Some(rows), Vec::new()),
            Err(problems) => (None, problems),
        };
        let problems = problems.into_iter().map(Err);
        let rows = rows.into_iter().flatten();
        problems.chain(rows.map(|row| self.checked(row?)))
    }

    /// Applies the options to a row and checks it.
    fn checked(&self, mut row: TableRow) -> Result<TableRow, Problem> {
        self.apply(&mut row.account);
        let mut problems = row_check::problems(&row.account);
        if self.wikis_of(&row).is_empty() {
            problems
                .push("no wiki; give one in the column wiki, or a WIKI to the command".to_owned());
        }
        match problems.is_empty() {
            true => Ok(row),
            false => Err(Problem::new(row.line, problems.join("; "))),
        }
    }

    /// Returns the wikis on which the account of a row is created.
    pub fn wikis_of<'r>(&'r self, row: &'r TableRow) -> &'r [String] {
        row.wiki.as_ref().map_or(&self.wikis, std::slice::from_ref)
    }

    fn apply(&self, account: &mut NewAccount) {
        account.reason = account.reason.take().or_else(|| self.reason.clone());
        account.language = account.language.take().or_else(|| self.language.clone());
        account.mail_password = self.mail_password && account.password.is_none();
    }
}
