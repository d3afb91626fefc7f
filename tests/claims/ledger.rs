//! The ledger: `CLAIMS.md` and the tests of this binary say the same, and every link in it leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// What a reader of the tree finds wrong, one line a fault.
type Faults = Vec<String>;

/// A row of `CLAIMS.md`.
struct Row {
    claim: String,
    roads: BTreeSet<String>,
    source: String,
    code: String,
    proof: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> Option<String> {
    std::fs::read_to_string(root().join(path)).ok()
}

fn rows(claims: &str) -> Vec<Row> {
    claims
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            assert_eq!(cells.len(), 6, "a row has six cells: {line}");
            Row {
                claim: cells[0].trim_matches('`').to_owned(),
                roads: cells[2]
                    .split(", ")
                    .map(|road| road.replace(' ', "_"))
                    .collect(),
                source: cells[3].to_owned(),
                code: cells[4].to_owned(),
                proof: cells[5].to_owned(),
            }
        })
        .collect()
}

/// The names of this binary's claims, asked of itself: its tests, but for those of its tools.
fn tests() -> Vec<String> {
    let binary = std::env::current_exe().unwrap();
    let list = Command::new(binary)
        .args(["--list", "--format", "terse"])
        .output()
        .unwrap();
    String::from_utf8(list.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_suffix(": test"))
        .filter(|name| !name.starts_with("ledger::") && !name.starts_with("support::"))
        .map(str::to_owned)
        .collect()
}

/// The closed list of roads, which `CONTRIBUTING.md` keeps.
fn roads(contributing: &str) -> BTreeSet<&str> {
    contributing
        .lines()
        .filter_map(|line| line.strip_prefix("- `")?.split_once('`'))
        .map(|(road, _)| road)
        .filter(|road| road.starts_with("by_") || road.starts_with("on_"))
        .collect()
}

fn names(claims: &str, tests: &[String], contributing: &str) -> Faults {
    let mut faults = Faults::new();
    let roads = roads(contributing);
    let rows = rows(claims);
    let mut claimed: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for test in tests {
        let Some((claim, road)) = test.rsplit_once("::") else {
            faults.push(format!("{test} is no claim::road"));
            continue;
        };
        if !roads.contains(road) {
            faults.push(format!(
                "{test}: CONTRIBUTING.md does not list the road {road}"
            ));
        }
        claimed.entry(claim).or_default().insert(road.to_owned());
    }
    for claim in claimed.keys() {
        if !rows.iter().any(|row| row.claim == *claim) {
            faults.push(format!("{claim} has tests and no row in CLAIMS.md"));
        }
    }
    let mut seen = BTreeSet::new();
    for Row { claim, roads, .. } in &rows {
        match claimed.get(claim.as_str()) {
            None => faults.push(format!("{claim} has a row in CLAIMS.md and no test")),
            Some(taken) if taken != roads => {
                let taken: Vec<String> = taken.iter().map(|road| road.replace('_', " ")).collect();
                faults.push(format!(
                    "{claim}: its tests reach it {}, its row says otherwise",
                    taken.join(", ")
                ));
            }
            Some(_) => {}
        }
        if !seen.insert(claim) {
            faults.push(format!("{claim} has two rows"));
        }
    }
    faults
}

/// Whether a source that a cell cites is one of the list: `- **name**: …`.
fn sources(claims: &str) -> Faults {
    let listed: Vec<&str> = claims
        .lines()
        .filter_map(|line| Some(line.strip_prefix("- **")?.split_once("**")?.0))
        .collect();
    let mut faults = Faults::new();
    for row in rows(claims).iter().filter(|row| row.source != "–") {
        for cited in row.source.split("; ") {
            if !listed.iter().any(|name| cited.starts_with(name)) {
                faults.push(format!("{}: {cited} is not among the sources", row.claim));
            }
        }
    }
    for name in &listed {
        let cites = |row: &Row| row.source.split("; ").any(|cited| cited.starts_with(name));
        if !rows(claims).iter().any(cites) {
            faults.push(format!("no row cites {name}"));
        }
    }
    faults
}

/// `[name](path)` in a cell.
fn link(cell: &str) -> Option<(&str, &str)> {
    let (name, path) = cell.strip_prefix("[`")?.split_once("`](")?;
    Some((name, path.strip_suffix(')')?))
}

fn defines(text: &str, keywords: &[&str], name: &str) -> bool {
    keywords.iter().any(|keyword| {
        text.match_indices(&format!("{keyword} {name}"))
            .any(|(at, found)| {
                let next = text[at + found.len()..].chars().next();
                !next.is_some_and(|c| c.is_alphanumeric() || c == '_')
            })
    })
}

fn links(claims: &str) -> Faults {
    let mut faults = Faults::new();
    for Row {
        claim, code, proof, ..
    } in rows(claims)
    {
        let code = link(&code).and_then(|(name, path)| Some((name, read(path)?)));
        if !code.is_some_and(|(name, text)| {
            defines(&text, &["fn", "struct", "enum", "trait", "mod"], name)
        }) {
            faults.push(format!("{claim}: its code link leads nowhere"));
        }
        if proof != "–" {
            let proof = link(&proof).and_then(|(name, path)| Some((name, path, read(path)?)));
            if !proof.is_some_and(|(name, path, text)| {
                is_compiled(path) && defines(&spoken(&text), &["Theorem", "Corollary"], name)
            }) {
                faults.push(format!("{claim}: its theorem is missing"));
            }
        }
    }
    faults
}

/// Whether `make -C proofs` compiles this file and asks what its theorems rest on.
fn is_compiled(path: &str) -> bool {
    let files = read("proofs/_CoqProject").unwrap_or_default();
    path.strip_prefix("proofs/")
        .is_some_and(|file| files.lines().any(|line| line == file))
}

/// Coq source without its comments, which nest, and without the insides of its strings.
fn spoken(proof: &str) -> String {
    let (mut kept, mut depth, mut in_string) = (String::new(), 0, false);
    let mut rest = proof.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            ('"', _) => in_string = !in_string,
            _ if in_string => {}
            ('(', Some('*')) => {
                depth += 1;
                rest.next();
            }
            ('*', Some(')')) if depth > 0 => {
                depth -= 1;
                rest.next();
                kept.push(' ');
            }
            _ if depth > 0 => {}
            _ => kept.push(c),
        }
    }
    kept
}

/// What lets a theorem stand without a proof, wherever it is said.
const HOLES: [&str; 11] = [
    "Admitted",
    "admit",
    "give_up",
    "Abort",
    "Axiom",
    "Axioms",
    "Parameter",
    "Parameters",
    "Conjecture",
    "Conjectures",
    "bypass_check",
];

/// What is an assumption of one section's theorems inside the section, and an axiom outside.
const SECTION_ONLY: [&str; 5] = [
    "Hypothesis",
    "Hypotheses",
    "Variable",
    "Variables",
    "Context",
];

fn holes(proof: &str) -> Faults {
    let spoken = spoken(proof);
    let mut faults = Faults::new();
    let mut open = Vec::new(); // sections and modules, each with whether it is a section
    for sentence in spoken
        .split_inclusive(". ")
        .flat_map(|part| part.split(".\n"))
    {
        let words: Vec<&str> = sentence
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '\''))
            .filter(|word| !word.is_empty())
            .collect();
        for hole in HOLES.iter().filter(|hole| words.contains(hole)) {
            faults.push(format!("a proof has a hole: {hole}"));
        }
        if words.contains(&"Unset") && words.contains(&"Checking") {
            faults.push("a check of Coq's is switched off".to_owned());
        }
        if sentence.contains("Declare Module") {
            faults.push("a module is declared and not given".to_owned());
        }
        let command = words
            .iter()
            .find(|word| !["Local", "Global", "local", "global", "export"].contains(word));
        match command {
            Some(&"Section") => open.push(true),
            Some(&"Module") if !sentence.contains(":=") => open.push(false),
            Some(&"End") => drop(open.pop()),
            Some(word) if SECTION_ONLY.contains(word) && !open.contains(&true) => {
                faults.push(format!("an axiom in other words: {word} outside a section"));
            }
            _ => {}
        }
    }
    faults
}

#[test]
fn rows_and_tests_agree() {
    let faults = names(
        &read("CLAIMS.md").unwrap(),
        &tests(),
        &read("CONTRIBUTING.md").unwrap(),
    );
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn sources_are_listed() {
    let faults = sources(&read("CLAIMS.md").unwrap());
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn links_lead_somewhere() {
    let faults = links(&read("CLAIMS.md").unwrap());
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn proofs_have_no_holes() {
    let Ok(folder) = std::fs::read_dir(root().join("proofs")) else {
        return; // no proofs, no holes: a theorem that a row names is missed by the test above
    };
    for file in folder {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "v") {
            let faults = holes(&read(&path).unwrap());
            assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
            let file = path.file_name().unwrap().to_string_lossy();
            assert!(
                ["table.v", "assumptions.v"].contains(&&*file)
                    || is_compiled(&format!("proofs/{file}")),
                "proofs/_CoqProject does not name {file}"
            );
        }
    }
}

/// Each kind of fault, planted, is seen.
#[test]
fn planted_faults_are_seen() {
    let row = |claim: &str, code: &str, proof: &str| {
        format!("| `{claim}` | x = x | by limit | here | {code} | {proof} |\n")
    };
    let code = "[`posterior`](src/posterior.rs)";
    let roads = "- `by_limit`: x\n";
    let test = |name: &str| vec![name.to_owned()];

    assert!(names(&row("a::b", code, "–"), &test("a::b::by_limit"), roads).is_empty());
    assert_eq!(
        names("", &test("a::b::by_limit"), roads),
        ["a::b has tests and no row in CLAIMS.md"]
    );
    assert_eq!(
        names(&row("a::b", code, "–"), &[], roads),
        ["a::b has a row in CLAIMS.md and no test"]
    );
    assert_eq!(
        names(&row("a::b", code, "–"), &test("a::b::by_luck"), roads),
        [
            "a::b::by_luck: CONTRIBUTING.md does not list the road by_luck",
            "a::b: its tests reach it by luck, its row says otherwise"
        ]
    );
    assert_eq!(
        names(
            &(row("a::b", code, "–") + &row("a::b", code, "–")),
            &test("a::b::by_limit"),
            roads
        ),
        ["a::b has two rows"]
    );

    let listed = |name: &str| row("a::b", code, "–") + &format!("- **{name}**: a book\n");
    assert!(sources(&listed("here")).is_empty());
    assert_eq!(
        sources(&listed("there")),
        ["a::b: here is not among the sources", "no row cites there"]
    );

    assert!(links(&row("a::b", code, "–")).is_empty());
    for dead in [
        "[`posterio`](src/posterior.rs)",
        "[`posterior`](src/prior.rs)",
        "posterior",
    ] {
        assert_eq!(
            links(&row("a::b", dead, "–")),
            ["a::b: its code link leads nowhere"]
        );
    }
    assert_eq!(
        links(&row("a::b", code, "[`t`](proofs/none.v)")),
        ["a::b: its theorem is missing"]
    );
    assert_eq!(
        links(&row("a::b", code, "[`posterior`](src/posterior.rs)")),
        ["a::b: its theorem is missing"]
    );
}

/// Every way round a proof is seen, and nothing else is.
#[test]
fn planted_holes_are_seen() {
    for whole in [
        "Section A. Variable x : R. Hypothesis h : x = x. End A.",
        "(* Admitted (* Axiom *) \"*)\" Abort *) Lemma a : True. Proof. exact I. Qed.",
        "Definition admitted := \"Axiom\". Lemma parameter : True. Proof. trivial. Qed.",
        "Module M. Section A.\nContext {K : Type}.\nEnd A.\nEnd M.",
    ] {
        assert!(holes(whole).is_empty(), "{whole}: {:?}", holes(whole));
    }
    for (hole, fault) in [
        ("Proof. Admitted.", "a proof has a hole: Admitted"),
        ("Proof. admit. Qed.", "a proof has a hole: admit"),
        ("Proof. all: give_up.\nQed.", "a proof has a hole: give_up"),
        (
            "Theorem a : False.\nProof.\nAbort.",
            "a proof has a hole: Abort",
        ),
        ("Axiom a : False.", "a proof has a hole: Axiom"),
        (
            "#[local] Parameter a : False.",
            "a proof has a hole: Parameter",
        ),
        ("Conjecture a : False.", "a proof has a hole: Conjecture"),
        ("(* (* *) *) Axiom a : False.", "a proof has a hole: Axiom"),
        (
            "(* \" *) \" *) Axiom a : False.",
            "a proof has a hole: Axiom",
        ),
        (
            "Section A. End A. Hypothesis h : False.",
            "an axiom in other words: Hypothesis outside a section",
        ),
        (
            "Module M.\nVariable h : False.\nEnd M.",
            "an axiom in other words: Variable outside a section",
        ),
        (
            "Local Hypothesis h : False.",
            "an axiom in other words: Hypothesis outside a section",
        ),
        ("Unset Guard Checking.", "a check of Coq's is switched off"),
        (
            "Declare Module M : T.",
            "a module is declared and not given",
        ),
    ] {
        assert_eq!(holes(hole), [fault], "{hole}");
    }
    assert!(!defines(
        &spoken("(* Theorem a : True. *)"),
        &["Theorem"],
        "a"
    ));
}
