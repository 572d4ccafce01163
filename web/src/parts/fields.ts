// Form fields that show and change one setting each.
import { byId, make, write } from '../basics/dom';
import { count } from '../basics/format';
import { chosen, set, type Keys } from '../basics/state';

export function select<Of extends Keys>(keys: Of, key: keyof Of & string): void {
  const field = byId<HTMLSelectElement>(key);
  for (const option of keys[key]!.options) {
    const text = typeof option === 'number' && option >= 1 ? count(option) : String(option);
    field.append(make('option', { value: String(option) }, text));
  }
  bind(field, keys, key);
}

export function slider<Of extends Keys>(keys: Of, key: keyof Of & string): void {
  const field = byId<HTMLInputElement>(key);
  const shown = byId(`${key}-value`);
  bind(field, keys, key);
  const show = () => write(shown, String(chosen(keys, key)));
  addEventListener('settings', show);
  show();
}

export function radios<Of extends Keys>(keys: Of, key: keyof Of & string): void {
  for (const field of document.querySelectorAll<HTMLInputElement>(`input[name=${key}]`)) {
    const show = () => (field.checked = field.value === String(chosen(keys, key)));
    field.addEventListener('change', () => set(keys, key, field.value));
    addEventListener('settings', show);
    show();
  }
}

/** A field for any value that the key can parse; what it can't is put right when the field is left. */
export function typed<Of extends Keys>(keys: Of, key: keyof Of & string): void {
  const field = byId<HTMLInputElement | HTMLTextAreaElement>(key);
  const show = () => (field.value = String(chosen(keys, key)));
  field.addEventListener('input', () => {
    if (keys[key]!.parse(field.value) !== undefined) set(keys, key, field.value);
  });
  field.addEventListener('change', show);
  addEventListener('settings', () => document.activeElement !== field && show());
  show();
}

function bind(field: HTMLSelectElement | HTMLInputElement, keys: Keys, key: string): void {
  const show = () => (field.value = String(chosen(keys, key)));
  field.addEventListener('input', () => set(keys, key, field.value));
  addEventListener('settings', show);
  show();
}
