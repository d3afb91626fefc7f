//! The floors of the house: inside the mathematics an import points down, never up and never sideways, and in no crate
//! do files go round in a circle. That crates do not import upwards, cargo sees to.

#[path = "floors/circles.rs"]
mod circles;
#[path = "floors/paths.rs"]
mod paths;

use std::path::{Path, PathBuf};

use paths::Crate;

/// Every room of the mathematics by its floor, the ground first. Rooms of one floor do not import one another, but for [`STAIRS`].
const FLOORS: &[&[&str]] = &[
    &["error"],
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
        "exponential",
        "dpm_solver",
        "unipc",
        "sa_solver",
        "adams",
        "renoise",
        "consistency",
        "langevin",
    ],
    &["data"],
    &["sampler"],
    &["preset"],
];

/// The sideways imports, `(from, to)`: the first is defined by the second.
const STAIRS: &[(&str, &str)] = &[
    ("posterior", "merging"),
    ("ddim", "posterior"),
    ("vlb", "merging"),
    ("vlb", "posterior"),
    ("vlb", "score"),
    ("edm", "score"),
    ("dpm_solver", "exponential"),
    ("unipc", "exponential"),
    ("sa_solver", "exponential"),
    ("adams", "exponential"),
    ("renoise", "ddim"),
    ("renoise", "merging"),
    ("consistency", "edm"),
    ("langevin", "ddim"),
];

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms that files import, `(from, to)`. The root is the map of the house, and no room.
fn imports(house: &Crate) -> Vec<(String, String)> {
    let rooms = house.edges().into_iter().filter_map(|(from, to)| {
        let (from, to) = (from.first()?.clone(), to.first()?.clone());
        (from != to).then_some((from, to))
    });
    rooms.collect()
}

/// What is wrong with the imports of the mathematics.
fn faults(house: &Crate) -> Vec<String> {
    let imports = imports(house).into_iter();
    let wrong = imports.filter_map(|(from, to)| {
        let down = floor(&to)? < floor(&from)?;
        let stairs = STAIRS.contains(&(from.as_str(), to.as_str()));
        (!down && !stairs).then(|| format!("{from} imports {to}"))
    });
    wrong.collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folders of source of all crates; in a package that was published, of the mathematics alone.
fn crates() -> Vec<PathBuf> {
    let below = std::fs::read_dir(root().join("crates"));
    let below = below.into_iter().flatten();
    let mut all: Vec<PathBuf> = below
        .map(|entry| entry.unwrap().path().join("src"))
        .collect();
    all.push(root().join("src"));
    all
}

#[test]
fn imports_point_down() {
    let found = faults(&Crate::read(&root().join("src")));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_room_has_a_floor_and_every_stair_is_used() {
    let house = Crate::read(&root().join("src"));
    for room in house.files.keys().filter_map(|module| module.first()) {
        assert!(floor(room).is_some(), "{room} stands on no floor");
    }
    let imports = imports(&house);
    for (from, to) in STAIRS {
        assert!(
            imports.contains(&((*from).to_owned(), (*to).to_owned())),
            "{from} does not import {to}: the stair can go"
        );
    }
}

#[test]
fn no_files_go_round_in_a_circle() {
    let found: Vec<String> = crates()
        .iter()
        .flat_map(|folder| {
            let circles = circles::circles(&Crate::read(folder).edges());
            let told = |circle| format!("{}: {circle}", folder.display());
            circles.into_iter().map(told).collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// A crate of these files.
fn planted(files: &[(&str, &str)]) -> Crate {
    let files = files.iter().map(|(module, text)| {
        let module = module.split("::").filter(|name| !name.is_empty());
        (module.map(str::to_owned).collect(), (*text).to_owned())
    });
    Crate {
        files: files.collect(),
    }
}

#[test]
fn planted_faults_are_seen() {
    let house = |room: &str, text: &str| {
        let others = ["", "level", "scalar", "posterior", "ddim", "merging"];
        let mut files: Vec<(&str, &str)> = others.iter().map(|other| (*other, "")).collect();
        files.retain(|(other, _)| *other != room);
        files.push((room, text));
        faults(&planted(&files))
    };
    assert_eq!(
        house("scalar", "use crate::level::NoiseLevel;"),
        ["scalar imports level"]
    );
    assert_eq!(
        house("merging", "fn f() {\n    crate::ddim::step()\n}"),
        ["merging imports ddim"]
    );
    assert!(house("ddim", "use crate::posterior;").is_empty());
    assert!(house("ddim", "//! see crate::data").is_empty());
}

#[test]
fn planted_circles_are_seen() {
    let circle = |root: &str, a: &str, b: &str| {
        let house = planted(&[("", root), ("a", a), ("b", b), ("b::c", "pub fn g() {}")]);
        circles::circles(&house.edges())
    };
    let (to_b, to_a) = ("use crate::b::f;", "use super::a;\nmod c;");
    assert_eq!(circle("", to_b, to_a), ["a → b → a"]);
    assert_eq!(
        circle("pub use b::f;", "use super::{\n    f,\n};", to_a),
        ["a → b → a"]
    );
    assert_eq!(circle("", "fn h() { crate::b::f() }", to_a), ["a → b → a"]);
    assert!(circle("", to_b, "use c::g;\npub use c::g as f;").is_empty());
    assert!(circle("fn f() {}", "use crate::f;", to_a).is_empty());
}
