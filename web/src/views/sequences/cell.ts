// The cell by its equations, in double precision and in the open: what the page works out in
// numbers, beside what the library computes.
//   i, f, o = sigmoid(W x_t + U h_{t-1} + b)    g = tanh(W x_t + U h_{t-1} + b), each with its own W, U, b
//   c_t = f * c_{t-1} + i * g                   h_t = o * tanh(c_t)

export type Vector = number[];
export type Matrix = number[][];

/** In the order of a state dict's rows. */
export const gates = ['i', 'f', 'g', 'o'] as const;
export type Gate = (typeof gates)[number];

export interface Weights {
  /** `[H, I]`, of the input. */
  W: Matrix;
  /** `[H, H]`, of the output before. */
  U: Matrix;
  b: Vector;
}
export type Cell = Record<Gate, Weights>;

export interface State {
  h: Vector;
  c: Vector;
}

/** One step: what went in, the sums before the gates' curves, and what came out. */
export interface Step extends Record<Gate, Vector>, State {
  x: Vector;
  before: State;
  sums: Record<Gate, Vector>;
}

interface Tensor {
  data: ArrayLike<number>;
  shape: readonly number[];
}

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const curve: Record<Gate, (z: number) => number> = { i: sigmoid, f: sigmoid, g: Math.tanh, o: sigmoid };

export function matrixOf({ data, shape: [rows, columns] }: Tensor): Matrix {
  return Array.from({ length: rows! }, (_, r) => Array.from({ length: columns! }, (_, k) => data[r * columns! + k]!));
}

/** The cell of a state dict's LSTM: PyTorch's names, the gates one below the other. */
export function cellOf(dict: Record<string, Tensor>, layer = 'lstm'): Cell {
  const W = matrixOf(dict[`${layer}.weight_ih_l0`]!);
  const U = matrixOf(dict[`${layer}.weight_hh_l0`]!);
  const bias = dict[`${layer}.bias_ih_l0`]!.data;
  const more = dict[`${layer}.bias_hh_l0`]!.data;
  const H = U[0]!.length;
  const rows = (gate: number) => [gate * H, (gate + 1) * H] as const;
  const part = (gate: number): Weights => ({
    W: W.slice(...rows(gate)),
    U: U.slice(...rows(gate)),
    b: Array.from({ length: H }, (_, u) => bias[gate * H + u]! + more[gate * H + u]!),
  });
  return Object.fromEntries(gates.map((name, gate) => [name, part(gate)])) as Cell;
}

/** A cell in which every weight and bias is zero. */
export function zeroCell(H: number, I: number): Cell {
  const zeros = (rows: number, columns: number) => Array.from({ length: rows }, () => Array<number>(columns).fill(0));
  const part = (): Weights => ({ W: zeros(H, I), U: zeros(H, H), b: Array<number>(H).fill(0) });
  return { i: part(), f: part(), g: part(), o: part() };
}

export const start = (H: number): State => ({ h: Array<number>(H).fill(0), c: Array<number>(H).fill(0) });

export const times = (A: Matrix, v: Vector): Vector => A.map((row) => row.reduce((sum, a, k) => sum + a * v[k]!, 0));

export function step(cell: Cell, x: Vector, before: State): Step {
  const sumsOf = ({ W, U, b }: Weights) => {
    const fromInput = times(W, x);
    const fromOutput = times(U, before.h);
    return b.map((bias, u) => fromInput[u]! + fromOutput[u]! + bias);
  };
  const sums = Object.fromEntries(gates.map((gate) => [gate, sumsOf(cell[gate])])) as Record<Gate, Vector>;
  const { i, f, g, o } = Object.fromEntries(gates.map((gate) => [gate, sums[gate].map(curve[gate])])) as Record<Gate, Vector>;
  const c = before.c.map((c0, u) => f[u]! * c0 + i[u]! * g[u]!);
  const h = c.map((c1, u) => o[u]! * Math.tanh(c1));
  return { x, before, sums, i, f, g, o, c, h };
}

/** All steps of a sequence, from a state of zeros. */
export function run(cell: Cell, inputs: Vector[]): Step[] {
  let before = start(cell.i.b.length);
  return inputs.map((x) => {
    const now = step(cell, x, before);
    before = now;
    return now;
  });
}
