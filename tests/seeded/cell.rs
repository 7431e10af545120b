//! The conditions of one run of a flow: chosen by a seed, or one cell of the table.

use std::{
    fmt,
    str::FromStr,
    time::{Duration, SystemTime},
};

use mwaccount::{Format, Session, Wiki};
use support::{fault::Fault, random::Random};
use testwiki::{RunningWiki, Setting};

use crate::{
    flow::{ACCESS_TOKEN, Act, BOT_NAME, BOT_PASSWORD, Creator, FLOWS, Flow},
    way::Way,
};

/// A request, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A request of any kind.
    Request(usize),
    /// A request that may create an account.
    Creating(usize),
}

/// A fault, and the request it happens at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub place: Place,
    pub fault: Fault,
    /// True if it happens at each later request too.
    pub goes_on: bool,
}

/// The moment at which another visitor creates an account of the same name, unless it exists already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rival {
    /// A year before.
    Old,
    /// After a request was sent, and before the wiki executes it.
    Before(Place),
    /// After the wiki executed a request, and before its answer arrives.
    After(Place),
    /// While the creation waits for its caller.
    Pause(usize),
}

/// The conditions of one run.
#[derive(Clone)]
pub struct Cell {
    /// The seed, or none of a cell of the table.
    pub seed: Option<u64>,
    pub flow: &'static Flow,
    pub way: Way,
    pub release: &'static str,
    /// True if a creator is logged in first, without faults.
    pub has_creator: bool,
    /// True if the library proves by a login whose account it is.
    pub proves_by_login: bool,
    /// True if the caller names the dialect.
    names_dialect: bool,
    /// True if every conversation is suspended and resumed at every pause.
    pub suspends: bool,
    /// True if the caller begins anew after an error.
    pub begins_anew: bool,
    /// The proxy's clock minus the wiki's, in seconds.
    proxy_date: i64,
    pub faults: Vec<Planned>,
    pub rival: Option<Rival>,
    pub start: SystemTime,
    /// The numbers for the course of the run.
    pub random: Random,
}

impl Cell {
    /// Returns the conditions that belong to a seed.
    pub fn of(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        // The flow first, so that flows of few releases are as frequent as others.
        let flow = random.of(FLOWS);
        let (way, release) = loop {
            let way = *random.of(&Way::ALL);
            let release = *random.of(way.releases());
            if (flow.is_on)(way, release) {
                break (way, release);
            }
        };
        let mut cell = Self::new(flow, way, release, random);
        cell.seed = Some(seed);
        let random = &mut cell.random;
        let mut chance = |of: usize| random.below(of) == 0;
        cell.has_creator = !flow.logs_in() && chance(5);
        cell.proves_by_login = chance(2);
        cell.names_dialect = way != Way::Fallback && chance(2);
        cell.suspends = chance(2);
        cell.begins_anew = chance(2);
        let has_rival = flow.contested().is_some() && chance(2);
        let has_proxy_date = chance(8);
        cell.faults = (0..=random.below(4))
            .map(|_| Planned::random(random))
            .collect();
        cell.rival = has_rival.then(|| Rival::random(random));
        if has_proxy_date {
            cell.proxy_date = random.below(601) as i64 - 300;
        }
        cell.start = start(random);
        cell
    }

    /// Returns the conditions of a flow without faults.
    pub fn plain(flow: &'static Flow, way: Way, release: &'static str) -> Self {
        Self::new(flow, way, release, Random(0)).with_own_numbers()
    }

    fn new(flow: &'static Flow, way: Way, release: &'static str, random: Random) -> Self {
        Self {
            seed: None,
            flow,
            way,
            release,
            has_creator: false,
            proves_by_login: false,
            names_dialect: false,
            suspends: false,
            begins_anew: true,
            proxy_date: 0,
            faults: Vec::new(),
            rival: None,
            start: SystemTime::UNIX_EPOCH,
            random,
        }
    }

    /// Returns the cell with the time and the numbers that belong to its name.
    pub fn with_own_numbers(mut self) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in self.name().bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.random = Random(hash);
        self.start = start(&mut self.random);
        self
    }

    /// Returns the name by which the cell can be run again. A cell of a seed has none.
    pub fn name(&self) -> String {
        let (flow, way, release) = (self.flow.name, self.way.name(), self.release);
        let mut name = format!("{flow}/{way}/{release}");
        for planned in &self.faults {
            name += &format!("/{planned}");
        }
        if self.suspends {
            name += "/suspended";
        }
        if self.proves_by_login {
            name += "/proves";
        }
        if let Some(rival) = self.rival {
            name += &format!("/{rival}");
        }
        name
    }

    /// Returns true if visitors may not read the wiki, which then does not show them its accounts.
    pub fn is_private(&self) -> bool {
        let settings = self.flow.settings;
        settings.contains(&Setting::Private) || settings.contains(&Setting::PrivateOpen)
    }

    /// Starts the wiki.
    pub fn wiki(&self) -> RunningWiki {
        let mut wiki = testwiki::Wiki::release(self.release)
            .proxy_date(self.proxy_date)
            .bot_password(BOT_NAME, BOT_PASSWORD)
            .bearer(ACCESS_TOKEN, "Admin");
        let of_way = match self.way {
            Way::Form => Some(Setting::NoApi),
            Way::Fallback => Some(Setting::Disabled),
            _ => None,
        };
        for setting in self.flow.settings.iter().copied().chain(of_way) {
            wiki = wiki.setting(setting);
        }
        if let Some(captcha) = self.flow.captcha {
            wiki = wiki.captcha(captcha);
        }
        RunningWiki::without_server(wiki)
    }

    /// Returns the session of a client that knows the wiki's address.
    pub fn session(&self, wiki: &RunningWiki) -> Session {
        let mut client = Wiki::builder(&wiki.api()).prove_by_login(self.proves_by_login);
        if self.way == Way::Xml {
            client = client.format(Format::Xml);
        }
        if self.names_dialect {
            client = client.dialect(self.way.dialect());
        }
        client.session().unwrap()
    }

    /// Returns what the caller does, and how much of it before the faults begin.
    pub fn acts(&self) -> (Vec<Act>, usize) {
        let before = self.has_creator.then_some(Act::LogIn(Creator::Password));
        let acts = before.into_iter().chain(self.flow.acts.iter().copied());
        (acts.collect(), usize::from(self.has_creator))
    }
}

/// Returns a time from 2026 on, at any fraction of a second.
fn start(random: &mut Random) -> SystemTime {
    let since = 1_790_000_000_000 + random.below(10_000_000_000) as u64;
    SystemTime::UNIX_EPOCH + Duration::from_millis(since)
}

impl Place {
    /// Returns true for the request with this number, which is the `creating`th of those that may create an account.
    pub fn is_at(self, number: usize, creating: Option<usize>) -> bool {
        match self {
            Self::Request(wanted) => wanted == number,
            Self::Creating(wanted) => creating == Some(wanted),
        }
    }

    /// Returns an early request more often than a late one, as most flows are short.
    fn random(random: &mut Random) -> Self {
        match random.below(8) {
            0..=3 => Self::Creating(0),
            4 => Self::Creating(1 + random.below(3)),
            5 | 6 => Self::Request(random.below(4)),
            _ => Self::Request(4 + random.below(5)),
        }
    }
}

impl Planned {
    fn random(random: &mut Random) -> Self {
        let place = Place::random(random);
        Self {
            place,
            fault: Fault::random(random),
            goes_on: matches!(place, Place::Request(_)) && random.below(6) == 0,
        }
    }

    /// Returns true if the fault happens at the request with this number, which is the `creating`th of those that
    /// may create an account.
    pub fn is_at(&self, number: usize, creating: Option<usize>) -> bool {
        match self.place {
            Place::Request(first) if self.goes_on => first <= number,
            place => place.is_at(number, creating),
        }
    }
}

impl Rival {
    fn random(random: &mut Random) -> Self {
        // Early, so that the name is still free more often than not.
        let place = match random.below(4) {
            0 => Place::random(random),
            1 => Place::Request(random.below(4)),
            _ => Place::Creating(0),
        };
        match random.below(8) {
            0 => Self::Old,
            1 => Self::Pause(random.below(2)),
            2..=5 => Self::Before(place),
            _ => Self::After(place),
        }
    }
}

impl fmt::Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.goes_on { '+' } else { '.' };
        write!(f, "{}{sign}{}", self.place, self.fault)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(number) => write!(f, "{number}"),
            Self::Creating(number) => write!(f, "c{number}"),
        }
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.parse().map_err(|_| format!("{text} is no number"));
        Ok(match text.strip_prefix('c') {
            Some(creating) => Self::Creating(number(creating)?),
            None => Self::Request(number(text)?),
        })
    }
}

impl fmt::Display for Rival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Old => f.write_str("rival-old"),
            Self::Before(place) => write!(f, "rival-before-{place}"),
            Self::After(place) => write!(f, "rival-after-{place}"),
            Self::Pause(number) => write!(f, "rival-pause-{number}"),
        }
    }
}

impl FromStr for Rival {
    type Err = String;

    /// Parses what follows `rival-`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (moment, place) = text.split_once('-').unwrap_or((text, "0"));
        let place: Place = place.parse()?;
        match (moment, place) {
            ("old", _) => Ok(Self::Old),
            ("before", place) => Ok(Self::Before(place)),
            ("after", place) => Ok(Self::After(place)),
            ("pause", Place::Request(number)) => Ok(Self::Pause(number)),
            _ => Err(format!("no moment of a rival: {text}")),
        }
    }
}

impl FromStr for Cell {
    type Err = String;

    /// Parses the [`name`](Cell::name) of a cell.
    fn from_str(name: &str) -> Result<Self, String> {
        let mut parts = name.split('/');
        let mut part = || parts.next().unwrap_or_default();
        let (flow, way, release) = (part(), part(), part());
        let flow = Flow::named(flow).ok_or(format!("no flow: {flow}"))?;
        let way = Way::named(way).ok_or(format!("no dialect: {way}"))?;
        let mut releases = way.releases().iter().copied();
        let release = releases
            .find(|known| *known == release)
            .ok_or(format!("no release of this dialect: {release}"))?;
        let mut cell = Self::plain(flow, way, release);
        for part in parts {
            match part {
                "suspended" => cell.suspends = true,
                "proves" => cell.proves_by_login = true,
                _ => match part.strip_prefix("rival-") {
                    Some(rival) => cell.rival = Some(rival.parse()?),
                    None => cell.faults.push(part.parse()?),
                },
            }
        }
        Ok(cell.with_own_numbers())
    }
}

impl FromStr for Planned {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let goes_on = text.contains('+');
        let parts = text.split_once(['.', '+']);
        let (place, fault) = parts.ok_or(format!("no fault at a request: {text}"))?;
        Ok(Self {
            place: place.parse()?,
            fault: Fault::named(fault).ok_or(format!("no fault: {fault}"))?,
            goes_on,
        })
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(seed) = self.seed else {
            return f.write_str(&self.name());
        };
        write!(f, "seed {seed}: {}", self.name())?;
        let notes = [
            (self.has_creator, "creator"),
            (self.names_dialect, "dialect named"),
            (self.begins_anew, "begins anew"),
        ];
        for (_, note) in notes.into_iter().filter(|(holds, _)| *holds) {
            write!(f, ", {note}")?;
        }
        if self.proxy_date != 0 {
            write!(f, ", proxy {:+} s", self.proxy_date)?;
        }
        Ok(())
    }
}
