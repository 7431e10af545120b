//! The conditions of one creation, chosen by its seed.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use mwaccount::{Dialect, Format, NewAccount, Session, Wiki};
use support::{accounts::PASSWORD, random::Random};
use testwiki::{Captcha, RunningWiki};

use crate::fault::{Fault, Place};

/// The setting of a wiki, or what else is special.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    Plain,
    Questy,
    Otp,
    OpenId,
    Terms,
    /// Only users may read, and a creator creates the account.
    Private,
    /// A creator creates the account.
    NoCreate,
    MailFails,
    /// A Turkish wiki, and a name that begins with i.
    Turkish,
    /// PHP up to 7.2, and a name that begins with ß.
    OldPhp,
    /// The release's own PHP, and a name that begins with ß.
    Sharp,
    /// A proxy sets `Date` by a clock that is apart from the wiki's.
    ProxyDate,
    /// A gateway answers in JSON of its own.
    Gateway,
}

/// How the account is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    AuthManager,
    Json,
    Xml,
    /// The sign-up form of a release whose API creates no accounts.
    OldForm,
    /// The sign-up form, as the API is switched off.
    Form,
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

/// The conditions of one creation.
#[derive(Clone)]
pub struct Cell {
    pub seed: u64,
    pub release: &'static str,
    pub way: Way,
    pub setting: Setting,
    /// True if a creator is logged in.
    pub has_creator: bool,
    /// True if the wiki sends the password by mail.
    mails_password: bool,
    /// True if the library proves by a login whose account it is.
    pub proves_by_login: bool,
    /// True if the caller names the dialect.
    names_dialect: bool,
    /// True if the creation is suspended and resumed at every pause.
    pub suspends: bool,
    /// True if the caller begins anew after an error.
    pub begins_anew: bool,
    /// The proxy's clock minus the wiki's, in seconds.
    proxy_date: i64,
    pub faults: Vec<(Place, Fault)>,
    pub rival: Option<Rival>,
    pub start: SystemTime,
    /// The numbers for the course of the creation.
    pub random: Random,
}

impl Cell {
    /// Returns the conditions that belong to a seed.
    pub fn of(seed: u64) -> Self {
        use Setting as S;
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (way, releases): (Way, &[&str]) = match random.below(5) {
            0 | 1 => (Way::AuthManager, &["1.27", "1.28", "1.35", "1.43"]),
            2 => (Way::Json, &["1.21", "1.22", "1.23", "1.24", "1.26"]),
            3 => (Way::Xml, &["1.21", "1.22", "1.23", "1.24", "1.26"]),
            _ if random.below(3) == 0 => (Way::OldForm, &["1.16", "1.19", "1.20"]),
            _ => (Way::Form, &["1.23", "1.26", "1.35", "1.43"]),
        };
        let release = *random.of(releases);
        let mut settings = vec![
            S::Plain,
            S::Questy,
            S::Private,
            S::NoCreate,
            S::MailFails,
            S::Turkish,
            S::OldPhp,
            S::Sharp,
            S::ProxyDate,
            S::Gateway,
        ];
        // Only AuthManager asks; the form cannot follow a redirect to another site and back.
        match way {
            Way::AuthManager => settings.extend([S::Otp, S::OpenId, S::Terms]),
            Way::Form if release >= "1.27" => settings.extend([S::Otp, S::Terms]),
            _ => {}
        }
        let setting = *random.of(&settings);
        let has_creator = matches!(setting, S::Private | S::NoCreate) || random.below(4) == 0;
        let mut chance = |of: usize| random.below(of) == 0;
        let mails_password = setting == S::MailFails && has_creator && chance(2);
        let (names_dialect, suspends, begins_anew) = (chance(2), chance(2), chance(2));
        let proves_by_login = !mails_password && chance(2);
        let has_rival = chance(2);
        let faults = (0..=random.below(4))
            .map(|_| (Place::random(&mut random), Fault::random(&mut random)))
            .collect();
        let rival = has_rival.then(|| Rival::random(&mut random));
        let proxy_date = match setting {
            S::ProxyDate => random.below(601) as i64 - 300,
            _ => 0,
        };
        // From 2026 on, at any fraction of a second.
        let since = 1_790_000_000_000 + random.below(10_000_000_000) as u64;
        Self {
            seed,
            release,
            way,
            setting,
            has_creator,
            mails_password,
            proves_by_login,
            names_dialect,
            suspends,
            begins_anew,
            proxy_date,
            faults,
            rival,
            start: SystemTime::UNIX_EPOCH + Duration::from_millis(since),
            random,
        }
    }

    /// Starts the wiki.
    pub fn wiki(&self) -> RunningWiki {
        use testwiki::Setting as S;
        let mut wiki = testwiki::Wiki::release(self.release).proxy_date(self.proxy_date);
        if self.way == Way::Form {
            wiki = wiki.setting(S::NoApi);
        }
        let wiki = match self.setting {
            Setting::Plain | Setting::Sharp | Setting::ProxyDate => wiki,
            Setting::Questy => wiki.captcha(Captcha::Questy),
            Setting::Otp => wiki.setting(S::Otp),
            Setting::OpenId => wiki.setting(S::OpenId),
            Setting::Terms => wiki.setting(S::Terms),
            Setting::Private => wiki.setting(S::Private),
            Setting::NoCreate => wiki.setting(S::NoCreate),
            Setting::MailFails => wiki.setting(S::MailFails),
            Setting::Turkish => wiki.setting(S::Turkish),
            Setting::OldPhp => wiki.setting(S::OldPhp),
            Setting::Gateway => wiki.setting(S::Gateway),
        };
        RunningWiki::without_server(wiki)
    }

    /// Returns the session of a client that knows the wiki's address.
    pub fn session(&self, wiki: &RunningWiki) -> Session {
        let mut client = Wiki::builder(&wiki.api()).prove_by_login(self.proves_by_login);
        if self.way == Way::Xml {
            client = client.format(Format::Xml);
        }
        if self.names_dialect {
            client = client.dialect(self.dialect());
        }
        client.session().unwrap()
    }

    pub fn dialect(&self) -> Dialect {
        match self.way {
            Way::AuthManager => Dialect::AuthManager,
            Way::Json | Way::Xml => Dialect::LegacyApi,
            Way::OldForm | Way::Form => Dialect::WebForm,
        }
    }

    /// Returns the name of the account, as the caller gives it.
    pub fn name(&self) -> &'static str {
        match self.setting {
            Setting::Turkish => "iris",
            Setting::OldPhp | Setting::Sharp => "ßeta",
            _ => "zoe example",
        }
    }

    pub fn account(&self) -> NewAccount {
        let account = NewAccount::new(self.name());
        let account = match self.setting {
            Setting::MailFails => account.email("zoe@example.org"),
            _ => account,
        };
        if self.mails_password {
            account.mail_password()
        } else {
            account.password(PASSWORD)
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

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {:?}", self.release, self.way, self.setting)?;
        let notes = [
            (self.has_creator, "creator"),
            (self.mails_password, "password by mail"),
            (self.proves_by_login, "proves by login"),
            (self.names_dialect, "dialect named"),
            (self.suspends, "suspended"),
            (self.begins_anew, "begins anew"),
        ];
        for (_, note) in notes.into_iter().filter(|(holds, _)| *holds) {
            write!(f, ", {note}")?;
        }
        if self.proxy_date != 0 {
            write!(f, ", proxy {:+} s", self.proxy_date)?;
        }
        for (place, fault) in &self.faults {
            write!(f, ", {fault:?} at {place:?}")?;
        }
        match self.rival {
            Some(rival) => write!(f, ", rival {rival:?}"),
            None => Ok(()),
        }
    }
}
