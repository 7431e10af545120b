//! The numbers of results, and the creations that were reported wrongly.

use std::{collections::BTreeMap, fmt};

use crate::{caller::Outcome, cell::Cell, wiki_accounts::Wrong};

/// The most creations, in percent, whose result may be unknown of those with faults and without another visitor.
const MOST_UNKNOWN: usize = 40;
/// The same for those whose creating requests have ended for certain.
const MOST_ENDED_UNKNOWN: usize = 15;
/// The number of wrong creations that are shown of each kind.
const SHOWN: usize = 4;

#[derive(Default)]
pub struct Report {
    cells: usize,
    /// Those with a fault and without another visitor, and how many of them ended as unknown.
    faulty: usize,
    faulty_unknown: usize,
    /// Those among them whose creating requests have ended for certain.
    faulty_ended: usize,
    ended_unknown: usize,
    with_rival: usize,
    undecidable: usize,
    suspended: usize,
    /// The number of each step, by its first word.
    steps: BTreeMap<String, usize>,
    /// The wrong creations, by kind.
    wrong: BTreeMap<Wrong, Vec<Cell>>,
    wrong_cells: usize,
}

impl Report {
    /// Adds a creation; `None` if it panicked.
    pub fn add(&mut self, cell: &Cell, outcome: Option<Outcome>) {
        self.cells += 1;
        let outcome = outcome.unwrap_or_else(|| Outcome {
            wrong: Some(Wrong::Panicked),
            ..Outcome::default()
        });
        if outcome.had_fault && !outcome.had_rival {
            self.faulty += 1;
            self.faulty_unknown += usize::from(outcome.is_unknown);
            self.faulty_ended += usize::from(!outcome.has_open_end);
            self.ended_unknown += usize::from(!outcome.has_open_end && outcome.is_unknown);
        }
        self.with_rival += usize::from(outcome.had_rival);
        self.undecidable += usize::from(outcome.is_undecidable);
        self.suspended += usize::from(outcome.suspended > 0);
        for step in &outcome.steps {
            let word = step.split([':', '+']).next().unwrap_or_default();
            *self.steps.entry(word.to_owned()).or_default() += 1;
        }
        if let Some(wrong) = outcome.wrong {
            self.wrong_cells += 1;
            self.wrong.entry(wrong).or_default().push(cell.clone());
        }
    }

    /// Asserts that nothing was wrong, that few results were unknown, and that all kinds of results occurred.
    pub fn check(&self) {
        assert_eq!(
            self.wrong_cells, 0,
            "creations were reported wrongly, see above; MWACCOUNT_SEED=SEED shows one"
        );
        if self.cells >= 1000 {
            for (unknown, all, most) in [
                (self.faulty_unknown, self.faulty, MOST_UNKNOWN),
                (self.ended_unknown, self.faulty_ended, MOST_ENDED_UNKNOWN),
            ] {
                assert!(unknown * 100 <= all * most, "more than {most} % unknown");
            }
            for step in ["ask", "redirect", "refused", "created", "unknown", "error"] {
                let count = self.steps.get(step).copied().unwrap_or(0);
                assert!(count > 5, "only {count} times {step}");
            }
            assert!(self.with_rival > 100 && self.undecidable > 5 && self.suspended > 50);
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} creations: {} with another visitor ({} of them undecidable), {} suspended; steps {:?}",
            self.cells, self.with_rival, self.undecidable, self.suspended, self.steps
        )?;
        writeln!(
            f,
            "unknown: {} of {} with faults and without another visitor, {} of {} if no creating request has an open end",
            self.faulty_unknown, self.faulty, self.ended_unknown, self.faulty_ended
        )?;
        if self.wrong_cells == 0 {
            return Ok(());
        }
        writeln!(f, "wrong: {} creations", self.wrong_cells)?;
        let ways = ["AuthManager", "Json", "Xml", "OldForm", "Form"];
        write!(f, "{:20}", "kind")?;
        for way in ways {
            write!(f, "{way:>12}")?;
        }
        writeln!(f, "{:>12}", "all")?;
        for (wrong, cells) in &self.wrong {
            write!(f, "{:20}", format!("{wrong:?}"))?;
            for way in ways {
                let here = cells.iter().filter(|cell| format!("{:?}", cell.way) == way);
                write!(f, "{:>12}", here.count())?;
            }
            writeln!(f, "{:>12}", cells.len())?;
        }
        for (wrong, cells) in &self.wrong {
            let mut settings = BTreeMap::new();
            for cell in cells {
                *settings.entry(cell.setting).or_insert(0) += 1;
            }
            writeln!(f, "{wrong:?}: {settings:?}")?;
            for cell in cells.iter().take(SHOWN) {
                writeln!(f, "  seed {}: {cell}", cell.seed)?;
            }
        }
        Ok(())
    }
}
