//! The owner of an account, by the time of its registration.
//!
//! An account is registered in the second in which a request created it, by the wiki's own clock.
//! That clock is known only within bounds ([`WikiClock`]), so there are three answers:
//!
//! | the second of the registration | the account is |
//! |---|---|
//! | ended before the request went out, or began after its answer arrived | somebody else's |
//! | is one in which the request had gone out and was not yet answered | of this creation |
//! | anything else, or the wiki's time is unknown or contradicts itself | unclear |
//!
//! One case remains: somebody else registers the name in the same seconds while this creation's own
//! request is lost. Time cannot tell the two apart; a login with the password can
//! ([`LoginProof`](super::login_proof::LoginProof)).

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::session::clock::{MEASURING_TOLERANCE, Moment, SECOND, TOLERANCE, WikiClock};

/// The time after which a wiki works no longer on a request whose client is gone.
const LONGEST_REQUEST: Duration = Duration::from_secs(60 * 60);

/// The time in which a wiki finishes a request as a rule. After it, an account may as well be somebody else's.
const USUAL_REQUEST: Duration = Duration::from_secs(60);

/// The time in which a request may have created the account.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Window {
    /// The moment at which it was sent, if the driver told it.
    sent: Option<Moment>,
    /// The moment at which the wiki's own answer arrived.
    answered: Option<Moment>,
    /// A time that the wiki's clock had reached before the request was sent.
    reached: Option<SystemTime>,
    /// A time that the wiki's clock had not reached when the request was sent, by its own answer.
    #[serde(default)]
    not_reached: Option<SystemTime>,
    /// True if an earlier process sent it. Then only this machine's calendar tells how long ago.
    #[serde(default)]
    is_of_earlier_process: bool,
}

/// The creation that an account belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    ThisCreation,
    Other,
    /// The evidence does not tell. With a time, the same question tells more after this time: the
    /// wiki's time a whole number of seconds after the request shows the second in which it was
    /// sent.
    Unclear(Option<Duration>),
}

impl Window {
    /// Returns the window of the request that was sent last, from before its answer is read for the
    /// wiki's time.
    pub fn of_last_request(clock: &WikiClock) -> Self {
        let sent = clock.sent();
        Self {
            sent,
            answered: None,
            reached: sent.and_then(|sent| clock.reached_at(sent)),
            not_reached: None,
            is_of_earlier_process: false,
        }
    }

    /// Returns the window of a request that an earlier process sent this long ago by this machine's
    /// calendar, after the wiki's clock had `reached` a time.
    pub fn of_earlier_process(
        clock: &WikiClock,
        age: Option<Duration>,
        reached: Option<SystemTime>,
    ) -> Self {
        Self {
            sent: age.and_then(|age| clock.now().before(age)),
            answered: None,
            reached,
            not_reached: None,
            is_of_earlier_process: true,
        }
    }

    /// Ends the window: the wiki's own answer has just arrived, and its time is recorded.
    pub fn end(&mut self, clock: &WikiClock) {
        self.answered = Some(clock.now());
        self.not_reached = self.sent.and_then(|sent| clock.not_reached_at(sent));
    }

    /// Returns whether this second had not ended by the wiki's time from before the request, if the wiki
    /// has shown that.
    pub fn may_contain(&self, registered: SystemTime) -> bool {
        self.reached
            .is_some_and(|reached| registered + SECOND > reached)
    }

    /// Returns whether this machine's calendar and the wiki's clock agree about the time since the request;
    /// `None` if the wiki had not shown its time before. The calendar may have been set since.
    fn is_calendar_right(&self, sent_before: SystemTime) -> Option<bool> {
        let reached = self.reached?;
        Some(reached <= sent_before + TOLERANCE && sent_before <= reached + USUAL_REQUEST)
    }

    /// Returns whose account is registered in this second, as far as this window tells.
    fn owner(&self, registered: SystemTime, clock: &WikiClock) -> Owner {
        let end_of_second = registered + SECOND;
        let before = |time: SystemTime, tolerance: Duration| end_of_second + tolerance <= time;
        if self
            .reached
            .is_some_and(|reached| before(reached, TOLERANCE))
        {
            return Owner::Other;
        }
        let Some(sent) = self.sent else {
            return Owner::Unclear(None);
        };
        let bounds = [self.not_reached, clock.not_reached_at(sent)];
        let Some(sent_before) = bounds.into_iter().flatten().min() else {
            return Owner::Unclear(None);
        };
        if self.is_of_earlier_process {
            match self.is_calendar_right(sent_before) {
                Some(false) => return Owner::Unclear(None),
                Some(true) if registered >= sent_before + LONGEST_REQUEST => return Owner::Other,
                _ if registered >= sent_before + USUAL_REQUEST => return Owner::Unclear(None),
                _ => {}
            }
        }
        if before(sent_before, MEASURING_TOLERANCE) {
            return Owner::Other;
        }
        let answered_before = self.answered.map(|moment| clock.not_reached_at(moment));
        match answered_before {
            Some(None) => return Owner::Unclear(None),
            Some(Some(answered)) if registered >= answered + TOLERANCE => {
                return Owner::Other;
            }
            Some(Some(answered)) if registered >= answered => return Owner::Unclear(None),
            None | Some(Some(_)) => {}
        }
        if end_of_second >= sent_before {
            Owner::ThisCreation
        } else if end_of_second + SECOND >= sent_before {
            Owner::Unclear(Some(until_whole_second(clock.now().since(sent))))
        } else {
            Owner::Unclear(None)
        }
    }
}

/// Returns whose account is registered in this second, by all requests that may have created it.
pub(super) fn owner(registered: SystemTime, windows: &[Window], clock: &WikiClock) -> Owner {
    // A registration after the wiki's own present was made before its clock was set back.
    let mut sent = windows.iter().filter_map(|window| window.sent);
    if !sent.all(|sent| clock.is_steady_since(sent)) || clock.is_future(registered) {
        return Owner::Unclear(None);
    }
    let owners = windows.iter().map(|window| window.owner(registered, clock));
    let stronger = |one: Owner, other: Owner| match (one, other) {
        (Owner::ThisCreation, _) | (_, Owner::ThisCreation) => Owner::ThisCreation,
        (Owner::Other, other) => other,
        (one, Owner::Other | Owner::Unclear(None)) => one,
        (Owner::Unclear(_), other) => other,
    };
    owners.reduce(stronger).unwrap_or(Owner::Unclear(None))
}

/// Returns the time that is missing to a whole number of seconds.
fn until_whole_second(elapsed: Duration) -> Duration {
    let fraction = Duration::from_nanos(elapsed.subsec_nanos().into());
    SECOND.saturating_sub(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    /// Returns the owner of an account registered in the second 100 by the wiki's clock, whose
    /// request was sent at the wiki's time `sent` and lost, where the wiki is asked at the time
    /// `asked`. With `earlier`, the wiki had shown its time then.
    fn lost(earlier: Option<f64>, sent: f64, asked: f64) -> Owner {
        let mut clock = WikiClock::default();
        let mut now = earlier.unwrap_or(sent);
        let mut show = |clock: &mut WikiClock, at: f64| {
            clock.advance(seconds(at - now));
            now = at;
            clock.mark_sent();
        };
        if let Some(earlier) = earlier {
            show(&mut clock, earlier);
            clock.record(SystemTime::UNIX_EPOCH + seconds(earlier.floor()));
        }
        show(&mut clock, sent);
        let window = Window::of_last_request(&clock);
        show(&mut clock, asked);
        clock.record(SystemTime::UNIX_EPOCH + seconds(asked.floor()));
        owner(SystemTime::UNIX_EPOCH + seconds(100.0), &[window], &clock)
    }

    #[test]
    fn the_time_of_a_registration_tells_whose_it_is() {
        let unclear_until = |owner: Owner, wait: f64| match owner {
            Owner::Unclear(Some(found)) => (found.as_secs_f64() - wait).abs() < 0.001,
            _ => false,
        };
        // The request goes out in the second of the registration.
        assert_eq!(lost(None, 100.1, 100.2), Owner::ThisCreation);
        assert_eq!(lost(None, 100.9, 100.95), Owner::ThisCreation);
        assert_eq!(lost(Some(95.0), 100.1, 160.2), Owner::ThisCreation);
        // The account is registered in a later second.
        assert_eq!(lost(None, 97.5, 160.6), Owner::ThisCreation);
        // The wiki's second ends between request and question; a whole second later it is clear.
        assert!(unclear_until(lost(None, 100.9, 101.1), 0.8));
        assert_eq!(lost(None, 100.9, 101.91), Owner::ThisCreation);
        // The request goes out in a later second.
        assert!(unclear_until(lost(None, 101.1, 101.2), 0.9));
        assert_eq!(
            lost(None, 101.1, 102.11),
            Owner::Unclear(Some(seconds(0.99)))
        );
        assert_eq!(lost(None, 103.0, 103.1), Owner::Unclear(None));
        assert_eq!(
            lost(Some(101.0), 101.5, 102.5),
            Owner::Unclear(Some(seconds(1.0)))
        );
        assert_eq!(lost(Some(110.0), 110.1, 110.2), Owner::Other);
        assert_eq!(lost(None, 110.1, 110.2), Owner::Unclear(None));
        assert_eq!(lost(None, 200_000.0, 200_000.1), Owner::Other);
    }

    #[test]
    fn an_account_registered_after_the_answer_is_somebody_elses() {
        let mut clock = WikiClock::default();
        let mut send = |pause: f64, is_answered| {
            clock.advance(seconds(pause));
            clock.mark_sent();
            clock.advance(seconds(0.1));
            let mut window = Window::of_last_request(&clock);
            if is_answered {
                window.end(&clock);
            }
            (window, clock.clone())
        };
        let (first, _) = send(0.0, true);
        let (second, _) = send(60.0, false);
        let (_, mut clock) = send(0.5, true);
        clock.record(SystemTime::UNIX_EPOCH + seconds(160.0));
        let registered = |at: f64| {
            owner(
                SystemTime::UNIX_EPOCH + seconds(at),
                &[first, second],
                &clock,
            )
        };
        assert!(matches!(registered(99.0), Owner::Unclear(_)));
        assert_eq!(registered(100.0), Owner::ThisCreation);
        assert!(matches!(registered(120.0), Owner::Unclear(_)));
        assert_eq!(registered(160.0), Owner::ThisCreation);
    }

    /// Returns the owner of an account registered in this second, whose request an earlier process sent at the
    /// wiki's time 100 when the wiki had shown `reached`, where the wiki is asked at 100,000. This machine's
    /// calendar tells the age of the request wrong by `wrong`.
    fn of_earlier_process(reached: Option<f64>, wrong: f64, registered: f64) -> Owner {
        let mut clock = WikiClock::default();
        clock.advance(seconds(200_000.0));
        let age = seconds(100_000.0 - 100.0 + wrong);
        let reached = reached.map(|reached| SystemTime::UNIX_EPOCH + seconds(reached));
        let window = Window::of_earlier_process(&clock, Some(age), reached);
        clock.mark_sent();
        clock.record(SystemTime::UNIX_EPOCH + seconds(100_000.0));
        owner(
            SystemTime::UNIX_EPOCH + seconds(registered),
            &[window],
            &clock,
        )
    }

    #[test]
    fn an_account_of_an_earlier_process_is_registered_soon_after_its_request() {
        let clear = |reached, registered| of_earlier_process(reached, 0.0, registered);
        for reached in [None, Some(99.0)] {
            assert_eq!(clear(reached, 100.0), Owner::ThisCreation);
            assert_eq!(clear(reached, 150.0), Owner::ThisCreation);
            assert_eq!(clear(reached, 200.0), Owner::Unclear(None));
            assert_eq!(clear(reached, 3_600.0), Owner::Unclear(None));
        }
        assert_eq!(clear(Some(99.0), 3_800.0), Owner::Other);
        assert_eq!(clear(None, 3_800.0), Owner::Unclear(None));
        assert_eq!(clear(Some(99.0), 90.0), Owner::Other);
        // The calendar was set: forward or back, by an hour or by days.
        for wrong in [7_200.0, -7_200.0, -90_000.0, 90_000.0] {
            for registered in [100.0, 200.0, 7_400.0, 90_200.0] {
                let owner = of_earlier_process(Some(99.0), wrong, registered);
                assert_eq!(owner, Owner::Unclear(None), "{wrong} {registered}");
            }
        }
    }

    #[test]
    fn nothing_is_clear_by_a_clock_that_was_set() {
        // The account was registered before the clock was set back to 50, or forward by days.
        assert_eq!(lost(None, 50.0, 50.1), Owner::Unclear(None));
        let mut clock = WikiClock::default();
        clock.mark_sent();
        clock.record(SystemTime::UNIX_EPOCH + seconds(100.0));
        let window = Window::of_last_request(&clock);
        clock.advance(seconds(1.0));
        clock.mark_sent();
        for set_to in [50.0, 200_000.0] {
            let mut clock = clock.clone();
            clock.record(SystemTime::UNIX_EPOCH + seconds(set_to));
            for registered in [40.0, 100.0] {
                let registered = SystemTime::UNIX_EPOCH + seconds(registered);
                assert_eq!(owner(registered, &[window], &clock), Owner::Unclear(None));
            }
        }
    }

    #[test]
    fn nothing_is_clear_without_the_wikis_time() {
        let mut clock = WikiClock::default();
        let untold = Window::of_last_request(&clock);
        clock.mark_sent();
        let sent = Window::of_last_request(&clock);
        let registered = SystemTime::UNIX_EPOCH + seconds(100.0);
        for windows in [&[][..], &[untold], &[sent], &[untold, sent]] {
            assert_eq!(owner(registered, windows, &clock), Owner::Unclear(None));
        }
    }
}
