//! What travels arrives as it was.

use ndarray::{ArrayD, IxDyn};
use proptest::prelude::*;
use tweedie::scalar::Format;
use tweedie_catalogue::operation::Param;
use tweedie_oracle::{Element, Tensor, Value};

fn back(text: &str) -> Option<Param> {
    let value: Value = serde_json::from_str(text).ok()?;
    Some(Param::from(&value))
}

#[test]
fn parameters_have_one_spelling() {
    for (param, text) in [
        (Param::Number(0.5), "\"3fe0000000000000\""),
        (Param::Integer(50), "50"),
        (Param::Word("karras".to_owned()), "\"karras\""),
        (
            Param::Numbers(vec![-0.0, 1.0]),
            "[\"8000000000000000\",\"3ff0000000000000\"]",
        ),
    ] {
        assert_eq!(serde_json::to_string(&Value::from(&param)).unwrap(), text);
        assert_eq!(back(text), Some(param));
    }
    for wrong in ["0.5", "-1", "null", "[1]", "[\"+fe0000000000000\"]", "{}"] {
        assert_eq!(back(wrong), None, "{wrong}");
    }
}

#[test]
fn arrays_are_little_endian_rows() {
    let array = ArrayD::from_shape_vec(IxDyn(&[1, 2]), vec![1.0, -2.0]).unwrap();
    for (element, data) in [
        (Element::Float(Format::F64), "AAAAAAAA8D8AAAAAAAAAwA=="),
        (Element::Float(Format::F32), "AACAPwAAAMA="),
        (Element::Float(Format::F16), "ADwAwA=="),
        (Element::Float(Format::Bf16), "gD8AwA=="),
        (Element::Integer, "AQAAAAAAAAD+/////////w=="),
    ] {
        let tensor = Tensor::pack(&array, element);
        assert_eq!(
            (tensor.shape.as_slice(), tensor.data.as_str()),
            (&[1, 2][..], data)
        );
        assert_eq!(tensor.unpack(element).unwrap(), array);
    }
}

#[test]
fn wrong_arrays_are_refused_in_one_line() {
    let f64s = Element::Float(Format::F64);
    for (shape, data, element, says) in [
        (vec![2], "AAAAAAAA8D8=", f64s, "came with 1 elements of f64"),
        (vec![1], "AAAAAAAA8D8", f64s, "are no base64"),
        (vec![1], "AACAPw==", f64s, "each element has 8"),
        (
            vec![usize::MAX, 2],
            "AAAAAAAA8D8=",
            f64s,
            "came with 1 elements",
        ),
        (
            vec![0, usize::MAX, usize::MAX],
            "",
            f64s,
            "came with 0 elements",
        ),
        (vec![1], "/////////38=", Element::Integer, "beyond 2^53"),
    ] {
        let data = data.to_owned();
        let message = Tensor { shape, data }
            .unpack(element)
            .unwrap_err()
            .to_string();
        assert!(
            message.contains(says) && !message.contains('\n'),
            "{message}"
        );
    }
}

proptest! {
    #[test]
    fn every_number_of_a_format_survives(bits in any::<u64>(), which in 0..4_usize) {
        let format = Format::ALL[which];
        let x = format.round(f64::from_bits(bits));
        let element = Element::Float(format);
        let read = element.read(&element.write([x])).unwrap()[0];
        prop_assert!(read.to_bits() == x.to_bits() || (read.is_nan() && x.is_nan()));
    }
}
