//! The report of a run.

use testwiki::{Server, Wiki};

use super::Course;

#[test]
fn rows_have_the_order_of_the_file_and_every_column() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.26"));
    wiki.install("Taken", "theirs-12345");
    let course = Course::new(
        "name,password\n\nzoe_example,Planted-row-passw0rd-77\n=1+1,Planted-row-passw0rd-77\nTaken,Planted-row-passw0rd-77\n",
    );
    let result = course.create(&wiki, &["--report", "report.jsonl", "--verbose"]);
    assert_eq!(result.status, 1, "{result:?}");
    let rows = course.report();
    let column = |name: &str| rows.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("line"), [3, 4, 5]);
    assert_eq!(column("name"), ["zoe_example", "=1+1", "Taken"]);
    assert_eq!(column("outcome"), ["created", "created", "refused"]);
    assert_eq!(rows[0]["wiki_name"], "Zoe example");
    assert_eq!(rows[0]["user_id"], wiki.account("Zoe example").unwrap().id);
    assert_eq!(rows[2]["reason"], "name-taken");
    assert!(rows[2]["message"].is_string() && rows[2]["code"].is_string());
    for row in &rows {
        assert_eq!(row["wiki"], wiki.api());
        assert!(row["when"].as_str().unwrap().ends_with('Z'), "{row}");
        assert_eq!(row.as_object().unwrap().len(), 15);
    }
    let result = course.create(&wiki, &["--report", "report.csv"]);
    assert_eq!(result.status, 1, "{result:?}");
    let csv = course.read("report.csv");
    assert!(csv.contains(",\"'=1+1\",\"created\",\"'=1+1\","), "{csv}");
    assert!(
        result
            .out
            .contains("Report: report.csv\nJournal: list.csv.journal\n"),
        "{result:?}"
    );
}

#[test]
fn rows_that_were_not_reached_are_pending() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").throttle(2));
    let course = Course::of(4);
    let result = course.create(&wiki, &["--report", "report.csv"]);
    assert_eq!(result.status, 5, "{result:?}");
    assert_eq!(
        course.outcomes(),
        ["created", "created", "pending", "pending"]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_is_told_and_loses_nothing() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::of(2);
    // The folder vanishes during the run.
    std::fs::create_dir(course.path("out")).unwrap();
    wiki.fault(
        testwiki::Fault::Delay(std::time::Duration::from_millis(1000)),
        testwiki::When::action("createaccount"),
    );
    let child = course.start(&[&wiki.api(), "list.csv", "--report", "out/report.csv"]);
    super::wait_until(|| wiki.all_requests() > 0);
    std::fs::remove_dir_all(course.path("out")).unwrap();
    let result = super::result_of(child);
    assert_eq!(result.status, 5, "{result:?}");
    assert!(
        result.out.contains("the report cannot be written"),
        "{result:?}"
    );
    assert!(
        result.out.starts_with("2 accounts: 2 created\n"),
        "{result:?}"
    );
    let result = course.create(&wiki, &["--report", "report.csv"]);
    assert_eq!(
        (result.status, course.outcomes()),
        (0, vec!["created".to_owned(); 2])
    );
}
