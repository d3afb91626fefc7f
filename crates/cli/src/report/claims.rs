//! The claims of `CLAIMS.md`, with their evidence and links.
//!
//! The page does not test them, `cargo test --test claims` does; the ledger test holds every row to its tests.

use std::path::{Path, PathBuf};

/// The ledger, as this build was made with it.
const LEDGER: &str = include_str!("../../pages/CLAIMS.md");

/// Words, and where they lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) text: String,
    /// None where there is nothing to lead to.
    pub(super) to: Option<String>,
}

/// One claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) name: String,
    pub(super) says: String,
    /// The roads on which tests reach it, commas between them.
    pub(super) reached: String,
    pub(super) sources: Vec<Link>,
    pub(super) code: Link,
    pub(super) proof: Option<Link>,
}

/// The claims of one room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) title: String,
    pub(super) claims: Vec<Claim>,
}

impl Group {
    /// How many tests its claims have: one a road.
    pub(super) fn tests(&self) -> usize {
        let roads = |claim: &Claim| claim.reached.split(", ").count();
        self.claims.iter().map(roads).sum()
    }

    /// How many of its claims have a theorem.
    pub(super) fn proved(&self) -> usize {
        let proved = |claim: &&Claim| claim.proof.is_some();
        self.claims.iter().filter(proved).count()
    }
}

/// All claims. Files are linked where the page lies in a checkout, whose root is `root` from there.
pub(super) fn groups(root: Option<&Path>) -> Vec<Group> {
    let sources = sources();
    let mut groups = Vec::new();
    for line in LEDGER.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            groups.push(Group {
                title: title.to_owned(),
                claims: Vec::new(),
            });
        } else if let (Some(group), Some(claim)) = (groups.last_mut(), claim(line, &sources, root))
        {
            group.claims.push(claim);
        }
    }
    groups.retain(|group| !group.claims.is_empty());
    groups
}

/// The way from a folder to the root of the checkout that it lies in; none where it lies in none, or in one of another
/// version.
pub(super) fn root_from(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let is_root = |place: &Path| {
        let ledger = std::fs::read(place.join("CLAIMS.md"));
        ledger.is_ok_and(|text| text == LEDGER.as_bytes())
    };
    let up = folder.ancestors().position(is_root)?;
    Some(std::iter::repeat_n("..", up).collect())
}

/// `| claim | what it says | reached | source | code | proof |`
fn claim(line: &str, sources: &[(&str, Option<&str>)], root: Option<&Path>) -> Option<Claim> {
    let row = line.strip_prefix("| `")?.strip_suffix(" |")?;
    let cells: Vec<&str> = row.split(" | ").collect();
    let &[name, says, reached, source, code, proof] = cells.as_slice() else {
        return None;
    };
    let link = |cell: &str| {
        let (text, path) = cell.strip_prefix("[`")?.split_once("`](")?;
        Some(Link {
            text: text.to_owned(),
            to: root.map(|root| root.join(path.trim_end_matches(')')).display().to_string()),
        })
    };
    let cited = |text: &str| Link {
        text: text.to_owned(),
        to: sources
            .iter()
            .find(|(name, _)| text.starts_with(name))
            .and_then(|(_, address)| address.map(str::to_owned)),
    };
    Some(Claim {
        name: name.trim_end_matches('`').to_owned(),
        says: says.to_owned(),
        reached: reached.to_owned(),
        sources: source
            .split("; ")
            .filter(|&text| text != "–")
            .map(cited)
            .collect(),
        code: link(code)?,
        proof: link(proof),
    })
}

/// The sources by name, with their addresses: `- **DDPM**: …, <https://…>`.
fn sources() -> Vec<(&'static str, Option<&'static str>)> {
    let source = |line: &'static str| {
        let (name, rest) = line.strip_prefix("- **")?.split_once("**")?;
        let address = rest.split_once('<').map(|(_, to)| to.trim_end_matches('>'));
        Some((name, address))
    };
    LEDGER.lines().filter_map(source).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    #[test]
    fn every_row_is_read() {
        let groups = groups(Some(Path::new("..")));
        let claims: Vec<&Claim> = groups.iter().flat_map(|group| &group.claims).collect();
        let rows = LEDGER.lines().filter(|line| line.starts_with("| `"));
        assert_eq!(claims.len(), rows.count());
        for claim in &claims {
            let linked = claim
                .code
                .to
                .iter()
                .chain(claim.proof.iter().flat_map(|proof| &proof.to));
            for path in linked {
                let path = path.strip_prefix("../").unwrap();
                assert!(root().join(path).is_file(), "{path}");
            }
        }
        let ddpm = claims.iter().flat_map(|claim| &claim.sources);
        let ddpm = ddpm.filter(|source| source.text.starts_with("DDPM"));
        assert!(ddpm.clone().count() > 10);
        for source in ddpm {
            assert_eq!(
                source.to.as_deref(),
                Some("https://arxiv.org/abs/2006.11239")
            );
        }
    }

    #[test]
    fn live_checks_belong_to_claims() {
        let groups = groups(None);
        for (check, _) in super::super::checks::ALL {
            let mut claims = groups.iter().flat_map(|group| &group.claims);
            assert!(claims.any(|claim| claim.name == check.row), "{}", check.row);
        }
    }

    #[test]
    fn the_root_is_found_from_inside_and_nowhere_else() {
        assert_eq!(root_from(&root()), Some(PathBuf::new()));
        assert_eq!(root_from(&root().join("crates/cli")), Some("../..".into()));
        assert_eq!(root_from(Path::new("/")), None);
        assert_eq!(root_from(Path::new("/no/such/folder")), None);
    }
}
