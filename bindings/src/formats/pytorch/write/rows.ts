// How each layer is written in PyTorch: the module that has its weights by the same names, and what is called.
import type { LstmOptions, RecurrentOptions } from '../../../api/layer-options.js';
import type { BidirectionalOptions } from '../../../api/layers.js';
import { refusal } from '../../refusal.js';
import type { SavedLayer } from '../../saved.js';

/** What a row asks, of the layer that it is for. */
export interface Asked {
  layer: SavedLayer;
  /** The shape of its parameter of that name, if it has it. */
  shape(parameter: string): readonly number[] | undefined;
  note(sentence: string): void;
}

/** A layer in Python. */
export interface Written {
  /** What makes its module, if it has one. */
  module?: string;
  /** The lines that make y of x; `self` is the module. */
  run(x: string, y: string, self: string): string[];
  /** What its outputs go through in the end: apart, for a loss may want what comes before. */
  activation?: string;
}

/** A call of a module's maker, without the options that are as PyTorch has them. */
function call(maker: string, args: readonly number[], options: Record<string, unknown> = {}): string {
  const python = (value: unknown) => (value === true ? 'True' : value === false ? 'False' : typeof value === 'string' ? `"${value}"` : String(value));
  const named = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : `${name}=${python(value)}`));
  return `nn.${maker}(${[...args, ...named].join(', ')})`;
}

const functions: Record<string, string> = {
  relu: '.relu()',
  sigmoid: '.sigmoid()',
  tanh: '.tanh()',
  softmax: '.softmax(-1)',
};

type Cell = SavedLayer & RecurrentOptions & Pick<LstmOptions, 'activation' | 'recurrentActivation'> & { resetAfter?: boolean };

const makers = { lstm: 'LSTM', gru: 'GRU', simpleRNN: 'RNN' } as const;
const ownCell = 'a module of your own would have to compute it';

/** PyTorch's cells are those of the defaults; of a plain one max(x, 0), too. */
function expectPyTorchs(cell: Cell): void {
  const { type, activation = 'tanh', recurrentActivation = 'sigmoid', resetAfter = true } = cell;
  const isRelu = type === 'simpleRNN' && activation === 'relu';
  if (activation !== 'tanh' && !isRelu) throw refusal(cell, 'activation', 'tanh', activation, ownCell);
  if (recurrentActivation !== 'sigmoid') throw refusal(cell, 'recurrentActivation', 'sigmoid', recurrentActivation, ownCell);
  if (!resetAfter) throw refusal(cell, 'resetAfter', true, resetAfter, ownCell);
}

function noteLost({ name, dropout = 0, recurrentDropout = 0, stateful = false }: Cell, note: Asked['note']): void {
  if (dropout > 0 || recurrentDropout > 0) note(`Left out the dropout inside of '${name}', which PyTorch's module has not: it trains there without.`);
  if (stateful) note(`'${name}' begins with zeros at every batch: what it carries here is the caller's to pass there.`);
}

function moduleOf(cell: Cell, { shape }: Asked, bidirectional?: boolean): string {
  const [, inputs] = shape('weight_ih_l0')!;
  const { type, units, useBias = true } = cell;
  return call(makers[type as keyof typeof makers], [inputs!, units], {
    batch_first: true,
    bias: useBias ? undefined : false,
    nonlinearity: cell.activation === 'relu' ? 'relu' : undefined,
    bidirectional,
  });
}

/** The states that it comes to: of an LSTM h and c. */
const statesOf = ({ type }: Cell) => (type === 'lstm' ? '(h, _)' : 'h');

function recurrent(asked: Asked): Written {
  const cell = asked.layer as Cell;
  expectPyTorchs(cell);
  noteLost(cell, asked.note);
  return {
    module: moduleOf(cell, asked),
    run(x, y, self) {
      const read = cell.goBackwards ? `${x}.flip(1)` : x;
      return cell.returnSequences ? [`${y}, _ = ${self}(${read})`] : [`_, ${statesOf(cell)} = ${self}(${read})`, `${y} = h[-1]`];
    },
  };
}

/** Of the two directions' outputs a and b. */
const merges = { concat: '', sum: 'a + b', ave: '(a + b) / 2', mul: 'a * b' };

function bidirectional(asked: Asked): Written {
  const { mergeMode = 'concat', ...layer } = asked.layer as SavedLayer & BidirectionalOptions;
  const cell = { ...layer.layer, name: layer.name } as Cell;
  expectPyTorchs(cell);
  noteLost(cell, asked.note);
  const merged = merges[mergeMode];
  return {
    module: moduleOf(cell, asked, true),
    run(x, y, self) {
      if (!cell.returnSequences) return [`_, ${statesOf(cell)} = ${self}(${x})`, merged ? 'a, b = h' : `${y} = torch.cat([h[0], h[1]], -1)`, ...(merged ? [`${y} = ${merged}`] : [])];
      return merged ? [`both, _ = ${self}(${x})`, 'a, b = both.chunk(2, -1)', `${y} = ${merged}`] : [`${y}, _ = ${self}(${x})`];
    },
  };
}

const plain = (module: string): Written => ({ module, run: (x, y, self) => [`${y} = ${self}(${x})`] });

/** A row a layer, by its type. */
export const rows: Record<string, (asked: Asked) => Written> = {
  embedding({ layer, shape, note }) {
    if ((layer as { maskZero?: boolean }).maskZero) note(`Left out the mask of '${layer.name}': token 0 counts there as any other.`);
    return plain(call('Embedding', shape('weight')!));
  },
  lstm: recurrent,
  gru: recurrent,
  simpleRNN: recurrent,
  bidirectional,
  dense({ layer, shape }) {
    const [units, inputs] = shape('weight')!;
    const { activation = 'linear' } = layer as { activation?: string };
    const module = plain(call('Linear', [inputs!, units!], { bias: shape('bias') ? undefined : false }));
    return { ...module, ...(functions[activation] && { activation: functions[activation] }) };
  },
  dropout: ({ layer }) => plain(call('Dropout', [(layer as { rate: number }).rate])),
  layerNormalization({ layer, shape }) {
    return plain(call('LayerNorm', shape('weight')!, { eps: (layer as { epsilon?: number }).epsilon }));
  },
  masking({ layer, note }) {
    note(`Left out the mask of '${layer.name}': padding counts there as any other step.`);
    return { run: (x, y) => (x === y ? [] : [`${y} = ${x}`]) };
  },
};
