//! The language of displays: what may stand in `says`, and nothing else.
//!
//! The answer comes first, then what it is made of: `x_s = mean + std noise; std = …`, and behind a colon words to the reader.
//! Factors that stand side by side are multiplied, and a division ends its product: `a/b c` is read in two ways, so it is refused.

/// A display.
#[derive(Debug)]
pub struct Text {
    /// The answer first, then the definitions.
    pub definitions: Vec<Definition>,
    /// What the answer is asked for, one by one: `t = 1 … T`.
    pub range: Option<Range>,
}

/// `name = value`; an answer may be without a name.
#[derive(Debug)]
pub struct Definition {
    pub name: Option<String>,
    pub value: Expression,
}

/// `variable = from … to`.
#[derive(Debug)]
pub struct Range {
    pub variable: String,
    pub from: Expression,
    pub to: Expression,
}

#[derive(Debug)]
pub enum Expression {
    /// A decimal fraction, as numerator and denominator.
    Number(i64, i64),
    Name(String),
    /// `name_{index}`.
    Member(String, Box<Expression>),
    /// `name[index]`: an entry of a list, counted from 0.
    Entry(String, Box<Expression>),
    Call(String, Vec<Expression>),
    /// `Σ_k` or `max_k` of a product.
    Over(Over, String, Box<Expression>),
    Negative(Box<Expression>),
    Infix(Box<Expression>, Infix, Box<Expression>),
    /// The first whose condition holds.
    Choice(Vec<(Expression, Option<Condition>)>),
    Tuple(Vec<Expression>),
}

/// Two sides that are equal, or a parameter and its word.
pub type Condition = (Expression, Expression);

#[derive(Debug, Clone, Copy)]
pub enum Over {
    Sum,
    Largest,
}

#[derive(Debug, Clone, Copy)]
pub enum Infix {
    Plus,
    Minus,
    Times,
    Over,
    ToThe,
}

fn infix(left: Expression, infix: Infix, right: Expression) -> Expression {
    Expression::Infix(Box::new(left), infix, Box::new(right))
}

fn call(name: &str, argument: Expression) -> Expression {
    Expression::Call(name.to_owned(), vec![argument])
}

fn decimal(whole: &str, fraction: &str) -> Result<Expression, &'static str> {
    let digits = [whole, fraction].concat().parse();
    let places = u32::try_from(fraction.len()).map_err(|_| "a shorter fraction")?;
    Ok(Expression::Number(
        digits.map_err(|_| "a smaller number")?,
        10_i64.pow(places),
    ))
}

peg::parser! {
    grammar display() for str {
        /// Answer, definitions, remark.
        pub rule text() -> Text
            = answer:answer() rest:(separator() item:item() { item })* (": " [_]+)? {
                let mut text = Text { definitions: vec![answer], range: None };
                for item in rest {
                    match item {
                        Ok(definition) => text.definitions.push(definition),
                        Err(range) => text.range = Some(range),
                    }
                }
                text
            }

        rule separator() = "; " / " with "

        rule answer() -> Definition
            = definition() / value:choice() { Definition { name: None, value } }

        rule item() -> Result<Definition, Range>
            = range:range() { Err(range) } / definition:definition() { Ok(definition) }

        rule definition() -> Definition
            = name:name() " = " value:choice() { Definition { name: Some(name), value } }

        rule range() -> Range
            = variable:name() " = " from:sum() " … " to:sum() { Range { variable, from, to } }

        rule choice() -> Expression
            = branches:(branch() **<2,> ", ") { Expression::Choice(branches) } / sum()

        rule branch() -> (Expression, Option<Condition>)
            = value:sum() " if " left:sum() " = " right:sum() { (value, Some((left, right))) }
            / value:sum() " otherwise" { (value, None) }

        rule sum() -> Expression
            = head:signed() tail:(" "? sign:sign() " "? term:product() { (sign, term) })* {
                tail.into_iter().fold(head, |sum, (sign, term)| infix(sum, sign, term))
            }

        rule sign() -> Infix = "+" { Infix::Plus } / "−" { Infix::Minus }

        rule signed() -> Expression
            = "−" term:product() { Expression::Negative(Box::new(term)) } / product()

        rule product() -> Expression
            = head:power() factors:(" "? factor:power() { factor })* below:("/" factor:power() { factor })? {
                let above = factors.into_iter().fold(head, |product, factor| infix(product, Infix::Times, factor));
                match below {
                    Some(below) => infix(above, Infix::Over, below),
                    None => above,
                }
            }

        rule power() -> Expression
            = base:atom() "²" { call("square", base) }
            / base:atom() "^" exponent:atom() { infix(base, Infix::ToThe, exponent) }
            / atom()

        rule atom() -> Expression
            = whole:digits() "." fraction:digits() {? decimal(whole, fraction) }
            / whole:digits() {? decimal(whole, "") }
            / over:over() "_" variable:name() " " of:product() { Expression::Over(over, variable, Box::new(of)) }
            / "|" value:sum() "|" { call("abs", value) }
            / "⌊" value:sum() "⌋" { call("floor", value) }
            / "‖" value:sum() "‖²" { call("squares", value) }
            / "(" values:(choice() **<2,> ", ") ")" { Expression::Tuple(values) }
            / "(" value:sum() ")" { value }
            / function:name() "(" values:(sum() ++ ", ") ")" { Expression::Call(function, values) }
            / list:name() "[" index:sum() "]" { Expression::Entry(list, Box::new(index)) }
            / base:name() "_{" index:sum() "}" { Expression::Member(base, Box::new(index)) }
            / name:name() !['(' | '['] { Expression::Name(name) }

        rule over() -> Over = "Σ" { Over::Sum } / "max" &"_" { Over::Largest }

        rule digits() -> &'input str = $(['0'..='9']+)

        rule name() -> String
            = !(("if" / "otherwise" / "with") !part()) name:$(letter() part()*) { name.to_owned() }

        rule letter() = [c if c.is_alphabetic() && c != 'Σ']

        rule part() = letter() / ['0'..='9' | '.' | '\'' | '-'] / "_" !"{"
    }
}

/// Reads a display.
///
/// # Errors
/// If it is none: where, and what could stand there.
pub fn parse(says: &str) -> Result<Text, String> {
    display::text(says).map_err(|error| {
        let (read, rest) = says.split_at(error.location.offset);
        format!("{read} ⟨here: {}⟩ {rest}", error.expected)
    })
}
