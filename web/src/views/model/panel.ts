// What was opened: whose it is, its layers and sizes, and what was changed on the way.
import { byId, make, write } from '../../basics/dom';
import { count, plural } from '../../basics/format';
import type { Kind } from './importer/kind';
import { subject, type Model } from './subject';

const titles: Record<Kind, string> = {
  ours: 'lstm-wasm',
  keras: 'Keras',
  tfjs: 'TensorFlow.js',
  pytorch: 'PyTorch, a state dict',
  onnx: 'ONNX',
  ml5: 'ml5, charRNN',
};

export function showPanel(): void {
  byId('opened').hidden = !subject.opened;
}

/** With a model that has just come. */
export function fillPanel(model: Model): void {
  write(byId('opened-title'), model.name);
  byId('opened-facts').replaceChildren(...factsOf(model).map(([term, value]) => make('div', {}, make('dt', { textContent: term }), make('dd', { textContent: value }))));
  byId('opened-layers').replaceChildren(...rowsOf(model.summary));
  byId('opened-notes').replaceChildren(...model.notes.map((textContent) => make('li', { textContent })));
  byId('opened-changed').hidden = model.notes.length === 0;
}

const units = ['bytes', 'kB', 'MB'];

/** 1.2 MB */
function sizeOf(bytes: number): string {
  const thousands = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** thousands;
  return `${thousands === 0 ? count(value) : value.toPrecision(3)} ${units[thousands]}`;
}

const factsOf = ({ kind, names, size, parameters }: Model): [string, string][] => [
  ['Format', titles[kind]],
  [names.length === 1 ? 'File' : plural(names.length, 'file'), sizeOf(size)],
  ['Parameters', count(parameters)],
  ['As 32-bit floats', sizeOf(4 * parameters)],
];

/** The lines of the package's table that have a shape: what they count, and how, are columns here. */
function rowsOf(summary: string): HTMLElement[] {
  return summary.split('\n').flatMap((line) => {
    const [, layer, shape, parameters] = /^(.+?)\s+(\[B, .*\])\s+(\d+)$/.exec(line) ?? [];
    if (layer === undefined) return [];
    return [make('tr', {}, make('th', { scope: 'row', textContent: layer }), make('td', { textContent: shape! }), make('td', { textContent: count(Number(parameters)) }))];
  });
}
