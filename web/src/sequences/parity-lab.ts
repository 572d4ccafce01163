// The parity half of the sequence lab: settings, training, and bits to try it on.
import { Bits } from './bits';
import { Chart, type Ring } from '../frame/chart';
import { Controls } from '../frame/controls';
import { Curve } from '../frame/curve';
import { byId, make, write } from '../frame/dom';
import { radios, slider } from '../frame/fields';
import { percent } from '../frame/format';
import { batches, encode, epochs, train, type Design, type Model } from './parity-task';
import type { Run } from '../frame/run';
import { settings } from '../frame/state';
import { throttle } from '../frame/throttle';

const chart = new Chart(byId('parity-chart'), 'batch');
const bits = new Bits(() => void ask());
const list = byId('parity-epochs');

let curve = new Curve(10);
let rings: Ring[] = [];
let trained: { model: Model; design: Design } | undefined;
let accuracy = 0;
let batch = 0;
let seed = 0;

export const parityLab = new Controls({
  name: 'parity',
  start: learn,
  describe: (phase) =>
    ({
      running: 'Learning.',
      paused: `Paused after batch ${batch}.`,
      finished: `Done: ${percent(accuracy)} of the answers on unseen sequences are right.`,
      stopped: `Stopped after batch ${batch}.`,
      failed: 'That did not work.',
    })[phase],
});

const draw = throttle(() => chart.draw(curve, rings));

slider('length');
radios('input');
slider('dim');
addEventListener('settings', showSettings);
showSettings();
chart.frame({ x: [0, epochs * batches], y: [0, 0.9], levels: [{ value: Math.LN2, label: `a coin toss, ln 2 = ${Math.LN2.toFixed(3)}` }] });
chart.draw();
showEpochs([]);

async function learn(run: Run): Promise<void> {
  const design = { ...settings };
  const results: number[] = [];
  trained?.model.dispose();
  trained = undefined;
  curve = new Curve(10);
  rings = [];
  accuracy = batch = 0;
  seed += 1; // every start is another network
  showEpochs(results);
  draw();
  await train(design, seed, run, {
    async onModel(model) {
      trained = { model, design };
      await ask();
    },
    onBatch(loss) {
      batch += 1;
      curve.push(batch, loss);
      draw();
    },
    async onEpoch(epoch, unseen) {
      accuracy = unseen.accuracy;
      results.push(accuracy);
      rings.push({ x: batch, y: unseen.loss });
      showEpochs(results);
      chart.describe(`Loss curve: after epoch ${epoch} of ${epochs}, loss ${unseen.loss.toFixed(3)} on unseen sequences, 0.693 would be a coin toss`);
      draw();
      await ask();
    },
    onBreath: ask,
  });
}

/** The prediction for the bits as they are now; the network takes any length. */
async function ask(): Promise<void> {
  if (!trained) return;
  const asked = bits.values;
  const { data } = await trained.model.predict(encode(asked, 1, trained.design));
  if (asked.join() === bits.values.join()) bits.show(data); // else clicked meanwhile, and asked anew
}

function showSettings(): void {
  byId<HTMLInputElement>('dim').disabled = settings.input === 'real';
  const first = settings.input === 'embedding' ? `Embedding(2, ${settings.dim}) → ` : '';
  write(byId('parity-plan'), `${first}LSTM(16) → Dense(1, sigmoid) after every bit. Adam 0.01, batches of 32, ${epochs} epochs.`);
  if (bits.values.length === settings.length) return;
  bits.resize(settings.length);
  void ask();
}

function showEpochs(results: number[]): void {
  const rows = Array.from({ length: epochs }, (_, i) => {
    const share = results[i];
    const bar = make('span', { className: 'bar' });
    bar.style.setProperty('--share', String(share ?? 0));
    return make('li', {}, `Epoch ${i + 1}`, bar, make('span', { className: 'number', textContent: share === undefined ? '–' : percent(share) }));
  });
  list.replaceChildren(...rows);
}
