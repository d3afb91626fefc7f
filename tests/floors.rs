//! The floors of the house: an import points down, never up and never sideways.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every room by its floor, the ground first. Rooms of one floor do not import one another, but for [`STAIRS`].
const FLOORS: &[&[&str]] = &[
    &["error", "disk"],
    &["scalar"],
    &["level", "step", "array"],
    &["gaussian", "schedule", "noise", "path"],
    &["plan"],
    &[
        "merging",
        "posterior",
        "vlb",
        "score",
        "tweedie",
        "ddim",
        "guidance",
        "edm",
        "dpm_solver",
    ],
    &["data"],
    &["sampler"],
    &["gpu"],
    &["preset"],
    &["operation"],
    &["backend"],
    &["oracle"],
    &["plot"],
    &["cli"],
];

/// The sideways imports, `(from, to)`: the first is defined by the second.
const STAIRS: &[(&str, &str)] = &[
    ("posterior", "merging"),
    ("ddim", "posterior"),
    ("vlb", "merging"),
    ("vlb", "posterior"),
    ("vlb", "score"),
    ("edm", "score"),
];

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms that a source text imports: the first name of every `crate::` path.
fn imports(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .collect()
}

/// What is wrong with the imports of one file of `room`.
fn faults(room: &str, text: &str) -> Vec<String> {
    imports(text)
        .into_iter()
        .filter(|to| to != room)
        .filter_map(|to| {
            let down = floor(&to)? < floor(room)?;
            let stairs = STAIRS.contains(&(room, to.as_str()));
            (!down && !stairs).then(|| format!("{room} imports {to}"))
        })
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

/// The files of `src`, by the room they belong to. `lib.rs` is the map and `main.rs` the door: neither is a room.
fn house() -> BTreeMap<PathBuf, String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    rust_files(&source)
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&source).unwrap();
            let room = Path::new(inside.iter().next().unwrap()).with_extension("");
            let room = room.to_str().unwrap().to_owned();
            (path, room)
        })
        .filter(|(_, room)| room != "lib" && room != "main")
        .collect()
}

#[test]
fn imports_point_down() {
    let found: Vec<String> = house()
        .iter()
        .flat_map(|(path, room)| faults(room, &std::fs::read_to_string(path).unwrap()))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_room_has_a_floor_and_every_stair_is_used() {
    for (path, room) in house() {
        assert!(
            floor(&room).is_some(),
            "{} stands on no floor",
            path.display()
        );
    }
    for (from, to) in STAIRS {
        let used = house().iter().any(|(path, room)| {
            room == from
                && imports(&std::fs::read_to_string(path).unwrap()).contains(&(*to).to_owned())
        });
        assert!(used, "{from} does not import {to}: the stair can go");
    }
}

#[test]
fn planted_faults_are_seen() {
    assert_eq!(
        faults("scalar", "use crate::level::NoiseLevel;"),
        ["scalar imports level"]
    );
    assert_eq!(
        faults("merging", "    crate::ddim::step()"),
        ["merging imports ddim"]
    );
    assert!(faults("ddim", "use crate::posterior;").is_empty());
    assert!(faults("ddim", "//! see crate::cli").is_empty());
}
