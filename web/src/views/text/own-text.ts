// The visitor's own text: pasted, or a file that is chosen or dropped; its size; what is wrong with it.
import { tokenizers } from 'lstm-wasm/worker';
import { byId, complain, write } from '../../basics/dom';
import { count, plural, words } from '../../basics/format';
import { set } from '../../basics/state';
import { keys, settings } from './keys';
import { longest, mostCharacters, objection } from './plan';
import { readText } from './text-file';

const field = byId<HTMLTextAreaElement>('own');
const error = byId('own-error');
const size = byId('own-size');
const chooser = byId<HTMLInputElement>('own-file');
const page = byId('view-text');

/** Kept apart from the field: a browser takes long to lay out a book in one. */
let whole: string | undefined;
const shown = 20_000;

export const ownText = (): string => whole ?? field.value;

export function setOwnText(text: string): void {
  whole = text.length > shown ? text : undefined;
  field.value = text.slice(0, shown);
  field.readOnly = whole !== undefined;
  measure();
}

/** Where an error about the text is said, if it is about this one. */
export function onOwnText(cause: unknown): HTMLElement | undefined {
  if (settings.source !== 'own' || !(cause instanceof RangeError)) return undefined;
  field.setAttribute('aria-invalid', 'true');
  field.focus();
  return error;
}

/** Calls when there is another text. */
export function setUpOwnText(onText: () => void): void {
  field.addEventListener('input', () => {
    measure();
    onText();
  });
  field.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.getData('text') ?? '';
    if (field.value.length + pasted.length <= shown) return;
    event.preventDefault();
    setOwnText(field.value.slice(0, field.selectionStart) + pasted + field.value.slice(field.selectionEnd));
    onText();
  });
  byId('own-clear').addEventListener('click', () => {
    setOwnText('');
    field.focus();
    onText();
  });
  const take = async (file: File | undefined) => {
    if (!file) return;
    set(keys, 'source', 'own');
    try {
      setOwnText(await readText(file));
      onText();
    } catch (cause) {
      complain(error, words(cause));
    }
  };
  chooser.addEventListener('change', () => {
    void take(chooser.files?.[0]);
    chooser.value = ''; // so that the same file can be chosen again
  });
  page.addEventListener('dragover', (event) => {
    event.preventDefault();
    page.classList.add('dropping');
  });
  page.addEventListener('dragleave', (event) => {
    if (!page.contains(event.relatedTarget as Node | null)) page.classList.remove('dropping');
  });
  page.addEventListener('drop', (event) => {
    event.preventDefault();
    page.classList.remove('dropping');
    void take(event.dataTransfer?.files[0]);
  });
}

function measure(): void {
  const text = ownText();
  field.removeAttribute('aria-invalid');
  complain(error, text.length > longest ? objection(text) : '');
  byId('own-clear').hidden = text === '';
  if (text === '') {
    write(size, '');
    return;
  }
  const different = tokenizers.char(text).vocabulary.length;
  write(size, `${plural(text.length, 'character')}, ${count(different)} different.${whole ? ' The beginning is shown.' : ''}`);
  if (different > mostCharacters) complain(error, `That is more different characters than this page takes: ${count(mostCharacters)}.`);
}
