// The field for the visitor's own text, and what is wrong with the text in it.
import { byId, complain } from '../frame/dom';
import { settings } from '../frame/state';

const field = byId<HTMLTextAreaElement>('own');
const error = byId('own-error');

export function ownText(): string {
  complain(error, '');
  field.removeAttribute('aria-invalid');
  return field.value;
}

/** Where an error about the text is said, if it is about this one. */
export function onOwnText(cause: unknown): HTMLElement | undefined {
  if (settings.source !== 'own' || !(cause instanceof RangeError)) return undefined;
  field.setAttribute('aria-invalid', 'true');
  field.focus();
  return error;
}
