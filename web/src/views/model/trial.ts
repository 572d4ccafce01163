// An example for the model that was opened: what it predicts, and how long it takes.
import { byId, complain, make, write } from '../../basics/dom';
import { about, count, words } from '../../basics/format';
import { engineOf } from './engines';
import { call } from './importer/call';
import type { ModelInput } from './importer/said';
import type { Part, Trial } from './importer/trial';
import { subject, type Model } from './subject';
import { listOf } from './values';

const steps = byId<HTMLInputElement>('trial-steps');
const example = byId<HTMLInputElement>('trial-example');
const error = byId('trial-error');

byId('trial').addEventListener('submit', (event) => {
  event.preventDefault();
  void predict();
});

/** The first example of a model that has just come. */
export function tryAnew({ inputs }: Model): void {
  byId('trial-free').hidden = !inputs.some(({ shape }) => shape.includes(null));
  example.value = '1';
  clear();
  void predict();
}

async function predict(): Promise<void> {
  const model = subject.opened!;
  const [length, which] = [steps.valueAsNumber, example.valueAsNumber];
  complain(error, steps.checkValidity() && example.checkValidity() ? '' : 'Both are whole numbers from 1: at most 1,000 steps.');
  if (!error.hidden) return;
  try {
    const trial = await call((importer) => importer.predict(length, which));
    if (model === subject.opened) show(model, length, trial);
  } catch (cause) {
    if (model !== subject.opened) return;
    clear();
    complain(error, `${words(cause)}.`);
  }
}

function clear(): void {
  byId('trial-outputs').replaceChildren();
  for (const id of ['trial-input', 'trial-time', 'trial-engine']) write(byId(id), '');
}

function show(model: Model, length: number, { outputs, milliseconds, predictions }: Trial): void {
  write(byId('trial-input'), `Given: ${model.inputs.map((input) => described(input, length)).join('; ')}.`);
  byId('trial-outputs').replaceChildren(...outputs.flatMap((output, n) => [titleOf(output, outputs.length > 1 ? ` ${n + 1}` : '', model.isText), listOf(output, model.bench?.tokenizer.vocabulary)]));
  write(byId('trial-time'), `${about(milliseconds)} ms a prediction: the median of ${count(predictions)}, one sequence, one thread, in this browser.`);
  write(byId('trial-engine'), engineOf(model.kind));
}

function described({ shape, tokens }: ModelInput, length: number): string {
  const extents = [1, ...shape.map((extent) => extent ?? length)].join(', ');
  return tokens === undefined ? `random numbers in −1 to 1, [${extents}]` : `random tokens of ${count(tokens)}, [${extents}]`;
}

function titleOf({ shape }: Part, number: string, isText: boolean): HTMLElement {
  const last = shape.length > 2 ? `, of its last step` : '';
  return make('h4', { textContent: isText ? 'What could come next' : `Output${number} [${shape.join(', ')}]${last}` });
}
