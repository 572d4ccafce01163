// The text, every character on the colour of one unit's value there.
import { byId, make } from '../../basics/dom';
import { ofUnit, shadeOf, type Field } from '../../parts/heat/field';
import { showScale } from '../../parts/heat/legend';
import { colours, dark } from '../../parts/heat/scales';

export class ColouredText {
  readonly #host = byId('coloured');
  #text = '';
  #spans: HTMLSpanElement[] = [];
  #marked: HTMLSpanElement | undefined;
  #recolour = () => {};

  /** `onSelect`: a character was clicked. */
  constructor(onSelect: (step: number) => void) {
    this.#host.addEventListener('click', (event) => {
      const step = this.#spans.indexOf(event.target as HTMLSpanElement);
      if (step >= 0) onSelect(step);
    });
    dark.addEventListener('change', () => this.#recolour());
  }

  show(characters: readonly string[], whole: Field, unit: number): void {
    this.#recolour = () => this.show(characters, whole, unit);
    const field = ofUnit(whole, unit);
    showScale(byId('coloured-scale'), field);
    const text = characters.join('');
    if (text !== this.#text) {
      this.#text = text;
      this.#spans = characters.map((character) => make('span', { textContent: character }));
      this.#host.replaceChildren(...this.#spans);
    }
    const { css, ink } = colours(field.scale);
    this.#spans.forEach(({ style }, step) => {
      const shade = shadeOf(field, field.values[step * field.units + unit]!);
      style.background = css[shade]!;
      style.color = ink[shade]!;
    });
  }

  mark(step: number): void {
    this.#marked?.classList.remove('here');
    this.#marked = this.#spans[step];
    this.#marked?.classList.add('here');
  }
}
