// Reads and writes safetensors: a length, a header of JSON, the bytes.

const READ = {
  F64: (view, at) => view.getFloat64(at, true),
  F32: (view, at) => view.getFloat32(at, true),
};

// Map from key to {shape, values}.
export function read(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 8 + Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  const tensors = new Map();
  for (const [key, { dtype, shape, data_offsets: [begin, end] }] of Object.entries(header)) {
    if (key === "__metadata__") continue;
    const count = shape.reduce((a, b) => a * b, 1);
    const size = (end - begin) / count;
    const values = Array.from({ length: count }, (_, i) => READ[dtype](view, start + begin + i * size));
    tensors.set(key, { shape, values });
  }
  return tensors;
}

// The bytes of a file of `outputs`, a map from key to {shape, values}, stored as F64 or F32, with notes.
export function write(outputs, dtype, notes) {
  const size = dtype === "F64" ? 8 : 4;
  const header = { __metadata__: notes };
  let end = 0;
  for (const [key, { shape, values }] of outputs) {
    header[key] = { dtype, shape, data_offsets: [end, (end += size * values.length)] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const { values } of outputs.values()) {
    for (const x of values) {
      size === 8 ? view.setFloat64(at, x, true) : view.setFloat32(at, x, true);
      at += size;
    }
  }
  return bytes;
}
