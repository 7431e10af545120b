//! Runs on many wikis.

use testwiki::{Directory, RunningWiki, Server, Setting, Wiki};

use super::{Course, ROW_PASSWORD, cells, users};

#[test]
fn each_row_is_created_on_each_wiki_side_by_side() {
    let server = Server::start().unwrap();
    let wikis =
        ["1.19", "1.26", "1.43"].map(|release| server.add_at(release, Wiki::release(release)));
    let course = Course::of(4);
    let apis = [0, 1, 2].map(|at: usize| wikis[at].api());
    let mut args: Vec<&str> = apis.iter().map(String::as_str).collect();
    args.extend([
        "list.csv",
        "--jobs",
        "3",
        "--report",
        "report.csv",
        "--json",
    ]);
    let result = course.run(&args);
    assert_eq!(result.status, 0, "{result:?}");
    for wiki in &wikis {
        assert_eq!(users(wiki), [1, 2, 3, 4]);
    }
    assert_eq!(result.json()["accounts"], 12);
    let report = course.read("report.csv");
    let lines: Vec<(&str, &str)> = report
        .lines()
        .skip(1)
        .map(|line| {
            let cells = cells(line);
            (cells[0], cells[1])
        })
        .collect();
    let lines_of_rows = ["2", "3", "4", "5"];
    let expected: Vec<(&str, &str)> = lines_of_rows
        .iter()
        .flat_map(|line| apis.iter().map(move |api| (*line, api.as_str())))
        .collect();
    assert_eq!(lines, expected);
    // One journal has all of them.
    let result = course.run(&args);
    assert_eq!(
        (result.status, &result.json()["earlier"]),
        (0, &12.into()),
        "{result:?}"
    );
}

#[test]
fn a_column_names_the_wiki_of_a_row() {
    let server = Server::start().unwrap();
    let [one, other] = ["one", "other"].map(|name| server.add_at(name, Wiki::release("1.43")));
    let course = Course::new(&format!(
        "name,password,wiki\nUser 1,{ROW_PASSWORD},{}\nUser 1,{ROW_PASSWORD},{}\nUser 2,{ROW_PASSWORD},\n",
        one.api(),
        other.api()
    ));
    let result = course.run(&["list.csv"]);
    assert_eq!(result.status, 2, "{result:?}");
    let result = course.run(&[&other.api(), "list.csv", "--report", "report.csv"]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!((users(&one), users(&other)), (vec![1], vec![1, 2]));
}

#[test]
fn a_wiki_that_stops_does_not_stop_the_others() {
    let server = Server::start().unwrap();
    let closed = server.add_at("closed", Wiki::release("1.43").setting(Setting::Blocked));
    let open = server.add_at("open", Wiki::release("1.43"));
    let course = Course::of(2);
    let result = course.run(&[
        &closed.api(),
        &open.api(),
        "list.csv",
        "--report",
        "report.csv",
    ]);
    assert_eq!(result.status, 5, "{result:?}");
    assert_eq!(users(&open), [1, 2]);
    assert_eq!(
        course.outcomes(),
        ["pending", "created", "pending", "created"]
    );
    assert!(
        result
            .out
            .contains(&format!("Stopped on {}: ", closed.api())),
        "{result:?}"
    );
}

#[test]
fn wikis_that_share_their_accounts_get_each_account_once() {
    let server = Server::start().unwrap();
    let (farm, other_farm) = (Directory::new(), Directory::new());
    let on = |name, directory: &Directory| {
        let wiki = Wiki::release("1.43").directory(directory);
        server.add_at(name, wiki.account("User 2", "theirs-12345"))
    };
    let one = on("one", &farm);
    let two = server.add_at("two", Wiki::release("1.39").directory(&farm));
    // Its administrator has the same id in another directory: nothing is shared with it.
    let foreign = server.add_at("foreign", Wiki::release("1.43").directory(&other_farm));
    let alone = server.add_at("alone", Wiki::release("1.26"));
    let course = Course::of(3);
    course.write("admin", "adminpass12345");
    let apis = [&one, &two, &foreign, &alone].map(RunningWiki::api);
    let mut args: Vec<&str> = apis.iter().map(String::as_str).collect();
    args.extend([
        "list.csv",
        "--login",
        "Admin",
        "--login-password-file",
        "admin",
    ]);
    args.extend(["--jobs", "4", "--report", "report.csv", "--json"]);
    for _ in 0..2 {
        let result = course.run(&args);
        assert_eq!(result.status, 1, "{result:?}");
        let json = result.json();
        assert_eq!(
            (&json["refused"], &json["accounts"]),
            (&1.into(), &12.into()),
            "{json}"
        );
        // User 2 was on the first wiki before, and is nobody's that the directory knows.
        assert_eq!(
            (users(&one), users(&two)),
            (vec![1, 2, 3], vec![2]),
            "{result:?}"
        );
        assert_eq!(
            (users(&foreign), users(&alone)),
            (vec![1, 2, 3], vec![1, 2, 3]),
            "{result:?}"
        );
        let outcomes = course.outcomes();
        let of_two: Vec<&str> = outcomes
            .iter()
            .skip(1)
            .step_by(4)
            .map(String::as_str)
            .collect();
        assert_eq!(of_two, ["shared", "created", "shared"]);
        assert_eq!(json["shared"], 2);
    }
}
