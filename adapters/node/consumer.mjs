// Judges a few operations in JavaScript by a suite of vector files, and writes a results file for `tweedie check`.
//
//     node consumer.mjs FOLDER [f32|f64] [RESULTS]

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { operations } from "./operations.mjs";
import { read, write } from "./safetensors.mjs";

const [folder, format = "f32", results] = process.argv.slice(2);
const formats = { f64: (x) => x, f32: Math.fround };
if (!folder || !formats[format]) {
  console.error("usage: node consumer.mjs FOLDER [f32|f64] [RESULTS]");
  process.exit(2);
}
const round = formats[format];
const suite = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
const tensors = read(readFileSync(join(folder, suite.tensors.file)));

// A number is the sixteen hexadecimal digits of its bits; what else stands there is itself.
function number(value) {
  if (typeof value !== "string" || !/^[0-9a-f]{16}$/.test(value)) return value;
  return Buffer.from(value, "hex").readDoubleBE();
}

const u = number(suite.formats[format].u);
const tau = number(suite.formats[format].tau);

// The largest ρ of an output; infinite where one is no number.
function worst(values, golden) {
  const n = values.length;
  const [y, lo, E] = [0, 1, 2].map((part) => golden.values.slice(part * n, (part + 1) * n));
  const rho = values.map((got, i) => Math.abs(got - y[i] - lo[i]) / (u * E[i] * (1 + 64 * u) + tau));
  return rho.some(Number.isNaN) ? Infinity : Math.max(...rho);
}

const outputs = new Map();
let failed = 0;
for (const { id, operation, params, inputs, output, formats: held } of suite.cases) {
  const compute = operations[operation];
  if (!compute || !held.includes(format)) continue;
  const p = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, number(value)]));
  const arrays = Object.entries(inputs).map(([name, key]) => [name, tensors.get(key).values]);
  const golden = tensors.get(output);
  const shape = golden.shape.slice(1);
  const values = Array.from({ length: golden.values.length / 3 }, (_, i) =>
    compute(p, Object.fromEntries(arrays.map(([name, array]) => [name, array[i]])), round));
  const rho = worst(values, golden);
  if (rho > 1) failed += 1;
  console.log(`${rho <= 1 ? "pass" : "FAIL"} ${id} ${rho.toFixed(3)}`);
  outputs.set(`${id}.y`, { shape, values });
}
console.log(`${outputs.size} cases in ${format}, ${failed} failed`);
if (results) {
  const notes = { implementation: "node", version: process.versions.node, format };
  writeFileSync(results, write(outputs, format.toUpperCase(), notes));
}
process.exitCode = failed || outputs.size === 0 ? 1 : 0;
