// The model on the bench as a file, as an address and as code.
import { byId, complain, write } from '../../basics/dom';
import { count, words } from '../../basics/format';
import { address } from '../../basics/state';
import type { View } from '../../parts/view';
import { titleOf, workbench, type Bench } from '../../parts/workbench';
import { setUpCopying } from './copy';
import { fileName, readModel } from './file';
import { python } from './python';
import { javascript } from './recipe';

const save = byId<HTMLButtonElement>('save');
const load = byId<HTMLInputElement>('load');

save.addEventListener('click', () => void download());
load.addEventListener('change', () => {
  const file = load.files?.[0];
  load.value = ''; // so that the same file can be chosen again
  if (file) void take(file);
});
addEventListener('settings', show);
addEventListener('training', show);
workbench.onChange(show);
setUpCopying();

export const view: View = { show };

function show(): void {
  const { bench } = workbench;
  byId<HTMLInputElement>('link').value = new URL(address('text'), location.href).href;
  save.disabled = !bench;
  write(byId('save-what'), bench ? `${fileName(bench)}, ${count(bench.tokenizer.vocabulary.length)} characters in its vocabulary.` : 'There is nothing to save yet.');
  write(byId('js'), bench ? javascript(bench, fileName(bench)) : '');
  void showPython(bench);
  write(byId('js-hint'), `After npm install lstm-wasm, these lines ${what(bench)}.`);
}

/** The package writes it, of what the model's file says. */
async function showPython(bench: Bench | undefined): Promise<void> {
  const source = bench && (await python(bench.model));
  if (bench === workbench.bench) write(byId('python'), source ?? '');
}

function what(bench: Bench | undefined): string {
  if (!bench?.recipe) return 'load the saved file';
  return bench.recipe.changed
    ? 'make such a network again (not the very same: its learning rate was changed on the way)'
    : 'make this very network again';
}

async function download(): Promise<void> {
  complain(byId('save-error'), '');
  try {
    await workbench.use(async (bench) => {
      const bytes = await bench.model.save({ optimizer: byId<HTMLInputElement>('save-optimizer').checked });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }));
      link.download = fileName(bench);
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    });
  } catch (error) {
    complain(byId('save-error'), words(error));
  }
}

async function take(file: File): Promise<void> {
  complain(byId('load-error'), '');
  write(byId('load-words'), '');
  try {
    const bench = await readModel(file);
    await workbench.training?.stop();
    workbench.put(bench);
    write(byId('load-words'), `“${file.name}” is here: ${titleOf(bench)}. Write with it, or look inside.`);
  } catch (error) {
    complain(byId('load-error'), words(error));
  }
}
