//! The ledger: `CLAIMS.md` and the tests of this binary say the same, and every link in it leads somewhere.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// What a reader of the tree finds wrong, one line a fault.
type Faults = Vec<String>;

/// A row of `CLAIMS.md`.
struct Row {
    claim: String,
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
            assert_eq!(cells.len(), 5, "a row has five cells: {line}");
            Row {
                claim: cells[0].trim_matches('`').to_owned(),
                code: cells[3].to_owned(),
                proof: cells[4].to_owned(),
            }
        })
        .collect()
}

/// The names of this binary's tests, asked of itself.
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
        .filter(|name| !name.starts_with("ledger::"))
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
    let mut rows: Vec<String> = rows(claims).into_iter().map(|row| row.claim).collect();
    let mut claimed = BTreeSet::new();
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
        claimed.insert(claim.to_owned());
    }
    for claim in &claimed {
        if !rows.contains(claim) {
            faults.push(format!("{claim} has tests and no row in CLAIMS.md"));
        }
    }
    for claim in &rows {
        if !claimed.contains(claim) {
            faults.push(format!("{claim} has a row in CLAIMS.md and no test"));
        }
    }
    rows.sort();
    for pair in rows.windows(2).filter(|pair| pair[0] == pair[1]) {
        faults.push(format!("{} has two rows", pair[0]));
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
    for Row { claim, code, proof } in rows(claims) {
        let code = link(&code).and_then(|(name, path)| Some((name, read(path)?)));
        if !code.is_some_and(|(name, text)| {
            defines(&text, &["fn", "struct", "enum", "trait", "mod"], name)
        }) {
            faults.push(format!("{claim}: its code link leads nowhere"));
        }
        if proof != "–" {
            let proof = link(&proof).and_then(|(name, path)| Some((name, read(path)?)));
            if !proof.is_some_and(|(name, text)| defines(&text, &["Theorem", "Lemma"], name)) {
                faults.push(format!("{claim}: its theorem is missing"));
            }
        }
    }
    faults
}

fn holes(proof: &str) -> Faults {
    ["Admitted", "admit.", "Axiom", "Parameter"]
        .into_iter()
        .filter(|hole| proof.contains(hole))
        .map(|hole| format!("a proof has a hole: {hole}"))
        .collect()
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
        }
    }
}

/// Each kind of fault, planted, is seen.
#[test]
fn planted_faults_are_seen() {
    let row = |claim: &str, code: &str, proof: &str| {
        format!("| `{claim}` | x = x | here | {code} | {proof} |\n")
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
        ["a::b::by_luck: CONTRIBUTING.md does not list the road by_luck"]
    );
    assert_eq!(
        names(
            &(row("a::b", code, "–") + &row("a::b", code, "–")),
            &test("a::b::by_limit"),
            roads
        ),
        ["a::b has two rows"]
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
    assert_eq!(holes("Proof. Admitted."), ["a proof has a hole: Admitted"]);
}
