// What a format has no place for is refused by layer, option and value.
import type { SavedLayer } from './saved.js';

const quoted = (value: unknown) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));

/**
 * @param wanted - what the format has
 * @param advice - what would make the model one that it has
 */
export function refusal({ name, type }: SavedLayer, option: string, wanted: unknown, came: unknown, advice: string): TypeError {
  return new TypeError(`lstm: expected ${option} ${quoted(wanted)} in '${name}' (${type}), got ${quoted(came)}; ${advice}`);
}
