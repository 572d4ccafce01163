// Files of ONNX made by hand, so that they can be wrong in any way.

const varint = (value) => {
  const bytes = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 127n) | 128);
  }
};
const int = (number, value) => [...varint(number * 8), ...varint(value)];
const bytes = (number, value) => [...varint(number * 8 + 2), ...varint(value.length), ...value];
const text = (number, value) => bytes(number, new TextEncoder().encode(value));
const float = (number, value) => [...varint(number * 8 + 5), ...new Uint8Array(Float32Array.of(value).buffer)];

/** A tensor of floats, or of whole numbers where they are a BigInt64Array. `changes`: fields in place of its own. */
export const tensor = (name, shape, data, { kind = data instanceof Float32Array ? 1 : 7, dims = shape } = {}) =>
  [...dims.flatMap((extent) => int(1, extent)), ...int(2, kind), ...text(8, name), ...bytes(9, new Uint8Array(data.buffer))];

const whole = Number.isInteger;

function attribute([name, value]) {
  const typed = (kind, field) => bytes(5, [...text(1, name), ...field, ...int(20, kind)]);
  if (typeof value === 'string') return typed(3, text(4, value));
  if (typeof value === 'number') return whole(value) ? typed(2, int(3, value)) : typed(1, float(2, value));
  if (typeof value[0] === 'string') return typed(8, value.flatMap((one) => text(9, one)));
  return value.every(whole) ? typed(7, value.flatMap((one) => int(8, one))) : typed(6, value.flatMap((one) => float(7, one)));
}

/** `the LSTM`, `the LSTM 2`. */
function nameOf(operator, n, all) {
  const before = all.slice(0, n).filter(([other]) => other === operator).length;
  return `the ${operator}${before > 0 ? ` ${before + 1}` : ''}`;
}

/** `[operator, inputs, outputs, attributes, domain]`. */
const node = ([operator, inputs, outputs, attributes = {}, domain = ''], n, all) =>
  [...inputs.flatMap((name) => text(1, name)), ...outputs.flatMap((name) => text(2, name)), ...text(3, nameOf(operator, n, all)), ...text(4, operator),
    ...Object.entries(attributes).flatMap(attribute), ...text(7, domain)];

/** An extent of 0 is any. */
const info = ([name, shape, kind = 1]) =>
  [...text(1, name), ...bytes(2, bytes(1, [...int(1, kind), ...bytes(2, shape.flatMap((extent) => bytes(1, extent ? int(1, extent) : text(2, 'any'))))]))];

/** `inputs`, `outputs`: `[name, shape]`; `constants`: tensors. */
export const file = ({ nodes, constants = [], inputs = [['x', [0, 0, 3]]], outputs = [['y', []]], opset = 17 }) =>
  Uint8Array.from([
    ...int(1, 8),
    ...bytes(7, [
      ...nodes.flatMap((one, n, all) => bytes(1, node(one, n, all))),
      ...text(2, 'graph'),
      ...constants.flatMap((one) => bytes(5, one)),
      ...inputs.flatMap((one) => bytes(11, info(one))),
      ...outputs.flatMap((one) => bytes(12, info(one))),
    ]),
    ...bytes(8, int(2, opset)),
  ]);
