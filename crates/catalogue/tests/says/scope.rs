//! What a display means: its value on the arguments of its operation, in any number system.
//!
//! A name is, in this order: what a sum or a range counts; a definition of the display; an argument; a member of a family,
//! where its last letter is an index (`alpha_bar_t`, `beta_t`: the t-th of `betas`) or another level (`λ_s`, where `λ_t` is defined);
//! T, K, n or d; an operation, whose display is read with the definitions given here.

mod indices;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use tweedie_catalogue::operation::{Arguments, Param, System};

use super::functions::{self, Number, each, lanes};
use super::grammar::{Definition, Expression, Infix, Over, Text};

/// Displays by the names of their operations.
pub type Texts = BTreeMap<&'static str, Text>;

/// A number, or one for each place of a row.
pub type Value<T> = Vec<T>;

/// What an index stands for: a number, or the name of a level.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Index {
    Number(usize),
    Level(String),
}

type Indices = BTreeMap<String, Index>;

/// A definition, by its place in memory, in how deep a scope, and for which indices.
type Known = (*const Definition, usize, Indices);

/// A display, inside of the one that refers to it.
#[derive(Clone, Copy)]
struct Scope<'a> {
    text: &'a Text,
    outer: Option<&'a Scope<'a>>,
    depth: usize,
}

impl<'a> Scope<'a> {
    fn definition(self, name: &str) -> Option<&'a Definition> {
        let named = |definition: &&Definition| definition.name.as_deref() == Some(name);
        self.text.definitions.iter().find(named)
    }

    /// The definitions of a family's members, and the index of each: a letter or a numeral.
    fn family(self, base: &str) -> impl Iterator<Item = (&'a Definition, &'a str)> {
        let of = move |definition: &'a Definition| {
            let (of, index) = split(definition.name.as_deref()?)?;
            let one = index.chars().count() == 1 || index.parse::<usize>().is_ok();
            (of == base && one).then_some((definition, index))
        };
        self.text.definitions.iter().filter_map(of)
    }

    fn outward(&'a self) -> impl Iterator<Item = &'a Scope<'a>> {
        std::iter::successors(Some(self), |scope| scope.outer)
    }
}

fn split(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('_')
}

/// A display at work on one row of the arrays.
pub struct Reader<'a, T> {
    texts: &'a Texts,
    arguments: &'a Arguments,
    /// The arrays that are read row by row.
    row: BTreeMap<&'a str, Value<T>>,
    known: RefCell<BTreeMap<Known, Value<T>>>,
    /// What is being worked out.
    open: RefCell<BTreeSet<Known>>,
}

type Answer<T> = Result<Value<T>, String>;

impl<'a, T: Number + System> Reader<'a, T> {
    pub fn new(
        texts: &'a Texts,
        arguments: &'a Arguments,
        row: BTreeMap<&'a str, Value<T>>,
    ) -> Self {
        Self {
            texts,
            arguments,
            row,
            known: RefCell::default(),
            open: RefCell::default(),
        }
    }

    /// What a display comes to.
    pub fn answer(&self, text: &Text) -> Answer<T> {
        self.answered(&Scope {
            text,
            outer: None,
            depth: 0,
        })
    }

    /// The answer of a display: one after another where it has a range.
    fn answered(&self, scope: &Scope<'_>) -> Answer<T> {
        let text = scope.text;
        let answer = &text.definitions[0];
        let Some(range) = &text.range else {
            return self.value(scope, &Indices::new(), &answer.value);
        };
        let end = |of| self.index_of(scope, &Indices::new(), of);
        let mut all = Vec::new();
        for number in end(&range.from)?..=end(&range.to)? {
            let indices = Indices::from([(range.variable.clone(), Index::Number(number))]);
            let own = answer.name.as_deref().and_then(split);
            let member = match own.filter(|(_, index)| *index == range.variable) {
                Some((base, _)) => self.member(scope, base, number)?,
                None => None,
            };
            all.extend(match member {
                Some(value) => value,
                None => self.value(scope, &indices, &answer.value)?,
            });
        }
        Ok(all)
    }

    fn value(&self, scope: &Scope<'_>, indices: &Indices, of: &Expression) -> Answer<T> {
        let value = |of| self.value(scope, indices, of);
        match of {
            Expression::Number(numerator, denominator) => {
                Ok(vec![T::ratio(*numerator, *denominator)])
            }
            Expression::Name(name) => self.name(scope, indices, name),
            Expression::Member(base, index) => {
                let number = self.index_of(scope, indices, index)?;
                let member = self.member(scope, base, number)?;
                member.ok_or_else(|| format!("{base} has no member {number}"))
            }
            Expression::Entry(list, index) => {
                let number = self.index_of(scope, indices, index)?;
                let entries: Vec<T> = self
                    .arguments
                    .list(list)
                    .map_err(|error| error.to_string())?;
                let entry = entries.get(number).copied();
                Ok(vec![
                    entry.ok_or_else(|| format!("{list} has no entry {number}"))?,
                ])
            }
            Expression::Call(function, arguments) => {
                let arguments = arguments.iter().map(value).collect::<Result<Vec<_>, _>>()?;
                functions::call(function, &arguments)
            }
            Expression::Over(over, variable, of) => {
                let members = (1..=self.count("weights")?).map(|number| {
                    let mut inner = indices.clone();
                    inner.insert(variable.clone(), Index::Number(number));
                    self.value(scope, &inner, of)
                });
                let members = members.collect::<Result<Vec<_>, _>>()?;
                let join = |a: T, b: T| match over {
                    Over::Sum => a + b,
                    Over::Largest => a.max(b),
                };
                let joined = members.into_iter().reduce(|a, b| each(&a, &b, join));
                joined.ok_or_else(|| "no components".to_owned())
            }
            Expression::Negative(of) => Ok(value(of)?.into_iter().map(|x| -x).collect()),
            Expression::Infix(left, infix, right) => {
                let (left, right) = (value(left)?, value(right)?);
                Ok(each(&left, &right, |a, b| match infix {
                    Infix::Plus => a + b,
                    Infix::Minus => a - b,
                    Infix::Times => a * b,
                    Infix::Over => a / b,
                    Infix::ToThe => a.powf(b),
                }))
            }
            Expression::Choice(branches) => self.choice(scope, indices, branches),
            Expression::Tuple(values) => {
                let values = values.iter().map(value).collect::<Result<Vec<_>, _>>()?;
                let places = 0..lanes(&values);
                let at = |place: usize| {
                    values
                        .iter()
                        .map(move |value| functions::lane(value, place))
                };
                Ok(places.flat_map(at).collect())
            }
        }
    }

    /// In each place the first branch whose condition holds there.
    fn choice(
        &self,
        scope: &Scope<'_>,
        indices: &Indices,
        branches: &[(Expression, Option<(Expression, Expression)>)],
    ) -> Answer<T> {
        let mut taken: Value<T> = Vec::new();
        let mut open: Vec<bool> = vec![true];
        for (value, condition) in branches {
            let holds = match condition {
                Some((left, right)) => self.holds(scope, indices, left, right)?,
                None => vec![true],
            };
            let places = lanes(&[holds.clone(), open.clone()]);
            let here =
                |place: usize| functions::lane(&open, place) && functions::lane(&holds, place);
            if !(0..places).any(here) {
                continue;
            }
            let value = self.value(scope, indices, value)?;
            let places = places.max(value.len()).max(taken.len());
            let before = |place: usize| {
                if taken.is_empty() {
                    T::zero()
                } else {
                    functions::lane(&taken, place)
                }
            };
            let now = |place: usize| {
                if here(place) {
                    functions::lane(&value, place)
                } else {
                    before(place)
                }
            };
            taken = (0..places).map(now).collect();
            open = (0..places)
                .map(|place| functions::lane(&open, place) && !here(place))
                .collect();
            if !open.contains(&true) {
                return Ok(taken);
            }
        }
        Err("no condition holds".to_owned())
    }

    fn holds(
        &self,
        scope: &Scope<'_>,
        indices: &Indices,
        left: &Expression,
        right: &Expression,
    ) -> Result<Vec<bool>, String> {
        if let (Expression::Name(parameter), Expression::Name(word)) = (left, right)
            && let Some(Param::Word(chosen)) = self.arguments.params.get(parameter)
        {
            return Ok(vec![chosen == word]);
        }
        let (left, right) = (
            self.value(scope, indices, left)?,
            self.value(scope, indices, right)?,
        );
        let places = 0..lanes(&[left.clone(), right.clone()]);
        Ok(places
            .map(|place| functions::lane(&left, place) == functions::lane(&right, place))
            .collect())
    }

    fn name(&self, scope: &Scope<'_>, indices: &Indices, name: &str) -> Answer<T> {
        if let Some(Index::Number(number)) = indices.get(name) {
            return Ok(vec![T::count(*number)]);
        }
        if let Some((base, index)) = split(name) {
            match indices.get(index) {
                Some(Index::Level(level)) => {
                    return self.name(scope, &Indices::new(), &format!("{base}_{level}"));
                }
                Some(Index::Number(number)) => {
                    if let Some(member) = self.member(scope, base, *number)? {
                        return Ok(member);
                    }
                }
                None => {}
            }
        }
        for scope in scope.outward() {
            if let Some(definition) = scope.definition(name) {
                return self.defined(scope, definition, Indices::new());
            }
        }
        if let Some(argument) = self.argument(name) {
            return Ok(argument);
        }
        if let Some((base, index)) = split(name) {
            if let Some(number) = self.number(scope, index)? {
                if let Some(member) = self.member(scope, base, number)? {
                    return Ok(member);
                }
            } else if let Some((scope, (definition, of))) = scope
                .outward()
                .find_map(|scope| Some((scope, scope.family(base).next()?)))
            {
                let level = Index::Level(index.to_owned());
                return self.defined(scope, definition, Indices::from([(of.to_owned(), level)]));
            }
        }
        match name {
            "π" => return Ok(vec![T::pi()]),
            "T" | "K" | "n" | "d" => return Ok(vec![T::count(self.how_many(name)?)]),
            _ => {}
        }
        let text = self
            .texts
            .get(name)
            .ok_or_else(|| format!("{name} is undefined"))?;
        let inner = Scope {
            text,
            outer: Some(scope),
            depth: scope.depth + 1,
        };
        self.answered(&inner)
    }

    fn defined(&self, scope: &Scope<'_>, definition: &Definition, indices: Indices) -> Answer<T> {
        let key: Known = (definition, scope.depth, indices);
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(known.clone());
        }
        if !self.open.borrow_mut().insert(key.clone()) {
            return Err(format!("{:?} is defined by itself", definition.name));
        }
        let value = self.value(scope, &key.2, &definition.value)?;
        self.open.borrow_mut().remove(&key);
        self.known.borrow_mut().insert(key, value.clone());
        Ok(value)
    }

    /// The member of a family: as it is defined, or that of an array.
    fn member(
        &self,
        scope: &Scope<'_>,
        base: &str,
        number: usize,
    ) -> Result<Option<Value<T>>, String> {
        for scope in scope.outward() {
            let mut any = None;
            for (definition, index) in scope.family(base) {
                let itself = self.constant(index) == Some(number);
                if itself || any.is_none() && index.parse::<usize>().is_err() {
                    any = Some((definition, index));
                }
                if itself {
                    break;
                }
            }
            if let Some((definition, index)) = any {
                let indices = Indices::from([(index.to_owned(), Index::Number(number))]);
                return self.defined(scope, definition, indices).map(Some);
            }
        }
        let Some(array) = self.arguments.inputs.get(&format!("{base}s")) else {
            return Ok(None);
        };
        let member = number
            .checked_sub(1)
            .filter(|&place| place < array.shape()[0]);
        let place = member.ok_or_else(|| format!("{base} has no member {number}"))?;
        let member = array.index_axis(ndarray::Axis(0), place);
        Ok(Some(member.iter().map(|&x| T::from_f64(x)).collect()))
    }

    fn argument(&self, name: &str) -> Option<Value<T>> {
        if let Some(row) = self.row.get(name) {
            return Some(row.clone());
        }
        match self.arguments.params.get(name)? {
            Param::Number(x) => Some(vec![T::from_f64(*x)]),
            Param::Integer(n) => Some(vec![T::count(*n)]),
            Param::Word(_) | Param::Numbers(_) => None,
        }
    }
}
