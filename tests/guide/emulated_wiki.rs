use mwaccount::{Answers, NewAccount, Step, Wiki};
use testwiki::{Captcha, Fault, Server, When};

#[test]
fn a_wrong_answer_and_a_lost_response() {
    let server = Server::start().unwrap();
    let emulated = testwiki::Wiki::release("1.26").captcha(Captcha::Questy);
    let running = server.add(emulated);

    let mut wiki = Wiki::connect(&running.api()).unwrap();
    let account = || NewAccount::new("Zoe Example").password("Correct-horse-7-battery");
    let mut creation = wiki.create(account());
    assert!(matches!(creation.step(), Ok(Step::Ask(_))));

    let answer = |text: &str| Answers::new().with("captcha", text);
    assert!(matches!(creation.answer(answer("London")), Ok(Step::Refused(_))));
    assert!(matches!(creation.revise(account()), Ok(Step::Ask(_))));

    running.fault(Fault::ResetAfter, When::action("createaccount"));
    let Ok(Step::Created(created)) = creation.answer(answer("Paris")) else {
        panic!("not created");
    };
    assert_eq!(created.warnings[0].code, "answer-lost");
    assert!(running.account("Zoe Example").is_some());
}
