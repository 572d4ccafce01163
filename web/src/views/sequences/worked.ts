// One step of the small cell worked out in numbers, by the equations in cell.ts, beside what the library
// computes from the same weights.
import { byId, write } from '../../basics/dom';
import { figure } from '../../basics/format';
import { radios } from '../../parts/fields';
import { set } from '../../basics/state';
import { gates, sigmoid, type Cell, type Step } from './cell';
import { column, equation, formula, matrix } from './equations';
import type { FiveNetwork, Seen } from './five-network';
import { inputs, targets } from './five-data';
import { keys, settings } from './keys';

const names = { i: 'Input gate', f: 'Forget gate', g: 'Candidate', o: 'Output gate' };

export class Worked {
  readonly #network: FiveNetwork;
  #asked = 0;

  constructor(network: FiveNetwork) {
    this.#network = network;
    for (const key of ['weights', 'row', 'moment'] as const) radios(keys, key);
    byId('show-zero').addEventListener('click', () => {
      set(keys, 'weights', 'zero');
      byId('worked-title').scrollIntoView({ block: 'start' });
    });
    addEventListener('settings', () => void this.follow());
  }

  /** The network as it is now. */
  async follow(): Promise<void> {
    const turn = ++this.#asked;
    const seen = await this.#network.look(settings.weights, settings.row - 1);
    if (seen && turn === this.#asked) this.#draw(seen);
  }

  #draw({ cell, output, steps, difference }: Seen): void {
    const t = settings.moment;
    const now = steps[t - 1]!;
    const zero = settings.weights === 'zero';
    byId('rows-shown').hidden = zero;
    const lines = [entry(now, t, zero), ...gates.map((gate) => gateLine(cell, now, gate, t)), cellLine(now, t), outputLine(now, t)];
    if (output && t === 2) lines.push(answerLine(now, output));
    byId('equations').replaceChildren(...lines);
    write(
      byId('worked-agree'),
      `The library’s inspect gives the same for both steps: the largest difference is ${difference.toExponential(1)}. ` +
        'It computes in single precision, this page in double.',
    );
    write(byId('misprint-right'), vectorInWords(now.c));
    write(byId('misprint-wrong'), vectorInWords(now.before.c.map((c, u) => now.o[u]! * Math.tanh(c))));
    write(byId('misprint-step'), String(t));
    write(byId('sigmoid-zero'), sigmoid(0).toFixed(1));
  }
}

function entry({ x }: Step, t: number, zero: boolean) {
  const token = inputs[settings.row - 1]![t - 1]!;
  const symbols = zero ? `x_${t}` : `x_${t} = E(${token})`;
  return equation('x', zero ? 'What goes in' : `The embedding of ${token}`, symbols, [formula(`x_${t}`)], column(x));
}

function gateLine(cell: Cell, now: Step, gate: (typeof gates)[number], t: number) {
  const { W, U, b } = cell[gate];
  const curve = gate === 'g' ? 'tanh' : 'σ';
  return equation(
    gate,
    names[gate],
    `${gate}_${t} = ${curve}(W_${gate} x_${t} + U_${gate} h_${t - 1} + b_${gate})`,
    [`${curve}(`, matrix(W), column(now.x), '+', matrix(U), column(now.before.h), '+', column(b), `) = ${curve}(`, column(now.sums[gate]), ')'],
    column(now[gate]),
  );
}

function cellLine({ f, before, i, g, c }: Step, t: number) {
  const parts = [column(f), '∗', column(before.c), '+', column(i), '∗', column(g)];
  return equation('c', 'Cell', `c_${t} = f_${t} ∗ c_${t - 1} + i_${t} ∗ g_${t}`, parts, column(c));
}

function outputLine({ o, c, h }: Step, t: number) {
  return equation('h', 'Output', `h_${t} = o_${t} ∗ tanh(c_${t})`, [column(o), '∗ tanh(', column(c), ')'], column(h));
}

function answerLine({ h }: Step, { weight, bias }: { weight: number[]; bias: number }) {
  const sum = weight.reduce((total, w, u) => total + w * h[u]!, bias);
  const target = targets[settings.row - 1]![0]!;
  const parts = ['σ(', matrix([weight]), column(h), '+', column([bias]), ')'];
  return equation('y', `Answer (target ${target})`, 'y = σ(w h_2 + b)', parts, column([sigmoid(sum)]));
}

const vectorInWords = (v: number[]): string => `[${v.map((value) => figure(value, 3)).join(', ')}]`;
