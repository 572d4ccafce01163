// Layers as the JavaScript that makes them.
import type { Layer } from '../../api/layers.js';

function written(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll(/['\\]/g, '\\$&').replaceAll('\n', '\\n')}'`;
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  return value instanceof Object ? made(value as Layer) : String(value);
}

function made({ type, ...options }: Layer): string {
  const list = Object.entries(options).map(([name, value]) => `${name}: ${written(value)}`);
  return `layers.${type}(${list.length > 0 ? `{ ${list.join(', ')} }` : ''})`;
}

/** A line each. */
export const codeOf = (list: readonly Layer[]): string => `[\n${list.map((layer) => `  ${made(layer)},\n`).join('')}]`;
