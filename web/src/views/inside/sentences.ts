// What the look inside says in words: the alternative to its pictures.
import { count, figure } from '../../basics/format';
import { quantities } from '../../parts/heat/field';
import { visible, type Place } from '../../parts/heat/heat-map';
import type { Follower } from './followers';
import { settings } from './keys';
import { inWords } from './memory';
import type { Shown } from './shown';

const shownName = () => `${quantities[settings.gate].name} ${settings.gate}`;

/** The value at a place. */
export function ofPlace({ reading: { characters, noun }, field }: Shown, { step, unit }: Place): string {
  const before = characters.slice(Math.max(0, step - 8), step).map(visible).join('');
  const where = `${noun === 'word' ? 'Word' : 'Character'} ${step + 1}, “${visible(characters[step]!)}”${before && ` after “${before}”`}`;
  return `${where}: the ${shownName()} of unit ${unit} is ${figure(field.values[step * field.units + unit]!, 3)}.`;
}

export function ofUnit({ reading, layer }: Shown, unit: number, followers: readonly Follower[]): string {
  const memory = `Half of what it holds is left after ${inWords(reading.layers[layer]!.halfLives[unit]!, reading.noun)}.`;
  const best = followers.find((follower) => follower.unit === unit && Math.abs(follower.r) > follower.chance);
  if (!best) return memory;
  return `${memory} It follows “${best.property}” (r ${figure(best.r)}) more closely than any other unit.`;
}

export function ofMap({ reading: { noun }, layer, field: { units, steps, low, high } }: Shown): { label: string; hint: string } {
  return {
    label: `The ${shownName()} in layer ${layer + 1}: ${units} units by ${steps} ${noun}s`,
    hint:
      `A row a unit, a column a ${noun}; the colours reach from ${figure(low, 1)} to ${figure(high, 1)}. Click a place, or use ` +
      `the arrow keys: left and right for the ${noun}, up and down for the unit, with Shift ten at a time.`,
  };
}

export function ofFollowers({ reading: { noun }, layer, field: { steps } }: Shown): string {
  return (
    `r is the correlation of the ${shownName()} in layer ${layer + 1} with each property over these ${count(steps)} ${noun}s. ` +
    'Inside the grey it may be chance: so far some unit gets with the same property of another place of the text.'
  );
}
