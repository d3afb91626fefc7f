//! What is said, and how what comes back is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::wire::{Element, Tensor, Value};
use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Implementation, Request};
use tweedie_catalogue::operation::Operation;

/// The protocol's name and version.
pub const PROTOCOL: &str = "tweedie/1";

/// What the oracle says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Message<'a> {
    Start {
        protocol: &'a str,
    },
    Run {
        id: &'a str,
        operation: &'a str,
        format: &'a str,
        params: BTreeMap<&'a str, Value>,
        inputs: BTreeMap<&'a str, Tensor>,
    },
    Stop,
}

impl<'a> Message<'a> {
    /// The request, under an id of its own.
    pub(super) fn run(id: &'a str, request: &Request<'a>) -> Self {
        let element = Element::Float(request.format);
        Self::Run {
            id,
            operation: request.operation,
            format: request.format.name(),
            params: (request.arguments.params.iter())
                .map(|(name, param)| (name.as_str(), param.into()))
                .collect(),
            inputs: (request.arguments.inputs.iter())
                .map(|(name, array)| (name.as_str(), Tensor::pack(array, element)))
                .collect(),
        }
    }

    /// The message as a line.
    pub(super) fn line(&self) -> Result<Vec<u8>, String> {
        let mut line = serde_json::to_vec(self).map_err(|error| error.to_string())?;
        line.push(b'\n');
        Ok(line)
    }
}

/// What the outputs of an operation are made of.
fn element(operation: &str, format: Format) -> Element {
    match Operation::named(operation) {
        _ if operation == "sampler.begin" => Element::Float(Format::F64),
        Some(operation) => Element::of(operation.kind, format),
        None => Element::Float(format),
    }
}

#[derive(Deserialize)]
struct Hello {
    protocol: Option<String>,
    implementation: Option<String>,
    version: Option<String>,
    operations: Option<Vec<String>>,
    formats: Option<Vec<String>>,
    error: Option<String>,
}

/// What a backend says of itself, from its first line.
pub(super) fn implementation(line: &[u8]) -> Result<Implementation, String> {
    let hello: Hello = parse(line)?;
    if let Some(error) = hello.error {
        return Err(format!("refused to start: {}", one_line(&error)));
    }
    let missing = |name: &str| format!("started without {name:?}: its first line is to name it");
    let protocol = hello.protocol.ok_or_else(|| missing("protocol"))?;
    if protocol != PROTOCOL {
        return Err(format!(
            "speaks {:?}: this is {PROTOCOL}",
            one_line(&protocol)
        ));
    }
    let formats = hello.formats.ok_or_else(|| missing("formats"))?;
    Ok(Implementation {
        name: one_line(
            &hello
                .implementation
                .ok_or_else(|| missing("implementation"))?,
        ),
        version: one_line(&hello.version.ok_or_else(|| missing("version"))?),
        operations: hello.operations.ok_or_else(|| missing("operations"))?,
        formats: formats
            .iter()
            .map(|name| {
                Format::named(name).ok_or_else(|| {
                    let name = one_line(name);
                    format!("computes in {name:?}: the formats are f64, f32, f16 and bf16")
                })
            })
            .collect::<Result<_, _>>()?,
    })
}

#[derive(Deserialize)]
struct Reply {
    id: Option<String>,
    output: Option<Tensor>,
    skipped: Option<String>,
    error: Option<String>,
}

/// Reads a line as the answer to the request called `id`. A wrong array alone is an answer, of an error.
///
/// # Errors
/// If it is no answer to that request: nothing that follows on such a line can be trusted.
pub fn read_reply(
    line: &[u8],
    id: &str,
    operation: &str,
    format: Format,
) -> Result<Answer, String> {
    let reply: Reply = parse(line)?;
    match reply.id {
        Some(of) if of == id => {}
        Some(of) => return Err(format!("answered {:?} when asked {id:?}", one_line(&of))),
        None => return Err(format!("answered without an id when asked {id:?}")),
    }
    match (reply.output, reply.skipped, reply.error) {
        (Some(tensor), None, None) => {
            let output = tensor.unpack(element(operation, format));
            Ok(Answer::or_error(output.map(Answer::Output)))
        }
        (None, Some(reason), None) => Ok(Answer::Skipped(one_line(&reason))),
        (None, None, Some(reason)) => Ok(Answer::Error(one_line(&reason))),
        _ => Ok(Answer::Error(
            "the answer has none or several of output, skipped and error: give one".to_owned(),
        )),
    }
}

fn parse<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(line).map_err(|error| {
        let start = line.get(..60).unwrap_or(line);
        let start = one_line(&String::from_utf8_lossy(start));
        let error = one_line(&error.to_string());
        format!("said {start:?}, which is no reply: {error}")
    })
}

/// What another program wrote, on one line of moderate length.
pub(super) fn one_line(text: &str) -> String {
    const LONGEST: usize = 500;
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let line = (words.filter(|word| !word.is_empty()).collect::<Vec<_>>()).join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
