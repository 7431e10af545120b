//! The emulated wikis of the recordings.

use testwiki::{Captcha, RunningWiki, Setting, Wiki};

use crate::transcript::Transcript;

const ADMIN_PASSWORD: &str = "adminpass12345";

const BOT_PASSWORD: &str = "lablablablablablablablablablablab1";

/// The scenarios that testwiki does not emulate, and why.
pub const NOT_EMULATED: &[(&str, &str)] = &[
    (
        "pluggableauth-login",
        "testwiki has the button of 1.39 on every release, and data beside the address",
    ),
    ("remoteuser-create", "testwiki sets the cookies of a login"),
    ("remoteuser-login", "the same"),
    ("remoteuser-webform", "the same"),
    (
        "abusefilter-block",
        "as block-ip, with the name of the filter",
    ),
    ("block-range", "as block-ip, with the range"),
    ("oauth2-no-grant", "as nocreate for the token's owner"),
    (
        "oauth1-bad-signature",
        "the test cannot sign; `src/oauth1.rs` has tests of its own",
    ),
];

/// Returns the wiki of a recording; `None` if there is none yet.
pub fn of(transcript: &Transcript, release: &str, scenario: &str) -> Option<Wiki> {
    let mut wiki = Wiki::release(release)
        .sysop("Blocked Sysop", ADMIN_PASSWORD)
        .sysop("Fake Sysop", ADMIN_PASSWORD)
        .sysop("Emailed Sysop", ADMIN_PASSWORD)
        .sysop("Partial Sysop", ADMIN_PASSWORD)
        .blocked_account("Blocked Sysop")
        .bot_password("Admin@lab", BOT_PASSWORD);
    for part in transcript.settings.split(['-', '.']) {
        wiki = match part {
            "plain" => wiki,
            "ipanononly" => wiki.setting(Setting::AnonymousBlock),
            "nsp" => wiki.setting(Setting::NewSignupPage),
            "nocreate" => wiki.setting(Setting::NoCreate),
            "abuse" if scenario.contains("warn") => wiki.setting(Setting::AbuseWarn),
            "abuse" => wiki.setting(Setting::AbuseDisallow),
            "pwpolicy" | "pwforce" if scenario.starts_with("brokenpage") => {
                wiki.setting(Setting::BrokenForms)
            }
            "badlogin" => wiki.setting(Setting::BadLogin),
            "pluggable" => wiki.setting(Setting::Pluggable),
            "remoteuser" => wiki.setting(Setting::RemoteUser),
            "blocked" => wiki.setting(Setting::Blocked),
            "dnsbl" => wiki.setting(Setting::DnsBlacklist),
            "partial" => wiki.setting(Setting::PartialBlock),
            "readonly" => wiki.setting(Setting::ReadOnly),
            "antispoof" => wiki.setting(Setting::AntiSpoof),
            "gblock" => wiki.setting(Setting::GlobalBlock),
            "tor" => wiki.setting(Setting::TorBlock),
            "sfs" => wiki.setting(Setting::StopForumSpam),
            "sb" => wiki.setting(Setting::ListedEmail),
            "tb" => wiki.setting(Setting::TitleBlacklist),
            "tr" => wiki.setting(Setting::Turkish),
            "rangeblock" => wiki.setting(Setting::TwoBlocks),
            "emailconfirm" => wiki.setting(Setting::EmailRequired),
            "off" => wiki.setting(Setting::NoApi),
            "hc" => wiki.captcha(Captcha::HCaptcha),
            "rc" => wiki.captcha(Captcha::ReCaptcha),
            "ca" if scenario.contains("locked") => wiki.setting(Setting::Locked),
            "ca" => wiki,
            "confirmaccount" => wiki.setting(Setting::AccountRequests),
            "disableslogin" => wiki.setting(Setting::BlockDisablesLogin),
            "emailauth" => wiki.setting(Setting::EmailAuth),
            "loginthrottle" => wiki.setting(Setting::LoginThrottle),
            "oath" if scenario.starts_with("webauthn") => wiki.setting(Setting::WebAuthn),
            "oath" => wiki.setting(Setting::SecondFactor),
            "webauthn" => wiki,
            "oathforce" => wiki.setting(Setting::SecondFactorRequired),
            "pwforce" => wiki.setting(Setting::PasswordForced),
            "pwsuggest" => wiki.setting(Setting::PasswordSuggested),
            "pwtologin" => wiki.setting(Setting::PasswordTooShort),
            "temp" => wiki.setting(Setting::TemporaryAccounts),
            "oauth" => wiki
                .bearer("admin", "Admin")
                .bearer("blocked", "Blocked Sysop"),
            "questy" => wiki.captcha(Captcha::Questy),
            _ => return None,
        }
    }
    Some(wiki)
}

/// Returns the Authorization header of the recorded client.
pub fn authorization(scenario: &str) -> Option<String> {
    let token = match scenario {
        "oauth2-blocked-owner" => "blocked",
        "oauth2-rubbish" => "rubbish",
        "oauth2-not-installed" => return None,
        _ => "admin",
    };
    Some(format!("Bearer {token}"))
}

/// Replaces the recorded codes of second factors by those that testwiki accepts.
pub fn with_codes(mut transcript: Transcript) -> Transcript {
    let forms = transcript.exchanges.iter_mut();
    for form in forms.filter_map(|exchange| exchange.form.as_mut()) {
        let continues = form.iter().any(|(name, _)| name == "logincontinue");
        for (name, value) in form.iter_mut().filter(|_| continues) {
            let is_code = matches!(name.as_str(), "token" | "OATHToken");
            if is_code && !matches!(value.as_str(), "zzzzzz" | "000000") {
                "123456".clone_into(value);
            }
        }
    }
    transcript
}

/// Prepares a wiki, as the recorded ones had been used before.
pub fn set_up(running: &RunningWiki, transcript: &Transcript) {
    let first = transcript.exchanges[0].response.text();
    if transcript.settings.contains("badlogin") && first.to_lowercase().contains("captchaid") {
        running.fail_login("Admin");
    }
    for exchange in &transcript.exchanges {
        let form = exchange.form.iter().flatten();
        let mut named =
            form.filter(|(key, _)| matches!(key.as_str(), "name" | "username" | "wpName"));
        let Some((_, name)) = named.next() else {
            continue;
        };
        let text = exchange.response.text();
        let similar = capitalised(&name.to_lowercase());
        if text.contains(&format!("<li>{similar}</li>")) {
            running.install(&similar, "somebody else's");
        } else if text.contains("Username entered already in use") {
            running.install(name, "somebody else's");
        }
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
