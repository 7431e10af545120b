//! The numbers of results, and the runs that were reported wrongly.

use std::{collections::BTreeMap, fmt, time::Duration};

use crate::{caller::Outcome, cell::Cell, way::Way, wiki_accounts::Wrong};

/// The most runs of seeds, in percent, whose result may be unknown of those with faults and without another visitor.
const MOST_UNKNOWN: usize = 40;
/// The same for those whose creating requests have ended for certain.
const MOST_ENDED_UNKNOWN: usize = 15;
/// The most cells of the table, in percent, whose result may be unknown after a single fault, by fault. After most of
/// these the wiki may still be working on the request. The rest is bound by [`MOST_OTHER`], and by
/// [`MOST_GOING_ON`] if the fault goes on, so that nothing can be asked.
const MOST_BY_FAULT: &[(&str, usize)] = &[
    ("cancelled", 40),
    ("cancelled-after", 40),
    ("cancelled-late", 40),
    ("timed-out", 35),
    ("timed-out-after", 15),
    ("timed-out-late", 40),
    ("page-502-before", 30),
    ("page-502", 17),
    ("page-502-late", 35),
    ("page-504-before", 40),
    ("page-504", 20),
    ("page-504-late", 40),
    ("json-504", 17),
    ("json-script", 40),
    ("twice", 14),
];
const MOST_OTHER: usize = 10;
const MOST_GOING_ON: usize = 60;
/// The number of wrong runs that are shown of each kind.
const SHOWN: usize = 6;

/// The number of cells, and how many of them ended as unknown.
#[derive(Clone, Copy, Default)]
struct Count {
    cells: usize,
    unknown: usize,
}

impl Count {
    fn add(&mut self, is_unknown: bool) {
        self.cells += 1;
        self.unknown += usize::from(is_unknown);
    }
}

#[derive(Default)]
pub struct Report {
    all: Count,
    /// Those with a fault and without another visitor.
    faulty: Count,
    /// Those among them whose creating requests have ended for certain.
    ended: Count,
    with_rival: usize,
    undecidable: usize,
    suspended: usize,
    /// The number of each step, by its first word.
    steps: BTreeMap<String, usize>,
    by_way: BTreeMap<&'static str, Count>,
    by_release: BTreeMap<&'static str, Count>,
    by_flow: BTreeMap<&'static str, Count>,
    /// By the number of faults, and `goes on`, `suspended`, `another visitor`.
    by_conditions: BTreeMap<String, Count>,
    /// Single faults without another visitor, by kind, on wikis that everybody may read.
    by_fault: BTreeMap<String, Count>,
    /// The same with the purpose of the last request before the result.
    causes: BTreeMap<(String, &'static str), usize>,
    most_requests: usize,
    longest_wait: Duration,
    /// The wrong runs, by kind.
    wrong: BTreeMap<Wrong, Vec<Cell>>,
    wrong_cells: usize,
}

impl Report {
    /// Adds a run; `None` if it panicked.
    pub fn add(&mut self, cell: &Cell, outcome: Option<Outcome>) {
        let outcome = outcome.unwrap_or_else(|| Outcome {
            wrong: Some(Wrong::Panicked),
            ..Outcome::default()
        });
        let is_unknown = outcome.unknown.is_some();
        self.all.add(is_unknown);
        if outcome.had_fault && !outcome.had_rival {
            self.faulty.add(is_unknown);
            if !outcome.has_open_end {
                self.ended.add(is_unknown);
            }
        }
        self.with_rival += usize::from(outcome.had_rival);
        self.undecidable += usize::from(outcome.is_undecidable);
        self.suspended += usize::from(outcome.suspended > 0);
        for step in &outcome.steps {
            let word = step.split([':', '+']).next().unwrap_or_default();
            *self.steps.entry(word.to_owned()).or_default() += 1;
        }
        let count = |map: &mut BTreeMap<&'static str, Count>, key| {
            map.entry(key).or_default().add(is_unknown);
        };
        count(&mut self.by_way, cell.way.name());
        count(&mut self.by_release, cell.release);
        count(&mut self.by_flow, cell.flow.name);
        let conditions = [
            (cell.faults.iter().any(|planned| planned.goes_on), "goes on"),
            (outcome.suspended > 0, "suspended"),
            (cell.rival.is_some(), "another visitor"),
        ];
        let faults = format!("{} faults", cell.faults.len());
        let held = conditions.iter().filter(|(holds, _)| *holds);
        for key in std::iter::once(faults).chain(held.map(|(_, key)| (*key).to_owned())) {
            self.by_conditions.entry(key).or_default().add(is_unknown);
        }
        if let [planned] = &cell.faults[..]
            && cell.rival.is_none()
            && !cell.is_private()
        {
            let kind = planned.fault.to_string();
            let kind = if planned.goes_on {
                format!("{kind}+")
            } else {
                kind
            };
            self.by_fault
                .entry(kind.clone())
                .or_default()
                .add(is_unknown);
            if let Some(purpose) = outcome.unknown {
                *self.causes.entry((kind, purpose.as_str())).or_default() += 1;
            }
        }
        self.most_requests = self.most_requests.max(outcome.most_requests);
        self.longest_wait = self.longest_wait.max(outcome.longest_wait);
        if let Some(wrong) = outcome.wrong {
            self.wrong_cells += 1;
            self.wrong.entry(wrong).or_default().push(cell.clone());
        }
    }

    /// Returns the numbers so far in a line.
    pub fn progress(&self) -> String {
        format!("{} cells, {} wrong", self.all.cells, self.wrong_cells)
    }

    /// Asserts that nothing was wrong, that few results were unknown, and that all kinds of results occurred.
    pub fn check_random(&self) {
        self.check_none_wrong();
        if self.all.cells < 1000 {
            return;
        }
        for (count, most) in [
            (self.faulty, MOST_UNKNOWN),
            (self.ended, MOST_ENDED_UNKNOWN),
        ] {
            assert!(
                count.unknown * 100 <= count.cells * most,
                "more than {most} % unknown"
            );
        }
        // One flow redirects, on a fifth of the releases.
        let rare = (self.all.cells >= 5000).then_some("redirect");
        let steps = ["ask", "refused", "created", "unknown", "error"];
        for step in steps.into_iter().chain(rare) {
            let count = self.steps.get(step).copied().unwrap_or(0);
            assert!(count > 5, "only {count} times {step}");
        }
        assert!(self.with_rival > 100 && self.undecidable > 5 && self.suspended > 50);
    }

    /// Asserts that nothing was wrong and, if the table is whole, its size and its number of unknown results by
    /// fault.
    pub fn check_table(&self, is_whole: bool) {
        self.check_none_wrong();
        let least = if is_whole { 50_000 } else { 300 };
        assert!(self.all.cells >= least, "only {} cells", self.all.cells);
        for (kind, count) in self.by_fault.iter().filter(|_| is_whole) {
            let known = MOST_BY_FAULT.iter().find(|(known, _)| known == kind);
            let most = match known {
                Some((_, most)) => *most,
                None if kind.ends_with('+') => MOST_GOING_ON,
                None => MOST_OTHER,
            };
            assert!(
                count.unknown * 100 <= count.cells * most,
                "more than {most} % unknown after {kind}"
            );
        }
    }

    fn check_none_wrong(&self) {
        assert_eq!(
            self.wrong_cells, 0,
            "results were wrong, see above; MWACCOUNT_SEED=SEED or MWACCOUNT_FAULT_CELL=NAME shows one"
        );
    }

    fn write_wrong(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "wrong: {} runs", self.wrong_cells)?;
        write!(f, "{:20}", "kind")?;
        for way in Way::ALL {
            write!(f, "{:>12}", way.name())?;
        }
        writeln!(f, "{:>12}", "all")?;
        for (wrong, cells) in &self.wrong {
            write!(f, "{:20}", format!("{wrong:?}"))?;
            for way in Way::ALL {
                let here = cells.iter().filter(|cell| cell.way == way);
                write!(f, "{:>12}", here.count())?;
            }
            writeln!(f, "{:>12}", cells.len())?;
        }
        for (wrong, cells) in &self.wrong {
            let (mut flows, mut faults) = (BTreeMap::new(), BTreeMap::new());
            for cell in cells {
                *flows.entry(cell.flow.name).or_insert(0) += 1;
                for planned in &cell.faults {
                    *faults.entry(planned.fault.to_string()).or_insert(0) += 1;
                }
            }
            writeln!(f, "{wrong:?}: {flows:?} {faults:?}")?;
            // The simplest first.
            let mut cells: Vec<_> = cells.iter().collect();
            cells.sort_by_key(|cell| cell.faults.len() + usize::from(cell.rival.is_some()));
            for cell in cells.into_iter().take(SHOWN) {
                writeln!(f, "  {cell}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} runs: {} with another visitor ({} of them undecidable), {} suspended; steps {:?}",
            self.all.cells, self.with_rival, self.undecidable, self.suspended, self.steps
        )?;
        writeln!(
            f,
            "unknown: {} of {} with faults and without another visitor, {} of {} if no creating request has an open end",
            self.faulty.unknown, self.faulty.cells, self.ended.unknown, self.ended.cells
        )?;
        writeln!(
            f,
            "at most {} requests between two steps, and {} s of waits",
            self.most_requests,
            self.longest_wait.as_secs()
        )?;
        for (title, counts) in [
            ("dialect", &self.by_way),
            ("release", &self.by_release),
            ("flow", &self.by_flow),
        ] {
            write!(f, "by {title}:")?;
            for (key, count) in counts {
                write!(f, " {key} {}", count.cells)?;
            }
            writeln!(f)?;
        }
        for (key, count) in &self.by_conditions {
            writeln!(f, "{key}: {} cells, {} unknown", count.cells, count.unknown)?;
        }
        writeln!(
            f,
            "unknown after a single fault, by fault and last request:"
        )?;
        for (kind, count) in self.by_fault.iter().filter(|(_, count)| count.unknown > 0) {
            write!(f, "  {kind}: {} of {}:", count.unknown, count.cells)?;
            for ((_, purpose), count) in self.causes.iter().filter(|((of, _), _)| of == kind) {
                write!(f, " {purpose} {count}")?;
            }
            writeln!(f)?;
        }
        if self.wrong_cells > 0 {
            self.write_wrong(f)?;
        }
        Ok(())
    }
}
