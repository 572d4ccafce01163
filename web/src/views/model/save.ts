// The model as files, for here or for elsewhere.
import { byId, complain, make, write } from '../../basics/dom';
import { words } from '../../basics/format';
import { call } from './importer/call';
import type { Elsewhere, Written } from './importer/write';
import { subject } from './subject';

const format = byId<HTMLSelectElement>('save-as');
const button = byId<HTMLButtonElement>('save');
const optimizer = byId<HTMLInputElement>('save-optimizer');
const links = byId('saved');

const about: Record<'ours' | Elsewhere, string> = {
  ours: 'For this page and loadModel; PyTorch reads its weights as they are.',
  tfjs: 'model.json and weights.bin, for tf.loadLayersModel; its converter makes Keras files of them.',
  onnx: 'For ONNX Runtime and others that read ONNX.',
  pytorch: 'A module, a script that trains it on, and the weights.',
};

const chosen = () => format.value as 'ours' | Elsewhere;

export function setUpSaving(): void {
  button.addEventListener('click', () => void save());
  format.addEventListener('change', () => {
    forget();
    showSaving();
  });
}

export function showSaving(): void {
  const { name, opened } = subject;
  button.disabled = name === undefined;
  byId('save-learning').hidden = chosen() !== 'ours' || (opened !== undefined && !opened.bench);
  write(byId('save-what'), name === undefined ? 'There is nothing to save yet.' : `“${name}”. ${about[chosen()]}`);
}

async function filesFor(as: 'ours' | Elsewhere, name: string): Promise<Written> {
  const given = await subject.given(as === 'ours' && optimizer.checked);
  if (as === 'ours') return { files: { [`${name}.safetensors`]: given.bytes }, notes: [] };
  return call((importer) => importer.written(as, given, name));
}

async function save(): Promise<void> {
  complain(byId('save-error'), '');
  forget();
  try {
    const { files, notes } = await filesFor(chosen(), subject.name!);
    const made = Object.entries(files).map(linkTo);
    links.replaceChildren(...made.map((link) => make('li', {}, link)), ...notes.map((note) => make('li', { className: 'hint' }, note)));
    for (const link of made) link.click();
  } catch (error) {
    complain(byId('save-error'), `${words(error)}.`);
  }
}

/** It stays, where a browser saves but one file at a time. */
function linkTo([name, bytes]: [string, Uint8Array]): HTMLAnchorElement {
  const href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }));
  return make('a', { href, download: name, textContent: name });
}

/** Of a model that was here before. */
export function forget(): void {
  for (const { href } of links.querySelectorAll('a')) URL.revokeObjectURL(href);
  links.replaceChildren();
}
