//! Watches a command: what it uses after a warm-up, and at its end.

use std::{
    fs,
    path::PathBuf,
    process::{Command, ExitCode},
    thread,
    time::{Duration, Instant},
};

use crate::{samples::ends, usage::Usage};

#[derive(clap::Args)]
pub struct Settings {
    /// The name in the report
    #[arg(long)]
    name: String,
    /// The time before the first comparison, in seconds
    #[arg(long)]
    warm_up: f64,
    /// The length of the run after the start, in seconds; the command may end earlier
    #[arg(long)]
    seconds: f64,
    /// The growth of the memory that is allowed, in percent
    #[arg(long, default_value_t = 5)]
    memory: u64,
    /// Write all samples to FILE
    #[arg(long, value_name = "FILE")]
    samples: Option<PathBuf>,
    #[arg(last = true, required = true)]
    command: Vec<String>,
}

/// Runs the command, prints a line, and fails if the command fails or what it uses grows. The first tenth after the
/// warm-up is compared with the last tenth.
pub fn run(settings: &Settings) -> ExitCode {
    let (program, arguments) = settings.command.split_first().unwrap();
    let mut command = Command::new(program);
    // glibc gives threads up to eight arenas for each processor, and each fills slowly to its own size.
    command.args(arguments).env("MALLOC_ARENA_MAX", "1");
    let mut child = command.spawn().unwrap();
    let start = Instant::now();
    let pause = Duration::from_secs_f64((settings.seconds / 600.0).clamp(0.05, 5.0));
    let mut samples = Vec::new();
    let mut report = String::from("seconds\tkB\tdescriptors\tthreads\n");
    let status = loop {
        thread::sleep(pause);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        let (time, usage) = (start.elapsed().as_secs_f64(), Usage::of(child.id()));
        if time > settings.seconds {
            continue;
        }
        report += &format!(
            "{time:.1}\t{}\t{}\t{}\n",
            usage.memory, usage.descriptors, usage.threads
        );
        if time > settings.warm_up {
            samples.push(usage);
        }
    };
    if let Some(file) = &settings.samples {
        fs::write(file, report).unwrap();
    }
    // What is given up at the end of a run is not the end of it.
    samples.truncate(samples.len() - samples.len() / 20);
    let (first, last) = ends(&samples);
    let (first, last) = (Usage::median(first), Usage::median(last));
    let name = &settings.name;
    println!(
        "{name}: after {} s {first}; at the end ({:.0} s) {last}",
        settings.warm_up,
        start.elapsed().as_secs_f64()
    );
    let mut wrong = first.grown(last, settings.memory);
    if samples.len() < 20 {
        wrong.push(format!("only {} samples", samples.len()));
    }
    if !status.success() {
        wrong.push(format!("the command ended with {status}"));
    }
    for wrong in &wrong {
        println!("{name}: {wrong}");
    }
    if wrong.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
