// Gates over time while the network reads one sequence: a heat map, and the cell of every unit as lines.
import { byId, write } from '../../basics/dom';
import { figure } from '../../basics/format';
import { select } from '../../parts/fields';
import { field, quantities, type Field } from '../../parts/heat/field';
import { HeatMap, type Place } from '../../parts/heat/heat-map';
import { showScale } from '../../parts/heat/legend';
import { keys, settings } from './keys';
import { drawLines, type Line } from './lines';
import type { States } from './states';

export class Traces {
  readonly #map = new HeatMap(byId('trace-map'), {
    onSelect: (place) => {
      this.#chosen = true;
      this.#select(place);
    },
    onHover: (place) => this.#tell(place ?? this.#place),
  });
  #states: States | undefined;
  #labels: string[] = [];
  #field: Field | undefined;
  #place: Place = { step: 0, unit: 0 };
  #chosen = false; // by the visitor

  constructor() {
    select(keys, 'trace');
    for (const option of byId<HTMLSelectElement>('trace').options) {
      option.textContent = `${option.value}, ${quantities[option.value as keyof States].name}`;
    }
    addEventListener('settings', () => this.#draw());
  }

  /** `labels`: a word or sign a step. */
  show(states: States, labels: string[]): void {
    this.#states = states;
    this.#labels = labels;
    if (!this.#chosen) this.#place = { step: 0, unit: liveliest(states.c, states.c.length / labels.length) };
    this.#draw();
  }

  #draw(): void {
    if (!this.#states) return;
    const values = this.#states[settings.trace];
    const steps = this.#labels.length;
    this.#field = field(settings.trace, values, values.length / steps);
    this.#map.show(this.#field, this.#labels);
    showScale(byId('trace-scale'), this.#field);
    const name = quantities[settings.trace].name;
    byId('trace-map').setAttribute('aria-label', `The ${name} ${settings.trace}: ${this.#field.units} units by ${steps} steps`);
    this.#select({ step: Math.min(this.#place.step, steps - 1), unit: Math.min(this.#place.unit, this.#field.units - 1) });
  }

  #select(place: Place): void {
    this.#place = place;
    this.#map.select(place);
    const { c } = this.#states!;
    const { units, steps } = this.#field!;
    const cell = (unit: number) => Float32Array.from({ length: steps }, (_, t) => c[t * units + unit]!);
    const lines: Line[] = Array.from({ length: units }, (_, unit) => ({ values: cell(unit), kind: 'line' as const }));
    const { low, high } = drawLines(byId('trace-lines'), [...lines, { values: cell(place.unit), kind: 'line-chosen' }]);
    write(byId('trace-range'), `from ${figure(low, 1)} to ${figure(high, 1)}; unit ${place.unit} in bold`);
    this.#tell(place);
  }

  #tell({ step, unit }: Place): void {
    if (!this.#field) return;
    const { name } = quantities[settings.trace];
    const value = figure(this.#field.values[step * this.#field.units + unit]!, 3);
    const label = this.#labels[step];
    write(byId('trace-readout'), `Step ${step + 1}${label && `, “${label}”`}: the ${name} ${settings.trace} of unit ${unit} is ${value}.`);
  }
}

/** The unit whose values reach farthest, from their lowest to their highest. */
function liveliest(values: Float32Array, units: number): number {
  const reach = (unit: number) => {
    const its = values.filter((_, at) => at % units === unit);
    return Math.max(...its) - Math.min(...its);
  };
  let best = 0;
  for (let unit = 1; unit < units; unit++) if (reach(unit) > reach(best)) best = unit;
  return best;
}
