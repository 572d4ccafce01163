// Opens files that were given; a state dict's layers are guessed, and have to be confirmed.
import { byId, complain, make, write } from '../../basics/dom';
import { words } from '../../basics/format';
import { titleOf } from '../../parts/workbench';
import { call } from './importer/call';
import type { Guess, Opened } from './importer/open';
import { subject, type Model } from './subject';

const mostBytes = 500e6;
const [error, status, question] = ['load-error', 'load-words', 'guess'].map((id) => byId(id)) as [HTMLElement, HTMLElement, HTMLElement];

const nameOf = (files: File[]) => (files.length === 1 ? files[0]!.name : `${files.length} files`);

let openings = 0;

/** `guess`: what was made of these files before, and confirmed. `onOpened` when there is another model. */
export async function open(files: File[], onOpened: () => void, guess?: Guess): Promise<void> {
  const opening = ++openings;
  complain(error, '');
  question.hidden = true;
  const refuse = (why: string) => complain(error, `“${nameOf(files)}” is not a network that this page can read: ${why}.`);
  const objection = objectionTo(files);
  write(status, objection ? '' : `Opening “${nameOf(files)}” …`);
  if (objection) return refuse(objection);
  try {
    const opened = await call<Opened | Guess>((importer) => importer.open(files, guess?.layers));
    if (opening !== openings) return; // others were given meanwhile
    if ('code' in opened) return ask(files, opened, onOpened);
    await put(opened, guess);
    onOpened();
    if (guess) byId('opened-title').focus(); // the button that it came by is gone
  } catch (cause) {
    if (opening !== openings) return;
    write(status, '');
    refuse(words(cause));
  }
}

function objectionTo(files: File[]): string {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size === 0) return 'it is empty';
  return size > mostBytes ? `it has ${Math.round(size / 1e6)} MB` : '';
}

async function put(opened: Opened, guess: Guess | undefined): Promise<void> {
  const name = opened.kind === 'ml5' ? 'charRNN' : opened.names[0]!;
  await subject.put({ ...opened, name, ...(guess && { layers: guess.code }) });
  write(status, `“${name}” is here: ${whatIs(subject.opened!)}`);
}

function whatIs({ bench, inputs }: Model): string {
  if (bench) return `${titleOf(bench)}. Write with it, or look inside.`;
  return `its layers, and what it predicts, are below${inputs.length > 1 ? `; it reads ${inputs.length} inputs` : ''}.`;
}

/** The visitor knows what the file does not say. */
function ask(files: File[], guess: Guess, onOpened: () => void): void {
  write(status, `“${nameOf(files)}” holds weights, and does not say of which layers.`);
  write(byId('guess-code'), guess.code);
  byId('guess-notes').replaceChildren(...guess.notes.map((textContent) => make('li', { textContent })));
  byId('guess-yes').onclick = () => void open(files, onOpened, guess);
  question.hidden = false;
}
