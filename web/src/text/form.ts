// The form of the text lab, and what it amounts to in words.
import { byId, write } from '../frame/dom';
import { radios, select } from '../frame/fields';
import { count } from '../frame/format';
import { settings } from '../frame/state';
import type { Plan } from './plan';
import { embeddingDim } from './training';

export function setUpForm(start: () => void): void {
  radios('source');
  for (const key of ['units', 'layers', 'steps', 'rate'] as const) select(key);
  const show = () => (byId('own-field').hidden = settings.source === 'book');
  addEventListener('settings', show);
  show();
  byId('settings').addEventListener('submit', (event) => {
    event.preventDefault();
    byId('text-run').scrollIntoView({ block: 'center' });
    start();
  });
}

/** The model and its diet, as one line. */
export function describe(vocabulary: number, { length, batchSize, sequenceLength }: Plan): string {
  const { units, layers } = settings;
  const lstm = `LSTM ${units}`;
  return (
    `${count(length)} characters, ${vocabulary} different. ` +
    `Embedding ${embeddingDim} → ${layers === 2 ? `${lstm} → ${lstm}` : lstm} → ${vocabulary}: ` +
    `${count(parameters(vocabulary, units, layers))} parameters. ` +
    `Each step reads ${batchSize === 1 ? 'one place' : `${batchSize} places`} of the text at once, ${sequenceLength} characters at each.`
  );
}

export function showSource(name: string, line: string): void {
  write(byId('source-name'), name);
  write(byId('plan'), line);
}

function parameters(vocabulary: number, units: number, layers: number): number {
  const lstm = (inputs: number) => 4 * units * (inputs + units + 1);
  return vocabulary * embeddingDim + lstm(embeddingDim) + (layers - 1) * lstm(units) + vocabulary * (units + 1);
}
