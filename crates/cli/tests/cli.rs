//! The command line, run as a user runs it.

#[path = "cli/check.rs"]
mod check;
#[path = "cli/plot.rs"]
mod plot;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::tempdir;
use tweedie_figures::FILMS;

fn tweedie(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tweedie"));
    command.args(arguments);
    command
}

fn output(arguments: &[&str]) -> Output {
    tweedie(arguments).output().unwrap()
}

/// What a command prints that goes well.
fn printed(arguments: &[&str]) -> String {
    let output = output(arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {stderr}");
    assert_eq!(stderr, "", "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// That a command is refused: exit code 2, nothing on stdout, and one line on stderr that holds these parts.
fn refused(arguments: &[&str], parts: &[&str]) {
    let output = output(arguments);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
    assert_eq!(output.stdout, b"", "{arguments:?}");
    assert_eq!(stderr.lines().count(), 1, "{arguments:?}: {stderr}");
    assert!(stderr.starts_with("error: "), "{stderr}");
    for part in parts {
        assert!(stderr.contains(part), "no {part:?} in: {stderr}");
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn options_that_mean_nothing_are_refused() {
    let sample = |options: &str, parts: &[&str]| {
        let words: Vec<&str> = ["sample"].into_iter().chain(options.split(' ')).collect();
        refused(&words, parts);
    };
    sample("--n 0", &["--n", "1..=10000000"]);
    sample("--n 1000000000000", &["--n", "1..=10000000"]);
    sample("--n many", &["--n", "many"]);
    sample("--backend tpu", &["tpu", "give cpu, gpu-f32 or gpu-f64"]);
    #[cfg(not(feature = "gpu"))]
    for name in ["gpu", "gpu-f32", "gpu-f64"] {
        sample(
            &format!("--backend {name}"),
            &["no GPU backend", "--features gpu"],
        );
    }
    sample("--steps 0", &["--steps"]);
    sample("--steps -3", &["-3"]);
    sample(
        "--steps 1001",
        &["--steps", "1001", "the schedule has 1000"],
    );
    sample("--eta -1", &["eta is -1.0", "lies between"]);
    sample("--eta NaN", &["eta is NaN", "lies between"]);
    sample("--eta inf", &["eta is inf", "lies between"]);
    sample("--eta 5", &["eta is 5.0", "lies between"]);
    sample("--eta half", &["--eta", "half"]);
    sample(
        "--sampler heun --eta 0.5",
        &["--eta belongs to --sampler ddim", "heun"],
    );
    sample("--sampler haun", &["haun", "heun"]);
    sample("--schedule cosin", &["cosin", "cosine"]);
    sample(
        "--sampler euler --schedule rectified-flow",
        &["infinite on --schedule rectified-flow", "ddim"],
    );
    sample("--std 0.1", &["--std belongs to a file"]);
    sample("--width 0.1", &["--width", "--std"]);
    sample("--seed -1", &["-1"]);
    refused(&["report", "--steps", "0"], &["--steps"]);
    refused(&["paint"], &["paint"]);
}

#[test]
fn files_that_cannot_be_used_are_refused_and_nothing_is_written() {
    let folder = tempdir().unwrap();
    let place = |name: &str| text(&folder.path().join(name)).to_owned();
    fs::write(place("file"), "in the way").unwrap();
    fs::write(place("bad.csv"), "1,2\n3,x\n").unwrap();
    fs::write(place("huge.csv"), "1e300,2\n-1e300,3\n").unwrap();
    let data = |path: &str, parts: &[&str]| refused(&["sample", "--data", path], parts);
    data("points.txt", &["points.txt", ".npy, .csv or .safetensors"]);
    data("two\nlines.txt", &["two?lines.txt"]);
    data(&place("none.npy"), &["none.npy", "cannot read it"]);
    data(&place("bad.csv"), &["bad.csv", "line 2, column 2"]);
    data(&place("huge.csv"), &["huge.csv", "overflows"]);
    let out = |path: &str, parts: &[&str]| refused(&["sample", "--n", "2", "--out", path], parts);
    let wide = |std: &str, parts: &[&str]| {
        refused(&["sample", "--data", "a.csv", "--std", std], parts);
    };
    wide("-1", &["--std is -1.0", "finite number ≥ 0"]);
    wide("NaN", &["--std is NaN"]);
    out(&place("samples.txt"), &["samples.txt", ".safetensors"]);
    out(&place("none/samples.csv"), &["cannot write it", "--out"]);
    out(&place("file/samples.csv"), &["cannot write it", "--out"]);
    refused(
        &["plot", "schedules", "--out", &place("file")],
        &["cannot write it", "--out"],
    );
    refused(
        &["report", "--out", &place("file")],
        &["cannot write it", "--out"],
    );
    // the place is tried before anything is read, and so before the work
    let unread = ["sample", "--data", &place("none.npy"), "--out"];
    refused(
        &[&unread[..], &[&place("none/a.csv")]].concat(),
        &["cannot write it"],
    );
    fs::create_dir_all(place("report/index.html")).unwrap();
    let unread = ["report", "--record", &place("none.jsonl"), "--out"];
    refused(
        &[&unread[..], &[&place("report")]].concat(),
        &["index.html", "cannot write it"],
    );
    fs::remove_dir_all(place("report")).unwrap();
    let mut left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["bad.csv", "file", "huge.csv"]);
}

#[test]
fn samples_do_not_depend_on_the_number_of_threads() {
    let with = |threads: &str, sampler: &str| {
        let arguments = [
            "sample",
            "--n",
            "300",
            "--steps",
            "10",
            "--sampler",
            sampler,
        ];
        let output = tweedie(&arguments)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert!(output.status.success());
        output.stdout
    };
    for sampler in ["ddpm", "edm"] {
        assert_eq!(with("1", sampler), with("3", sampler));
    }
}

#[test]
fn a_seed_stands_for_its_samples() {
    let draw = |seed: &str| printed(&["sample", "--n", "5", "--steps", "5", "--seed", seed]);
    assert_eq!(draw("7"), draw("7"));
    assert_ne!(draw("7"), draw("8"));
    assert_eq!(draw("7").lines().count(), 5);
}

#[test]
fn every_sampler_lands_on_the_points_of_a_file() {
    let folder = tempdir().unwrap();
    let data = folder.path().join("three.csv");
    // far from mean 0 and variance 1: samples come in the units of the file
    fs::write(&data, "x,y,z\n100,5,0\n120,5,0\n100,5,30\n").unwrap();
    let corners = [[100.0, 5.0, 0.0], [120.0, 5.0, 0.0], [100.0, 5.0, 30.0]];
    for schedule in ["linear", "scaled-linear", "cosine", "sigmoid", "karras"] {
        for sampler in ["ddpm", "ddim", "euler", "heun", "edm"] {
            let method = ["sample", "--sampler", sampler, "--schedule", schedule];
            let source = ["--data", text(&data), "--n", "60"];
            let output = output(&[&method[..], &source[..]].concat());
            assert_eq!(output.status.code(), Some(0), "{sampler} on {schedule}");
            // one step of the cosine's is too long for Heun's correction
            let noted = String::from_utf8(output.stderr).unwrap();
            let too_long = schedule == "cosine" && ["heun", "edm"].contains(&sampler);
            assert_eq!(
                noted.starts_with("note: "),
                too_long,
                "{sampler} on {schedule}: {noted}"
            );
            assert_eq!(noted.lines().count(), usize::from(too_long), "{noted}");
            let mut seen = [0; 3];
            for line in String::from_utf8(output.stdout).unwrap().lines() {
                let point: Vec<f64> = line.split(',').map(|x| x.parse().unwrap()).collect();
                let corner = corners
                    .iter()
                    .position(|corner| corner.iter().zip(&point).all(|(c, x)| (c - x).abs() < 1.0))
                    .unwrap_or_else(|| panic!("{sampler} on {schedule}: {point:?}"));
                seen[corner] += 1;
            }
            assert!(
                seen.iter().all(|&n| n > 5),
                "{sampler} on {schedule}: {seen:?}"
            );
        }
    }
}

#[test]
fn all_formats_hold_the_same_samples() {
    let folder = tempdir().unwrap();
    let draws = ["a.csv", "b.npy", "c.safetensors"].map(|name| {
        let path = folder.path().join(name);
        let arguments = ["sample", "--n", "20", "--steps", "5", "--out", text(&path)];
        assert_eq!(printed(&arguments), "");
        tweedie_files::points::read(&path).unwrap()
    });
    assert_eq!(draws[0].dim(), (20, 2));
    assert_eq!(draws[0], draws[1]);
    assert_eq!(draws[0], draws[2]);
}

#[test]
fn a_reader_may_stop_early() {
    let mut child = tweedie(&["sample", "--n", "20000", "--steps", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert_eq!(line.split(',').count(), 2);
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for arguments in [&["sample", "--n", "9", "--steps", "1"][..], &["--help"]] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = tweedie(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1);
    }
}

#[test]
fn an_error_that_nobody_reads_is_still_one() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = tweedie(&["sample", "--n", "0"]).stderr(writer).status();
    assert_eq!(status.unwrap().code(), Some(2));
}

#[test]
fn the_report_is_one_page_that_needs_nothing_else() {
    let folder = tempdir().unwrap();
    let out = folder.path().join("new/report");
    let output = tweedie(&["report", "--steps", "4", "--out", text(&out)])
        .env("RAYON_NUM_THREADS", "3")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let path = String::from_utf8(output.stdout).unwrap();
    assert_eq!(path.trim_end(), text(&out.join("index.html")));
    let figures = printed(&["plot", "list"]).lines().count() - FILMS.len();
    let page = fs::read_to_string(path.trim_end()).unwrap();
    assert!(page.contains("All is well"));
    assert_eq!(page.matches(" 3 threads").count(), 2);
    let place = |section: &str| page.find(&format!("<section id=\"{section}\">")).unwrap();
    assert!(place("pictures") < place("checks") && place("pictures") < place("conformance"));
    assert_eq!(page.matches("<svg ").count(), figures);
    assert!(page.len() < 5_000_000);
    for fetched in ["src=\"http", "url(", "@import", "<script", "<link"] {
        assert!(!page.contains(fetched), "{fetched}");
    }
    // outside a checkout there are no files to lead to
    for to in page.split("href=\"").skip(1) {
        assert!(
            to.starts_with('#') || to.starts_with("https://"),
            "{to:.60}"
        );
    }
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
}

/// Who cannot be judged is found out before anything is drawn.
#[test]
fn the_report_refuses_who_cannot_be_judged() {
    let folder = tempdir().unwrap();
    let out = folder.path().join("report");
    let record = folder.path().join("torn.jsonl");
    fs::write(&record, "{\"kind\":").unwrap();
    refused(
        &["report", "--out", text(&out), "--record", text(&record)],
        &["torn.jsonl"],
    );
    refused(
        &["report", "--out", text(&out), "--", "no-such-command"],
        &["no-such-command"],
    );
    assert!(!out.join("index.html").exists());
}

#[test]
fn help_and_version_are_no_errors() {
    assert!(printed(&["--help"]).contains("sample"));
    assert!(printed(&["--version"]).starts_with("tweedie "));
    assert!(printed(&["sample", "--help"]).contains("--eta"));
}

/// The README's table has every command and every option, and none that there is not; what it names is there.
#[test]
fn the_readme_tells_all_commands() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let table = readme.split("## The command\n").nth(1).unwrap();
    let table = table.split("```").nth(1).unwrap();
    let mut told = BTreeMap::<&str, BTreeSet<&str>>::new();
    let mut command = "";
    for line in table.lines() {
        if let Some(rest) = line.strip_prefix("tweedie ") {
            command = rest.split_whitespace().next().unwrap();
        }
        told.entry(command).or_default().extend(options(line));
    }
    told.remove("");
    let help = printed(&["--help"]);
    let commands = help.split("Commands:\n").nth(1).unwrap().lines();
    let commands: Vec<&str> = commands
        .map_while(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert_eq!(
        told.keys().copied().collect::<BTreeSet<_>>(),
        commands.iter().copied().collect()
    );
    for command in commands {
        let help = match command {
            "vectors" => printed(&["vectors", "write", "--help"]),
            _ => printed(&[command, "--help"]),
        };
        let has: BTreeSet<&str> = help
            .lines()
            .filter(|line| line.trim_start().starts_with('-'))
            .filter_map(|line| options(line).next())
            .filter(|name| !["help", "version"].contains(name))
            .collect();
        assert_eq!(told[command], has, "{command}");
    }
    for folder in readme.split("--vectors ").skip(1) {
        let folder = folder.split_whitespace().next().unwrap();
        let named = folder.starts_with(char::is_uppercase);
        assert!(
            named || root.join(folder).join("manifest.json").exists(),
            "--vectors {folder}"
        );
    }
}

/// The names of the options in a line: `--out`.
fn options(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("--").filter_map(|(at, _)| {
        let name = &line[at + 2..];
        let end = name.find(|c: char| !(c.is_ascii_lowercase() || c == '-'));
        Some(&name[..end.unwrap_or(name.len())]).filter(|name| !name.is_empty())
    })
}

#[test]
fn vectors_are_written_and_verified() {
    let folder = tempdir().unwrap();
    let out = folder.path().join("new/smoke");
    let write = |threads: &str| {
        let mut command = tweedie(&["vectors", "write", "--suite", "smoke", "--out", text(&out)]);
        let output = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert!(output.status.success());
        assert_eq!(
            String::from_utf8(output.stdout).unwrap().trim_end(),
            text(&out)
        );
        ["manifest.json", "tensors.safetensors"].map(|name| fs::read(out.join(name)).unwrap())
    };
    let [manifest, tensors] = write("1");
    assert_eq!(write("3"), [manifest.clone(), tensors.clone()]);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2);
    let said = printed(&["vectors", "verify", text(&out)]);
    assert!(
        said.starts_with("smoke: ") && said.lines().count() == 1,
        "{said}"
    );
    // an argument of another value: its golden numbers are no longer the truth
    let other = String::from_utf8(manifest)
        .unwrap()
        .replace("3fe0000000000000", "3fe2000000000000");
    fs::write(out.join("manifest.json"), other).unwrap();
    let output = output(&["vectors", "verify", text(&out)]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.starts_with("case ") && said.contains("in the file"),
        "{said}"
    );
    fs::write(out.join("tensors.safetensors"), &tensors[1..]).unwrap();
    refused(
        &["vectors", "verify", text(&out)],
        &["tensors.safetensors", "SHA-256"],
    );
    refused(
        &["vectors", "verify", "nowhere"],
        &["nowhere/manifest.json", "cannot read it"],
    );
    refused(
        &["vectors", "write", "--suite", "huge", "--out", "x"],
        &["huge", "smoke"],
    );
    fs::write(folder.path().join("file"), "in the way").unwrap();
    let blocked = folder.path().join("file/smoke");
    refused(
        &[
            "vectors",
            "write",
            "--suite",
            "smoke",
            "--out",
            text(&blocked),
        ],
        &["cannot write it", "--out"],
    );
}

#[test]
fn the_schema_of_vectors_is_printed() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/schema.json");
    assert_eq!(
        printed(&["vectors", "schema"]),
        fs::read_to_string(kept).unwrap()
    );
}
