//! The page that shows all figures.

use std::fmt::Write;

/// A figure on the page.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is called.
    pub name: &'static str,
    /// The heading.
    pub title: &'static str,
    /// The picture, beside the page.
    pub file: String,
    /// If it moves, the picture for those who want no motion.
    pub still: Option<String>,
    /// The claim that it shows.
    pub caption: String,
}

/// The page `plots/README.md`: every figure, the command that draws it, and the claim that it shows.
#[must_use]
pub fn index(entries: &[Entry]) -> String {
    let mut out = String::from(
        "# The figures\n\n\
         What the derivations look like. The numbers under a figure are those of the run that drew it.\n\n\
         Made by `tweedie plot all`.\n",
    );
    for Entry {
        name,
        title,
        file,
        still,
        caption,
    } in entries
    {
        let picture = match still {
            None => format!("![{title}]({file})"),
            Some(still) => format!(
                "<picture><source media=\"(prefers-reduced-motion: reduce)\" srcset=\"{still}\"><img src=\"{file}\" \
                 alt=\"{title}\"></picture>"
            ),
        };
        let _ = write!(
            out,
            "\n## {title}\n\n{picture}\n\n{}\n\n`tweedie plot {name}`\n",
            markdown(caption)
        );
    }
    out
}

/// A caption, with nothing in it that Markdown would set differently. What stands between backticks is code there too.
fn markdown(caption: &str) -> String {
    let mut out = String::with_capacity(caption.len());
    let mut in_code = false;
    for c in caption.chars() {
        in_code ^= c == '`';
        if !in_code && matches!(c, '_' | '*' | '<' | '[') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
