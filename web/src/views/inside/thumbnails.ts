// The six quantities as small pictures, which are also the choice among them.
import { byId, make } from '../../basics/dom';
import { radios } from '../../parts/fields';
import { field, picture, quantities, thinned, type Quantity } from '../../parts/heat/field';
import { dark } from '../../parts/heat/scales';
import { turn } from '../../basics/turn';
import { keys } from './keys';

const size = { width: 176, height: 72 };

export class Thumbnails {
  readonly #canvases = new Map<Quantity, HTMLCanvasElement>();
  #redraw = () => {};

  constructor() {
    for (const [quantity, { name }] of Object.entries(quantities)) {
      const canvas = make('canvas', { width: size.width * 2, height: size.height * 2 });
      this.#canvases.set(quantity as Quantity, canvas);
      const radio = make('input', { type: 'radio', name: 'gate', value: quantity });
      byId('thumbs').append(make('label', {}, canvas, make('span', {}, radio, make('i', { textContent: quantity }), ` ${name}`)));
    }
    radios(keys, 'gate');
    dark.addEventListener('change', () => this.#redraw());
  }

  /** One a turn, so that none is in anybody's way. */
  async show(values: Record<Quantity, Float32Array>, units: number, order: ArrayLike<number>): Promise<void> {
    this.#redraw = () => void this.show(values, units, order);
    for (const [quantity, canvas] of this.#canvases) {
      await turn();
      const image = picture(thinned(field(quantity, values[quantity], units), canvas.width), order);
      canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    }
  }
}
