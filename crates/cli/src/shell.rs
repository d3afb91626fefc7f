//! Command lines as a shell takes them.

/// Words in a row, each of which a shell reads back as it was meant.
pub(super) fn quoted(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| one(word)).collect();
    quoted.join(" ")
}

/// A word that a shell takes as it stands.
fn one(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::{one, quoted};

    #[test]
    fn a_shell_reads_back_what_was_meant() {
        assert_eq!(one("adapters/a.py"), "adapters/a.py");
        assert_eq!(one("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(one(""), "''");
        let words = ["python3", "my adapter.py"].map(str::to_owned);
        assert_eq!(quoted(&words), "python3 'my adapter.py'");
    }
}
