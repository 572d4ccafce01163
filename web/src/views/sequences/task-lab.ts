// The tasks of the sequence lab: settings, training, judgement at other lengths, and a sequence to try
// it on. The tasks differ, this does not.
import { Chart, type Ring } from '../../parts/chart';
import { Controls, type Phase } from '../../parts/controls';
import { Curve } from '../../parts/curve';
import { byId } from '../../basics/dom';
import { percent } from '../../basics/format';
import { throttle } from '../../basics/throttle';
import type { Run } from '../../parts/run';
import { Examination, type Mark } from './examination';
import { settings } from './keys';
import type { Task } from '../../parts/tasks/task';
import { setUpTaskForm } from './task-form';
import { tasks } from '../../parts/tasks';
import { batches, train, type Design, type Model } from './training';
import { Trial } from './trial';

const chart = new Chart(byId('task-chart'), 'batch');
const lengths = new Chart(byId('lengths-chart'), 'length of the sequence');
const trial = new Trial();

let task: Task = tasks[settings.task];
let design: Design = designed();
let curve = new Curve(10);
let rings: Ring[] = [];
let marks: Mark[] = [];
let batch = 0;

const sentence: Record<Phase, () => string> = {
  running: () => 'Learning.',
  paused: () => `Paused after batch ${batch}.`,
  finished: () => `Done: ${verdict()}`,
  stopped: () => (batch ? `Stopped after batch ${batch}.` : 'Ready.'),
  failed: () => 'That did not work.',
};

export const taskTraining = new Controls({
  name: 'task',
  start: learn,
  describe: (phase) => sentence[phase](),
});

setUpTaskForm();
addEventListener('settings', choose);
choose();
show();

/** Another task, or another sequence to try; what is trained stays until the next start. */
function choose(): void {
  const chosen: Task = tasks[settings.task];
  if (chosen !== task) {
    taskTraining.stop();
    task = chosen;
    clear();
  }
  trial.lay(task, settings.length);
}

function designed(): Design {
  const { length, cells: units, draw: seed, input, dim } = settings;
  return { length, units, seed, input, dim };
}

function clear(): void {
  void trial.use(undefined);
  design = designed();
  curve = new Curve(10);
  rings = [];
  marks = [];
  batch = 0;
  show();
}

async function learn(run: Run): Promise<void> {
  clear();
  const [its, plan] = [task, design]; // the visitor may choose others meanwhile, which stops the run
  const examination = new Examination(its, plan);
  await examination.prepare();
  run.signal.throwIfAborted();
  let model: Model;
  await train(its, plan, run, {
    async onModel(made) {
      model = made;
      if (run.signal.aborted) made.dispose();
      run.signal.throwIfAborted();
      await trial.use({ model, task: its, design: plan });
    },
    onBatch(loss) {
      if (run.signal.aborted) return;
      batch += 1;
      curve.push(batch, loss);
      draw();
    },
    async onEpoch(epoch, unseenLoss) {
      const marked = await examination.mark(model);
      run.signal.throwIfAborted();
      marks = marked;
      rings.push({ x: batch, y: unseenLoss });
      chart.describe(`Loss curve: after epoch ${epoch} of ${its.epochs}, loss ${unseenLoss.toFixed(4)} on unseen sequences`);
      draw();
      await trial.ask();
    },
    onBreath: () => trial.ask(),
  });
}

const draw = throttle(show);

function show(): void {
  const first = curve.y.slice(0, 3);
  const highest = first.length > 0 ? Math.max(0.001, ...first) * 1.25 : 1; // or the empty axis counts in thousandths
  chart.frame({ x: [0, task.epochs * batches], y: [0, highest], levels: [] });
  chart.draw(curve, rings);
  const { kind, level } = task.measure;
  const line = new Curve(1);
  for (const { length, value } of marks) line.push(length, value);
  const top = kind === 'share' ? 1.05 : Math.max(level.value * 1.5, ...marks.map(({ value }) => value * 1.1));
  const label = `${level.label} ${kind === 'share' ? percent(level.value) : level.value.toFixed(3)}`;
  lengths.frame({ x: [0, design.length * 4 + 1], y: [0, top], levels: [{ value: level.value, label }] });
  lengths.draw(line, marks.filter(({ length }) => length === design.length).map(({ length, value }) => ({ x: length, y: value })));
  lengths.describe(marks.length ? `${task.measure.name}: ${marks.map((mark) => `${said(mark)} at length ${mark.length}`).join(', ')}` : `${task.measure.name} by length, empty until the training starts`);
}

const said = ({ value }: Mark): string => (task.measure.kind === 'share' ? percent(value) : value.toFixed(4));

function verdict(): string {
  const here = marks.find(({ length }) => length === design.length)!;
  const far = marks.at(-1)!;
  return `${task.measure.name.toLowerCase()} ${said(here)} at length ${here.length}, as trained, and ${said(far)} at ${far.length}.`;
}
