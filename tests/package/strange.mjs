// Values that nobody should pass, and right arguments with one of them put in somewhere.
import fc from 'fast-check';

/** What getters, traps and callbacks of strange values throw: it must come through as it is. */
export const planted = 'planted by the test';
const plant = () => {
  throw new Error(planted);
};

function detached(Kind) {
  const elements = new Kind(6);
  structuredClone(elements, { transfer: [elements.buffer] });
  return elements;
}

function cyclicArray() {
  const array = [];
  array.push(array);
  return array;
}

function cyclicObject() {
  const object = { units: 2 };
  return Object.assign(object, { layer: object });
}

const nested = (depth) => {
  let array = [1];
  for (let n = 0; n < depth; ++n) array = [array];
  return array;
};

const holes = [0, , 1];
const huge = [2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 64, 1e300];

const makers = {
  'a detached Float32Array': () => detached(Float32Array),
  'a tensor of detached elements': () => ({ data: detached(Int32Array), shape: [2, 3] }),
  'a shared Int32Array': () => new Int32Array(new SharedArrayBuffer(24)),
  'a tensor of shared elements': () => ({ data: new Float32Array(new SharedArrayBuffer(48)), shape: [2, 2, 3] }),
  'an empty tensor of a huge shape': () => ({ data: new Float32Array(0), shape: [0, 2 ** 40, 2 ** 40] }),
  'a tensor of more than it has': () => ({ data: new Int32Array(4), shape: [2 ** 31, 2 ** 31, 2 ** 31] }),
  'a tensor of no axis': () => ({ data: new Float32Array(1), shape: [] }),
  'a tensor of a negative axis': () => ({ data: new Float32Array(4), shape: [-2, -2] }),
  'a tensor of many axes': () => ({ data: new Float32Array(1), shape: Array(1000).fill(1) }),
  'a tensor of NaN': () => ({ data: new Float32Array(12).fill(NaN), shape: [2, 2, 3] }),
  'a tensor of infinities': () => ({ data: new Float32Array(6).fill(Infinity), shape: [2, 3] }),
  'a Float64Array': () => new Float64Array(6),
  'a BigInt64Array': () => new BigInt64Array(6),
  'an array of a hole': () => holes,
  'an array of arrays of holes': () => [holes, holes],
  'an array in itself': cyclicArray,
  'an object in itself': cyclicObject,
  'an array nested 10,000 deep': () => nested(10_000),
  'a ragged array': () => [[1, 2], [1]],
  'an array of BigInts': () => [[1n, 2n, 3n]],
  'an array of -0': () => [[-0, -0, -0], [-0, -0, -0]],
  'a lone surrogate': () => '\uD800',
  'a text of halves': () => 'ab\uDC00\uD83D',
  'a name that objects have': () => '__proto__',
  'another such name': () => 'constructor',
  'a function': () => () => 1,
  'a symbol': () => Symbol('s'),
  'a BigInt': () => 2n ** 64n,
  'an object whose getter throws': () => ({ get units() { return plant(); }, get length() { return plant(); } }),
  'an object whose toJSON throws': () => ({ toJSON: plant }),
  'an object whose toString throws': () => ({ toString: plant, [Symbol.toPrimitive]: plant }),
  'a proxy of an array': () => new Proxy([[1, 2, 3], [4, 5, 6]], {}),
  'a proxy of an object': () => new Proxy({ data: new Float32Array(6), shape: [2, 3] }, {}),
  'a proxy that throws': () => new Proxy({}, { get: plant, has: plant, ownKeys: plant, getPrototypeOf: plant }),
  'a revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'an object without a prototype': () => Object.assign(Object.create(null), { units: 3 }),
  'a date that is none': () => new Date(NaN),
  'a regular expression': () => /lstm/g,
  'a promise': () => Promise.resolve(1),
  'an array buffer': () => new ArrayBuffer(16),
  'a DataView': () => new DataView(new ArrayBuffer(16)),
  'a map': () => new Map([[1, 2]]),
};

const strange = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...Object.keys(makers)).map((what) => ({ what, make: makers[what] })) },
  { weight: 2, arbitrary: fc.constantFrom(undefined, null, NaN, Infinity, -Infinity, -0, -1, 0.5, 1e-300, '', '1', true, ...huge).map((value) => ({ what: String(value), make: () => value })) },
  { weight: 2, arbitrary: fc.anything({ maxDepth: 2, withBigInt: true, withSparseArray: true, withTypedArray: true, withNullPrototype: true, withDate: true, withMap: true, withUnicodeString: true }).map((value) => ({ what: fc.stringify(value), make: () => value })) },
).map(({ what, make }) => Object.defineProperty({ make, toString: () => what }, fc.toStringMethod, { value: () => what }));

/** Every place in the arguments, as the path to it. */
function places(value, path = []) {
  const inside = value instanceof Object && !ArrayBuffer.isView(value) && typeof value !== 'function' && !(value instanceof AbortSignal);
  return [path, ...(inside ? Object.keys(value).slice(0, 12).flatMap((name) => places(value[name], [...path, name])) : [])];
}

function put(args, [first, ...rest], value) {
  if (first === undefined) return value;
  const copy = Array.isArray(args) ? [...args] : { ...args };
  copy[first] = put(copy[first], rest, value);
  return copy;
}

const shown = (what, apply) => Object.defineProperty({ apply }, fc.toStringMethod, { value: () => what });

/** What to do to a call's arguments: `apply(valid)` gives them anew. */
export const spoiling = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(99), strange).map(([place, value]) =>
      shown(`${value} at place ${place}`, (valid) => {
        const all = places(valid).slice(1);
        return all.length === 0 ? [value.make()] : put(valid, all[place % all.length], value.make());
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.array(strange, { maxLength: 3 }).map((values) =>
      shown(`all of it: ${values.join('; ')}`, () => values.map(({ make }) => make())),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.string(), strange).map(([name, value]) =>
      shown(`${value} as ${JSON.stringify(name)}`, (valid) => {
        const last = valid.at(-1);
        const isOptions = last instanceof Object && Object.getPrototypeOf(last) === Object.prototype;
        return isOptions ? [...valid.slice(0, -1), { ...last, [name]: value.make() }] : [...valid, value.make()];
      }),
    ),
  },
);
