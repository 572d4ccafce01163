// Recurrent layers in PyTorch, which gives every step and the states that it comes to at once.
import type { LstmOptions, RecurrentOptions } from '../../../api/layer-options.js';
import type { BidirectionalOptions } from '../../../api/layers.js';
import { refusal } from '../../refusal.js';
import type { SavedLayer } from '../../saved.js';
import { type Asked, call, type Written } from './written.js';

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

export function recurrent(asked: Asked): Written {
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

export function bidirectional(asked: Asked): Written {
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
