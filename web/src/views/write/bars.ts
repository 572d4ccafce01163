// The probabilities of the next character as bars, each a button that writes on with it.
import { byId, make, write } from '../../basics/dom';
import { workbench, type Tokenizer } from '../../parts/workbench';
import { sign, spoken } from './characters';

const shown = 10;

export class Bars {
  readonly #list = byId('next-bars');
  readonly #title = byId('next-title');
  readonly #onChoice: (character: string, before: string[]) => void;
  #asked = 0;

  constructor(onChoice: (character: string, before: string[]) => void) {
    this.#onChoice = onChoice;
  }

  clear(): void {
    this.#asked += 1;
    this.#list.replaceChildren();
    write(this.#title, 'What could come next');
  }

  /** Asks the network what comes after a text; `taken` is what came. */
  async ask(before: string[], taken: string | undefined): Promise<void> {
    const ask = ++this.#asked;
    await new Promise((resolve) => setTimeout(resolve, 40)); // a pointer that only passes asks nothing
    if (ask !== this.#asked || !workbench.bench) return;
    const { probabilities, tokenizer } = await workbench.use(async ({ model, tokenizer }) => ({
      probabilities: await model.nextProbabilities(before.join('')),
      tokenizer,
    }));
    if (ask === this.#asked) this.#show(before, taken, probabilities, tokenizer);
  }

  #show(before: string[], taken: string | undefined, probabilities: Float32Array, { kind, vocabulary }: Tokenizer): void {
    this.#list.dataset.kind = kind;
    const order = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!);
    const first = order.slice(0, shown);
    const place = taken === undefined ? -1 : vocabulary.indexOf(taken);
    if (place >= 0 && !first.includes(place)) first[shown - 1] = place;
    const largest = probabilities[order[0]!]!;
    write(this.#title, `After “${before.slice(kind === 'char' ? -16 : -4).map(sign).join('')}”`);
    this.#list.replaceChildren(...first.map((token) => this.#row(before, vocabulary[token]!, probabilities[token]!, largest, token === place)));
  }

  #row(before: string[], character: string, probability: number, largest: number, taken: boolean): HTMLElement {
    const share = probability < 0.001 ? '< 0.1%' : `${(probability * 100).toFixed(1)}%`;
    const bar = make('span', { className: 'bar' });
    bar.style.setProperty('--share', String(probability / largest));
    const button = make('button', { type: 'button' }, make('kbd', { textContent: sign(character) }), bar, make('span', { className: 'number', textContent: share }));
    button.setAttribute('aria-label', `${spoken(character)}, ${share}${taken ? ', written here' : ''}: write on with it`);
    if (taken) button.classList.add('taken');
    button.addEventListener('click', () => this.#onChoice(character, before));
    return make('li', {}, button);
  }
}
