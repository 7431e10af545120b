//! The limits of lists: `aulimit` and the like.

use super::ModuleResult;
use crate::call::Call;

/// The entries that a request gets without a limit.
const DEFAULT: usize = 10;
/// The most entries, and those for callers with `apihighlimits`.
const MOST: usize = 500;
const HIGH_MOST: usize = 5000;

/// Returns the number of entries that the parameter `name` of a module allows. One that is too large or too small is
/// corrected, with a warning.
pub(super) fn limit(
    call: &mut Call<'_>,
    answer: &mut ModuleResult,
    module: &'static str,
    name: &str,
) -> usize {
    let (most, who) = match call.has_right("apihighlimits") {
        true => (HIGH_MOST, "bots"),
        false => (MOST, "users"),
    };
    let Some(given) = call.get(name) else {
        return DEFAULT;
    };
    if given == "max" {
        answer.limits.set(module, most as i64);
        return most;
    }
    let number: i64 = given.parse().unwrap_or(0);
    let allowed = number.clamp(1, most as i64);
    if allowed != number {
        let profile = &call.wiki.profile;
        let stop = if profile.error_formats { "." } else { "" };
        let text = match number < 1 {
            _ if profile.param_validator => {
                let most = if most == MOST { "500" } else { "5,000" };
                format!(
                    "The value \"{number}\" for parameter \"{name}\" must be between 1 and {most}."
                )
            }
            true => format!("{name} may not be less than 1 (set to {number}){stop}"),
            false => format!("{name} may not be over {most} (set to {number}) for {who}{stop}"),
        };
        answer.warn(module, text);
    }
    allowed as usize
}
