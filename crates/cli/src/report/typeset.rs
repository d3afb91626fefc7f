//! Formulas of the source's notation as HTML: `α_ts` and `ᾱ_{t−1}` get their subscripts, `10⁻³` its superscript; and what
//! stands between backticks is code.

use std::fmt::Write;

/// `text` as HTML.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let Some((index, after)) = rest.strip_prefix('_').and_then(index) {
            tagged(&mut out, "sub", index);
            rest = after;
        } else if let Some((code, after)) = code(rest) {
            tagged(&mut out, "code", code);
            rest = after;
        } else if let Some((power, after)) = power(rest) {
            tagged(&mut out, "sup", &power);
            rest = after;
        } else {
            escape(&mut out, next);
            rest = &rest[next.len_utf8()..];
        }
    }
    out
}

/// What `_` lowers: a group in braces, or letters and digits.
fn index(text: &str) -> Option<(&str, &str)> {
    if let Some(group) = text.strip_prefix('{') {
        return group.split_once('}');
    }
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// What stands between backticks.
fn code(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('`')?.split_once('`')
}

/// A power of ten whose exponent is written in small digits. Fonts disagree about their sizes.
fn power(text: &str) -> Option<(String, &str)> {
    let small = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let after = text.strip_prefix('⁻')?;
    let end = after.find(|c| !small.contains(&c)).unwrap_or(after.len());
    let digits = after[..end]
        .chars()
        .filter_map(|c| small.iter().position(|&digit| digit == c))
        .map(|digit| digit.to_string())
        .collect::<String>();
    Some((format!("−{digits}"), &after[end..]))
}

fn tagged(out: &mut String, tag: &str, content: &str) {
    let _ = write!(out, "<{tag}>");
    content.chars().for_each(|c| escape(out, c));
    let _ = write!(out, "</{tag}>");
}

fn escape(out: &mut String, c: char) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn formulas_are_set() {
        assert_eq!(html("√(σ²_s)/α_ts"), "√(σ²<sub>s</sub>)/α<sub>ts</sub>");
        assert_eq!(html("ᾱ_{t−1}"), "ᾱ<sub>t−1</sub>");
        assert_eq!(html("1.5·10⁻¹⁷ m²"), "1.5·10<sup>−17</sup> m²");
        assert_eq!(html("a_ < b_{"), "a_ &lt; b_{");
        assert_eq!(html("`a_b` and `c"), "<code>a_b</code> and `c");
    }
}
