// As much of protobuf's wire format as an ONNX model needs. A message is an array of fields
// [number, value]; its value's kind says how it is written.

function varint(value) {
  const bytes = [];
  for (let left = BigInt.asUintN(64, BigInt(value)); ; left >>= 7n) {
    const low = Number(left & 0x7fn);
    if (left < 0x80n) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

function concatenate(parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The bytes behind a length-delimited field: text, packed floats, bytes or a message of its own. */
function bytesOf(value) {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  if (value instanceof Float32Array) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return Array.isArray(value) ? message(value) : value;
}

/**
 * @param {[number, number | string | Float32Array | Uint8Array | Array][]} fields
 * @returns {Uint8Array}
 */
export function message(fields) {
  return concatenate(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number') return [varint(number << 3), varint(value)];
      const bytes = bytesOf(value);
      return [varint((number << 3) | 2), varint(bytes.length), bytes];
    }),
  );
}
