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

const isLstm = ({ type }: Cell) => type === 'lstm';

/** What it begins with, if that comes in: h, and c, of each direction, `[D, B, H]` there. */
function began(cell: Cell, states: readonly string[]): string {
  if (states.length === 0) return '';
  const parts = isLstm(cell) ? [0, 1] : [0];
  const part = (which: number) => {
    const directions = states.filter((_, n) => n % parts.length === which);
    return directions.length > 1 ? `torch.stack([${directions.join(', ')}])` : `${directions[0]}.unsqueeze(0)`;
  };
  return `, ${isLstm(cell) ? `(${parts.map(part).join(', ')})` : part(0)}`;
}

/** The names that the call's results get: every step, and h, and c, where they are read. */
function results(cell: Cell, every: string, states: readonly string[]): string {
  const [h, c] = [cell.returnSequences && states.length === 0 ? '_' : 'h', states.length > 0 ? 'c' : '_'];
  if (h === '_') return `${every}, _`;
  return `${every}, ${isLstm(cell) ? `(h, ${c})` : 'h'}`;
}

export function recurrent(asked: Asked): Written {
  const cell = asked.layer as Cell;
  expectPyTorchs(cell);
  noteLost(cell, asked.note);
  return {
    module: moduleOf(cell, asked),
    run([x, ...initial], [y, ...states], self) {
      const read = `${self}(${cell.goBackwards ? `${x}.flip(1)` : x}${began(cell, initial)})`;
      const last = states.map((state, n) => `${state} = ${['h', 'c'][n]}[-1]`);
      return [`${results(cell, cell.returnSequences ? y! : '_', states)} = ${read}`, ...(cell.returnSequences ? [] : [`${y} = h[-1]`]), ...last];
    },
  };
}

/** Of the two directions' outputs a and b. */
const merges = { concat: 'torch.cat([a, b], -1)', sum: 'a + b', ave: '(a + b) / 2', mul: 'a * b' };

export function bidirectional(asked: Asked): Written {
  const { mergeMode = 'concat', ...layer } = asked.layer as SavedLayer & BidirectionalOptions;
  const cell = { ...layer.layer, name: layer.name } as Cell;
  expectPyTorchs(cell);
  noteLost(cell, asked.note);
  const isPlain = cell.returnSequences && mergeMode === 'concat';
  return {
    module: moduleOf(cell, asked, true),
    run([x, ...initial], [y, ...states], self) {
      const every = isPlain ? y! : cell.returnSequences ? 'both' : '_';
      const merged = isPlain ? [] : [`a, b = ${cell.returnSequences ? 'both.chunk(2, -1)' : 'h'}`, `${y} = ${merges[mergeMode]}`];
      const parts = isLstm(cell) ? ['h', 'c'] : ['h'];
      const last = states.map((state, n) => `${state} = ${parts[n % parts.length]}[${Math.floor(n / parts.length)}]`);
      return [`${results(cell, every, states)} = ${self}(${x}${began(cell, initial)})`, ...merged, ...last];
    },
  };
}
