// Form fields that show and change one setting each.
import { byId, make, write } from './dom';
import { count } from './format';
import { options, parses, set, settings, type Key } from './state';

export function select(key: Key): void {
  const field = byId<HTMLSelectElement>(key);
  for (const option of options(key)) {
    const text = typeof option === 'number' && option >= 1 ? count(option) : String(option);
    field.append(make('option', { value: String(option) }, text));
  }
  bind(field, key);
}

export function slider(key: Key): void {
  const field = byId<HTMLInputElement>(key);
  const shown = byId(`${key}-value`);
  bind(field, key);
  const show = () => write(shown, String(settings[key]));
  addEventListener('settings', show);
  show();
}

export function radios(key: Key): void {
  for (const field of document.querySelectorAll<HTMLInputElement>(`input[name=${key}]`)) {
    const show = () => (field.checked = field.value === String(settings[key]));
    field.addEventListener('change', () => set(key, field.value));
    addEventListener('settings', show);
    show();
  }
}

/** A field for any value that the key can parse; what it can't is put right when the field is left. */
export function typed(key: Key): void {
  const field = byId<HTMLInputElement | HTMLTextAreaElement>(key);
  const show = () => (field.value = String(settings[key]));
  field.addEventListener('input', () => {
    if (parses(key, field.value)) set(key, field.value);
  });
  field.addEventListener('change', show);
  addEventListener('settings', () => document.activeElement !== field && show());
  show();
}

function bind(field: HTMLSelectElement | HTMLInputElement, key: Key): void {
  const show = () => (field.value = String(settings[key]));
  field.addEventListener('input', () => set(key, field.value));
  addEventListener('settings', show);
  show();
}
