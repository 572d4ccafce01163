// Weights on their way from one format's layout to another's.
import { product } from '../values/input.js';
import { Tensor } from '../values/tensor.js';

/** `[R, C]` to `[C, R]`. */
export function transposed({ data, shape }: Tensor): Tensor {
  const [R, C] = shape as [number, number];
  const result = new Float32Array(R * C);
  for (let r = 0; r < R; ++r) {
    for (let c = 0; c < C; ++c) result[c * R + r] = data[r * C + c]!;
  }
  return new Tensor(result, [C, R]);
}

/** Some of the rows: a view of them. */
export function rowsOf({ data, shape }: Tensor, begin: number, end: number): Tensor {
  const row = product(shape.slice(1));
  return new Tensor(data.subarray(begin * row, end * row), [end - begin, ...shape.slice(1)]);
}

/** Blocks of rows, as many as `order` names, in that order: gates, which lie one after the other. */
export function reordered(tensor: Tensor, order: readonly number[]): Tensor {
  const { data, shape } = tensor;
  const rows = shape[0]! / order.length;
  const result = new Float32Array(data.length);
  order.forEach((block, n) => {
    const { data: from } = rowsOf(tensor, block * rows, (block + 1) * rows);
    result.set(from, n * from.length);
  });
  return new Tensor(result, shape);
}

/** Axes in another order: axis n of the result is axis `order[n]` of the tensor. */
export function permuted({ data, shape }: Tensor, order: readonly number[]): Tensor {
  const strides = shape.map((_, axis) => product(shape.slice(axis + 1)));
  const extents = order.map((axis) => shape[axis]!);
  const result = new Float32Array(data.length);
  for (let n = 0; n < data.length; ++n) {
    let rest = n;
    let place = 0;
    for (let axis = order.length - 1; axis >= 0; --axis) {
      place += (rest % extents[axis]!) * strides[order[axis]!]!;
      rest = Math.floor(rest / extents[axis]!);
    }
    result[n] = data[place]!;
  }
  return new Tensor(result, extents);
}
