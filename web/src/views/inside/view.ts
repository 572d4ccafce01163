// A look inside the model on the bench: what it reads, every unit over time, and the unit chosen.
import { byId, complain, write } from '../../basics/dom';
import { radios } from '../../parts/fields';
import { count, words } from '../../basics/format';
import { set, view as onShow } from '../../basics/state';
import { throttle } from '../../basics/throttle';
import type { View } from '../../parts/view';
import { field } from '../../parts/heat/field';
import { HeatMap, type Place } from '../../parts/heat/heat-map';
import { showScale } from '../../parts/heat/legend';
import { turn } from '../../basics/turn';
import { workbench } from '../../parts/workbench';
import { ColouredText } from './coloured-text';
import { followersOf, type Follower } from './followers';
import { FollowersList } from './followers-list';
import { keys, settings } from './keys';
import { MemoryStrips } from './memory-strip';
import { propertiesOf } from './properties';
import { limitOf, object, passage, read, type Reading } from './reading';
import { ofFollowers, ofMap, ofPlace, ofUnit } from './sentences';
import type { Shown } from './shown';
import { Thumbnails } from './thumbnails';

const input = byId<HTMLTextAreaElement>('inside-text');
const error = byId('inside-error');
const unitField = byId<HTMLInputElement>('unit');

const map = new HeatMap(byId('inside-map'), {
  onSelect: (place) => choose(place),
  onHover: (place) => shown && write(byId('inside-readout'), ofPlace(shown, place ?? selected(shown))),
});
const coloured = new ColouredText((at) => shown && choose({ step: at, unit: selected(shown).unit }));
const list = new FollowersList((unit) => choose({ step, unit }));
const strips = new MemoryStrips((layer, unit) => {
  set(keys, 'layer', String(layer + 1));
  choose({ step, unit });
});
const thumbnails = new Thumbnails();

let reading: Reading | undefined;
let shown: Shown | undefined;
let followers: Follower[] = [];
let telling = 0; // the unit on show until the visitor chooses one
let step = 0;
let asked = 0;

for (const key of ['layer', 'rows', 'zoom'] as const) radios(keys, key);
addEventListener('settings', () => void show());
addEventListener('training', throttle(() => void follow(), 2000));
workbench.onChange(() => void begin());
input.addEventListener('input', throttle(() => void take(), 300));
byId('inside-passage').addEventListener('click', () => void another(Math.random()));
unitField.addEventListener('input', () => {
  const unit = unitField.valueAsNumber;
  if (shown && Number.isInteger(unit) && unit >= 0 && unit < shown.field.units) choose({ step, unit });
});

export const view: View = { show: () => void begin() };

/** Another model reads what is there if it can, or a passage of its own text. */
async function begin(): Promise<void> {
  const { bench } = workbench;
  byId('inside-empty').hidden = bench !== undefined;
  byId('inside-bench').hidden = bench === undefined;
  if (!bench || onShow !== 'inside') return;
  write(byId('inside-limit'), count(limitOf(bench)));
  if (input.value === '' || object(input.value, bench)) await another(0);
  else await take();
}

async function another(at: number): Promise<void> {
  const { bench } = workbench;
  if (!bench) return;
  const text = await passage(bench, at);
  if (bench !== workbench.bench) return;
  input.value = text;
  step = 0;
  await take();
}

/** While it learns, the picture follows; but nothing is taken from under the visitor's keys. */
async function follow(): Promise<void> {
  const busy = byId('followers').contains(document.activeElement);
  if (onShow === 'inside' && workbench.training?.started && error.hidden && !busy) await take();
}

async function take(): Promise<void> {
  const { bench } = workbench;
  if (!bench) return;
  const objection = object(input.value, bench);
  complain(error, objection);
  input.setAttribute('aria-invalid', String(objection !== ''));
  if (objection) return;
  const mine = ++asked;
  try {
    const taken = await read(input.value);
    if (mine !== asked) return; // another text meanwhile
    reading = taken;
    await show();
  } catch (problem) {
    if (bench === workbench.bench) complain(error, words(problem)); // else it went with its model
  }
}

/** In turns, so that none of them takes long. */
async function show(): Promise<void> {
  await turn();
  if (!reading || onShow !== 'inside') return;
  const layer = Math.min(settings.layer, reading.layers.length) - 1;
  const { units, values, orders } = reading.layers[layer]!;
  const now: Shown = { reading, layer, field: field(settings.gate, values[settings.gate], units) };
  const fresh = shown?.field.values !== now.field.values;
  const other = shown?.reading !== reading;
  shown = now;
  map.show(now.field, reading.characters, { order: orders[settings.rows], whole: settings.zoom === 'whole' });
  showScale(byId('inside-scale'), now.field);
  showLayers(reading.layers.length);
  unitField.max = String(units - 1);
  byId('inside-map').setAttribute('aria-label', ofMap(now).label);
  write(byId('map-words'), ofMap(now).hint);
  if (other) {
    await turn();
    strips.show(reading.layers, reading.noun);
  }
  if (fresh) {
    const found = await followersOf(propertiesOf(reading.characters), now.field.values, units);
    if (shown !== now) return;
    followers = found;
    if (settings.unit < 0 && !followers.some(({ unit }) => unit === telling)) telling = followers[0]?.unit ?? 0;
    list.show(followers);
    write(byId('followers-hint'), ofFollowers(now));
  }
  await turn();
  if (shown === now) showSelected();
  if (fresh || other) await thumbnails.show(values, units, orders[settings.rows]);
}

/** The step and the unit that are chosen, as far as there are such. */
function selected({ field: { steps, units } }: Shown): Place {
  return { step: Math.min(step, steps - 1), unit: Math.min(settings.unit < 0 ? telling : settings.unit, units - 1) };
}

function choose(place: Place): void {
  step = place.step;
  if (place.unit === settings.unit) showSelected();
  else set(keys, 'unit', String(place.unit));
}

function showSelected(): void {
  if (!shown) return;
  const place = selected(shown);
  map.select(place);
  if (document.activeElement !== unitField) unitField.value = String(place.unit);
  coloured.show(shown.reading.characters, shown.field, place.unit);
  coloured.mark(place.step);
  list.select(place.unit);
  strips.select(shown.layer, place.unit);
  write(byId('unit-words'), ofUnit(shown, place.unit, followers));
  write(byId('inside-readout'), ofPlace(shown, place));
}

function showLayers(count: number): void {
  byId('layers-shown').hidden = count === 1;
  for (const radio of byId('layers-shown').querySelectorAll('input')) radio.parentElement!.hidden = Number(radio.value) > count;
}
