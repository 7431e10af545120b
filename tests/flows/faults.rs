//! Every request of every creation on a legacy wiki against every fault.

use mwaccount::Dialect;
use support::{
    fault_table::{compare, flows, run_flow, table},
    legacy_wiki::{LegacyBehaviour, LegacyWiki},
};

/// Results on a model of MediaWiki 1.23, with [`LegacyBehaviour`].
const LEGACY: &str = "
flow     #  request  not-sent                        lost-before                     timed-out                       lost-after                      page-500                     cut-off                      silence
plain    1  token    created                         created                         created                         created                         error:busy                   error:protocol               error:unreachable
plain    2  create   error:unreachable               refused:unreachable             unknown:unreachable             created+answer-lost             created+answer-lost          created+answer-lost          unknown:unreachable
captcha  1  token    created                         created                         created                         created                         error:busy                   error:protocol               error:unreachable
captcha  2  create   error:unreachable               refused:unreachable             unknown:unreachable             refused:unreachable             refused:busy                 refused:protocol             unknown:unreachable
captcha  3  create   error:unreachable               refused:unreachable             unknown:unreachable             created+answer-lost             created+answer-lost          created+answer-lost          unknown:unreachable
private  1  token    created                         created                         created                         created                         error:busy                   error:protocol               error:unreachable
private  2  create   error:unreachable               refused:unreachable             unknown:unreachable             unknown:unreachable             unknown:busy                 unknown:protocol             unknown:unreachable
mail     1  token    created+php-mail-error-unknown  created+php-mail-error-unknown  created+php-mail-error-unknown  created+php-mail-error-unknown  error:busy                   error:protocol               error:unreachable
mail     2  create   error:unreachable               refused:unreachable             unknown:unreachable             created+answer-lost             created+answer-lost          created+answer-lost          unknown:unreachable
new_sessions  1  token    created                         created                         created                         created                         error:busy                   error:protocol               error:unreachable
new_sessions  2  create   error:unreachable               refused:unreachable             unknown:unreachable             created+answer-lost             created+answer-lost          created+answer-lost          unknown:unreachable
older    1  token    refused:name-taken              refused:name-taken              refused:name-taken              refused:name-taken              error:busy                   error:protocol               error:unreachable
older    2  create   error:unreachable               refused:unreachable             unknown:unreachable             refused:unreachable             refused:busy                 refused:protocol             unknown:unreachable
two      1  token    created/created                 created/created                 created/created                 created/created                 error:busy/created           error:protocol/created       error:unreachable/error:unreachable
two      2  create   error:unreachable/created       refused:unreachable/created     unknown:unreachable/created     created+answer-lost/created     created+answer-lost/created  created+answer-lost/created  unknown:unreachable/error:unreachable
two      3  token    created/created                 created/created                 created/created                 created/created                 created/error:busy           created/error:protocol       created/error:unreachable
two      4  create   created/error:unreachable       created/refused:unreachable     created/unknown:unreachable     created/created+answer-lost     created/created+answer-lost  created/created+answer-lost  created/unknown:unreachable
";

#[test]
fn legacy() {
    let flows = flows(LEGACY, |_| true);
    let table = table(&flows, |flow, _, fault| {
        let habits = LegacyBehaviour {
            captcha: flow == "captcha",
            private: flow == "private",
            mail_fails: flow == "mail",
            new_sessions: flow == "new_sessions",
        };
        let model = LegacyWiki::new(habits);
        let run = run_flow(
            model.clone(),
            "https://wiki.example/api.php",
            Some(Dialect::LegacyApi),
            flow,
            fault,
        );
        run.checked_cell(flow, fault, |name| model.exists(name))
    });
    compare(LEGACY, &flows, &table);
}
