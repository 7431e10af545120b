//! The check of the whole table before the first request.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use mwaccount::{NewAccount, Wiki, bulk::wiki_name};

use super::{
    plan::Plan,
    table::{Problem, TableRow},
};

/// The most lines that are named; the others are counted.
const MAX_LISTED: usize = 50;

/// A table in which every row can be sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct CheckedTable {
    /// The number of rows.
    pub rows: u64,
    /// The wikis in the order in which they first appear, and the number of rows of each.
    pub wikis: Vec<(String, u64)>,
    /// Their names in the journal.
    names: HashSet<String>,
}

/// The problems of a table.
#[derive(Debug, Default)]
pub struct Problems {
    /// The first of them, by their lines.
    listed: Vec<Problem>,
    /// The number of all.
    count: u64,
}

impl Problems {
    fn push(&mut self, problem: Problem) {
        self.count += 1;
        if self.listed.len() < MAX_LISTED {
            self.listed.push(problem);
        }
    }

    /// Returns one sentence for each listed problem, and one for the others.
    pub fn sentences(&self) -> Vec<String> {
        let mut listed: Vec<&Problem> = self.listed.iter().collect();
        listed.sort_by_key(|problem| problem.line);
        listed.truncate(MAX_LISTED);
        let others = self.count - listed.len() as u64;
        let listed = listed.into_iter();
        let mut sentences: Vec<String> = listed
            .map(|problem| format!("line {}: {}", problem.line, problem.message))
            .collect();
        if others > 0 {
            sentences.push(format!("and {others} more lines"));
        }
        sentences
    }

    /// Returns the number of lines that cannot be used.
    pub fn count(&self) -> u64 {
        self.count
    }
}

/// Checks all rows, in one pass over the table, and in a second one if names may be repeated.
///
/// # Errors
/// The problems of all lines.
pub fn check(plan: &Plan) -> Result<CheckedTable, Problems> {
    let mut problems = Problems::default();
    let mut checked = CheckedTable::default();
    // One number for each name instead of the name: the table may be long.
    let mut seen = HashSet::new();
    let mut repeated = HashSet::new();
    for row in plan.rows() {
        match row {
            Ok(row) => {
                checked.rows += 1;
                for wiki in plan.wikis_of(&row) {
                    let hash = hash(wiki, &row.account);
                    if !seen.insert(hash) {
                        repeated.insert(hash);
                    }
                    if let Err(message) = checked.count(wiki) {
                        problems.push(Problem::new(row.line, message));
                    }
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    drop(seen);
    if !repeated.is_empty() {
        add_repeated(plan, &repeated, &mut problems);
    }
    match problems.count {
        0 => Ok(checked),
        _ => Err(problems),
    }
}

impl CheckedTable {
    /// Counts a row of a wiki.
    fn count(&mut self, wiki: &str) -> Result<(), String> {
        if let Some((_, count)) = self.wikis.iter_mut().find(|(known, _)| known == wiki) {
            *count += 1;
            return Ok(());
        }
        let sound = Wiki::connect(wiki).map(drop);
        self.wikis.push((wiki.to_owned(), 1));
        // The messages do not repeat the address, in which there may be a password.
        sound.map_err(|error| error.message)?;
        let name = wiki_name(wiki);
        match self.names.insert(name.clone()) {
            true => Ok(()),
            false => Err(format!(
                "the wiki {name} is given by two addresses; give it by one (a user name, a password and a query in \
                 the address are not part of the wiki)"
            )),
        }
    }
}

/// Adds the rows whose name is that of an earlier row, among those with these hashes.
fn add_repeated(plan: &Plan, repeated: &HashSet<u64>, problems: &mut Problems) {
    let mut earlier: HashMap<u64, Vec<TableRow>> = HashMap::new();
    // The listed problems are the first of the table only if those of this pass are not left out for
    // later ones of the first pass.
    let mut found = Problems::default();
    for mut row in plan.rows().flatten() {
        // What is kept of a row needs no password.
        row.account.password = None;
        let hashes: Vec<u64> = plan
            .wikis_of(&row)
            .iter()
            .map(|wiki| hash(wiki, &row.account))
            .collect();
        let same = hashes.iter().filter_map(|hash| earlier.get(hash)).flatten();
        let same = same
            .filter(|earlier| earlier.account.may_have_name_of(&row.account))
            .min_by_key(|row| row.line);
        if let Some(same) = same {
            let message = format!(
                "the name \"{}\" is that of line {} already",
                row.account.name, same.line
            );
            found.push(Problem::new(row.line, message));
            continue;
        }
        for hash in hashes.into_iter().filter(|hash| repeated.contains(hash)) {
            earlier.entry(hash).or_default().push(TableRow {
                line: row.line,
                account: NewAccount::new(&row.account.name),
                wiki: None,
            });
        }
    }
    problems.count += found.count;
    problems.listed.extend(found.listed);
}

/// Returns a number for a wiki and a name that is the same for all names that may be the same there.
fn hash(wiki: &str, account: &NewAccount) -> u64 {
    let folded = account.likely_name().replace('\u{130}', "i").to_uppercase();
    let mut hasher = DefaultHasher::new();
    (wiki, folded.to_lowercase()).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{super::table::Table, *};

    fn check_text(content: &str, wikis: &[&str]) -> Result<CheckedTable, Vec<String>> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content.as_bytes()).unwrap();
        let plan = Plan {
            table: Table::open(file.path()).unwrap(),
            wikis: wikis.iter().map(|&wiki| wiki.to_owned()).collect(),
            reason: None,
            language: None,
            mail_password: false,
        };
        check(&plan).map_err(|problems| problems.sentences())
    }

    #[test]
    fn rows_are_counted_for_each_wiki() {
        let one = "name\nZoe\nAnn\n";
        let checked = check_text(one, &["a.example", "b.example"]).unwrap();
        let wikis = [("a.example".to_owned(), 2), ("b.example".to_owned(), 2)];
        assert_eq!((checked.rows, &checked.wikis[..]), (2, &wikis[..]));
        let own = "name,wiki\nZoe,c.example\nZoe,b.example\nAnn,\n";
        let checked = check_text(own, &["a.example"]).unwrap();
        let wikis: Vec<_> = checked
            .wikis
            .iter()
            .map(|(wiki, count)| (wiki.as_str(), *count))
            .collect();
        assert_eq!(
            wikis,
            [("c.example", 1), ("b.example", 1), ("a.example", 1)]
        );
        let none = check_text(own, &[]).unwrap_err();
        assert!(
            none.len() == 1 && none[0].starts_with("line 4: no wiki"),
            "{none:?}"
        );
        let bad = check_text("name,wiki\nZoe,ftp://u:secret@c.example\n", &[]).unwrap_err();
        assert!(
            bad[0].starts_with("line 2: ") && !bad[0].contains("secret"),
            "{bad:?}"
        );
    }

    #[test]
    fn names_that_a_wiki_takes_for_the_same_are_repeated() {
        let wiki = ["a.example"];
        let found = check_text(
            "name\nzoe_example\nAnn\nZoe  example\nAnna\nANN\nann\n",
            &wiki,
        );
        let found = found.unwrap_err();
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(
            found[0],
            "line 4: the name \"Zoe  example\" is that of line 2 already"
        );
        assert_eq!(
            found[1],
            "line 7: the name \"ann\" is that of line 3 already"
        );
        // ibrahim may be either of the others, which are never the same.
        assert!(check_text("name\nIbrahim\n\u{130}brahim\n", &wiki).is_ok());
        let found = check_text("name\nIbrahim\n\u{130}brahim\nibrahim\n", &wiki).unwrap_err();
        assert_eq!(
            found,
            ["line 4: the name \"ibrahim\" is that of line 2 already"]
        );
        for (one, other) in [("ßeta", "Sseta"), ("ǆeta", "ǅeta"), ("élan", "E\u{301}lan")] {
            assert!(
                check_text(&format!("name\n{one}\n{other}\n"), &wiki).is_err(),
                "{one}"
            );
        }
        let here_and_there = "name,wiki\nZoe,\nZoe,a.example\n";
        assert!(check_text(here_and_there, &wiki).is_err());
        assert!(check_text(here_and_there, &["b.example"]).is_ok());
    }

    #[test]
    fn all_problems_are_counted_and_the_first_are_listed() {
        let mut content = "name,email\n".to_owned();
        for number in 0..60 {
            content.push_str(&format!("User{number},no address\n"));
        }
        let found = check_text(&content, &["a.example"]).unwrap_err();
        assert_eq!(found.len(), MAX_LISTED + 1);
        assert!(found[0].starts_with("line 2: "));
        assert_eq!(found[MAX_LISTED], "and 10 more lines");
        let found = check_text("name,groups\nZoe,a\n", &["a.example"]).unwrap_err();
        assert!(
            found[0].starts_with("line 1: the column \"groups\""),
            "{found:?}"
        );
    }
}
