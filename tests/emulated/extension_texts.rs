//! Refusals by extensions that come as texts only: from the API up to 1.26, and from the form of every release.

use mwaccount::{Format, NewAccount, Reason, Step, Wiki};
use support::{accounts::PASSWORD, skipped_waits::SkippedWaits, transport_requests::direct};
use testwiki::{Release, Server, Setting};

const RELEASES: [u16; 12] = [16, 17, 20, 21, 22, 23, 26, 27, 31, 39, 43, 46];

/// The setting, the first release that has it, the account's name, the reason, and a part of the text.
const SETTINGS: [(Setting, u16, &str, Reason, &str); 4] = [
    (
        Setting::AntiSpoof,
        16,
        "Zoe",
        Reason::NameInvalid,
        "\nPlease choose another",
    ),
    (
        Setting::TitleBlacklist,
        16,
        "Badword",
        Reason::NameInvalid,
        "has been banned from creation.\nIt matches the following",
    ),
    (
        Setting::ListedEmail,
        27,
        "Zoe",
        Reason::EmailInvalid,
        "The given email address is currently",
    ),
    (
        Setting::AbuseDisallow,
        16,
        "Zoe",
        Reason::RefusedByExtension,
        "matched is: Lab filter 1",
    ),
];

fn refusal(
    name: &str,
    wiki: &testwiki::RunningWiki,
    format: Option<Format>,
    label: &str,
) -> mwaccount::Refused {
    let mut builder = Wiki::builder(&wiki.api())
        .transport(direct())
        .clock(SkippedWaits::default());
    if let Some(format) = format {
        builder = builder.format(format);
    }
    let step = builder
        .build()
        .unwrap()
        .create(
            NewAccount::new(name)
                .password(PASSWORD)
                .email("zoe@spam.example"),
        )
        .step();
    match step {
        Ok(Step::Refused(refused)) => refused,
        step => panic!("{label}: {step:?}"),
    }
}

#[test]
fn texts_of_extensions_have_the_reason_of_their_messages() {
    let server = Server::start().unwrap();
    for minor in RELEASES {
        let release = Release::first(minor);
        for (setting, first, name, reason, text) in SETTINGS {
            if minor < first {
                continue;
            }
            let wiki = testwiki::Wiki::of(release).setting(setting);
            let mut runs = vec![("form", wiki.clone().setting(Setting::NoApi), None)];
            if minor >= 21 {
                runs.push(("JSON", wiki.clone(), Some(Format::Json)));
                runs.push(("XML", wiki.clone(), Some(Format::Xml)));
                runs.push(("form beside the API", wiki.setting(Setting::Disabled), None));
            }
            for (way, wiki, format) in runs {
                let label = format!("{release} {setting:?} {way}");
                let running = server.add(wiki);
                let refused = refusal(name, &running, format, &label);
                assert_eq!(refused.reason, reason, "{label}: {refused:?}");
                assert!(refused.message.contains(text), "{label}: {refused:?}");
                assert!(refused.code.is_some(), "{label}: {refused:?}");
                assert!(running.account(name).is_none(), "{label}");
            }
        }
    }
}
