// The five sequences: their training, their predictions, and the cell worked out in numbers.
import { Chart } from '../../parts/chart';
import { Controls } from '../../parts/controls';
import { Curve } from '../../parts/curve';
import { byId, make, write } from '../../basics/dom';
import { count } from '../../basics/format';
import type { Run } from '../../parts/run';
import { throttle } from '../../basics/throttle';
import { floor, inputs, targets } from './five-data';
import { FiveNetwork } from './five-network';
import { Worked } from './worked';

const epochs = 2000;

const chart = new Chart(byId('five-chart'), 'epoch');
const dots = inputs.map(row);
const network = new FiveNetwork();
const worked = new Worked(network);

let curve = new Curve(1);
let epoch = 0;
let accuracy = 0;

export const fiveSequences = new Controls({
  name: 'five',
  start: learn,
  describe: (phase) =>
    ({
      running: 'Learning.',
      paused: `Paused after epoch ${count(epoch)}.`,
      finished: `Done. Loss ${curve.mean.toFixed(4)}: the floor is ${floor.toFixed(4)}, and no model gets below it.`,
      stopped: `Stopped after epoch ${count(epoch)}.`,
      failed: 'That did not work.',
    })[phase],
});

const draw = throttle(() => {
  chart.draw(curve);
  write(byId('five-epoch'), `${count(epoch)} / ${count(epochs)}`);
  write(byId('five-loss'), epoch ? curve.mean.toFixed(4) : '–');
  write(byId('five-accuracy'), epoch ? accuracy.toFixed(1) : '–');
});

chart.frame({ x: [0, epochs], y: [0, 0.8], levels: [{ value: floor, label: `the floor, 2 ln 2 / 5 = ${floor.toFixed(4)}` }] });
chart.draw();
void worked.follow();

async function learn(run: Run): Promise<void> {
  curve = new Curve(1);
  epoch = accuracy = 0;
  draw();
  await network.anew();
  await show();
  const onEpochEnd = async (done: number, logs: { loss?: number; accuracy?: number }) => {
    epoch = done + 1;
    curve.push(epoch, logs.loss!);
    accuracy = logs.accuracy!;
    draw();
    if (epoch % 20 === 0) await show();
    await run.gate();
  };
  await network.fit(epochs, { onEpochEnd }, run.signal);
  chart.describe(`Loss curve: from ${curve.y[0]!.toFixed(2)} to ${curve.mean.toFixed(4)}, the floor is ${floor.toFixed(4)}`);
}

async function show(): Promise<void> {
  const data = await network.predict();
  dots.forEach((place, i) => place(data[i]!));
  if (epoch % 100 === 0) await worked.follow();
}

/** A row of the table; gives back what moves its dot. */
function row(input: number[], i: number): (prediction: number) => void {
  const track = make('div', { className: 'track' });
  const number = make('span', { className: 'number', textContent: '–' });
  const target = targets[i]![0]!;
  track.style.setProperty('--target', String(target));
  byId('five-rows').append(
    make(
      'tr',
      {},
      make('th', { scope: 'row', textContent: input.join(' ') }),
      make('td', {}, make('div', { className: 'place' }, track, number)),
      make('td', { textContent: String(target) }),
    ),
  );
  return (prediction) => {
    track.classList.add('asked');
    track.style.setProperty('--prediction', String(prediction));
    write(number, prediction.toFixed(2));
  };
}
