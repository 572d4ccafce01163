// The model that is here as a file, as an address and as code; and files of others.
import { byId, write } from '../../basics/dom';
import { words } from '../../basics/format';
import { address } from '../../basics/state';
import { setUpCopying } from '../../parts/copy';
import type { View } from '../../parts/view';
import { workbench } from '../../parts/workbench';
import { call } from './importer/call';
import { open } from './opening';
import { fillPanel, showPanel } from './panel';
import { javascript, opening } from './recipe';
import { forget, setUpSaving, showSaving } from './save';
import { subject } from './subject';
import { setUpTaking } from './take';
import { tryAnew } from './trial';

addEventListener('settings', show);
addEventListener('training', show);
workbench.onChange(show);
setUpCopying(byId('view-model'));
setUpSaving();
setUpTaking((files) => void open(files, onOpened));
byId('opened-close').addEventListener('click', () => {
  subject.close();
  forget();
  write(byId('load-words'), '');
  show();
  byId('load').focus();
});

export const view: View = { show };

function onOpened(): void {
  forget();
  fillPanel(subject.opened!);
  tryAnew(subject.opened!);
  show();
}

function show(): void {
  byId<HTMLInputElement>('link').value = new URL(address('text'), location.href).href;
  showPanel();
  showSaving();
  showJavaScript();
  void showPython();
}

function showJavaScript(): void {
  const { opened, name } = subject;
  const { bench } = workbench;
  const isOthers = opened && opened.kind !== 'ours';
  write(byId('js'), isOthers || (opened && !opened.bench) ? opening(opened) : bench ? javascript(bench, `${name}.safetensors`) : '');
  write(byId('js-hint'), `After npm install lstm-wasm, these lines ${isOthers ? 'open the files' : what()}.`);
}

function what(): string {
  const recipe = subject.opened ? undefined : workbench.bench?.recipe;
  if (!recipe) return 'load the saved file';
  return recipe.changed
    ? 'make such a network again (not the very same: its learning rate was changed on the way)'
    : 'make this very network again';
}

const pythonHint = 'As model.py, it gives this network with the weights of the saved file: load(‘…’). Of a text network, its vocabulary is in the file, too.';

/** A model's module in PyTorch: as its layers do not change, it is written once. */
const modules = new WeakMap<object, Promise<{ source: string; hint: string }>>();

async function pythonOf(): Promise<{ source: string; hint: string }> {
  try {
    const given = await subject.asItIs();
    const { files } = await call((importer) => importer.written('pytorch', given, 'model'));
    return { source: new TextDecoder().decode(files['model.py']), hint: pythonHint };
  } catch (error) {
    return { source: '', hint: `${words(error)}.` };
  }
}

async function showPython(): Promise<void> {
  const of = subject.opened ?? workbench.bench?.model;
  if (of && !modules.has(of)) modules.set(of, pythonOf());
  const python = of ? await modules.get(of)! : { source: '', hint: pythonHint };
  if (of !== (subject.opened ?? workbench.bench?.model)) return; // another model is here by now
  write(byId('python'), python.source);
  write(byId('python-hint'), python.hint);
}
