// The timeline of what the network wrote, newest first.
import { make } from './dom';
import { count, percent } from './format';
import { judge, type Facts } from './text-facts';
import type { Sample } from './text-training';

export class Samples {
  readonly #list: HTMLElement;
  #facts: Facts | undefined;
  #shown: { sample: Sample; entry: HTMLElement }[] = [];

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  clear(): void {
    this.#list.replaceChildren();
    this.#shown = [];
    this.#facts = undefined;
  }

  /** The words of the text come in a little after the first sample. */
  know(facts: Facts): void {
    this.#facts = facts;
    for (const { sample, entry } of this.#shown) this.#fill(entry, sample);
  }

  add(sample: Sample): void {
    const entry = make('li');
    this.#shown.push({ sample, entry });
    this.#fill(entry, sample);
    this.#list.prepend(entry);
  }

  #fill(entry: HTMLElement, { step, unseenLoss, prompt, text }: Sample): void {
    const { pieces, share } = judge(text, this.#facts?.words ?? new Set());
    const facts = [make('b', { textContent: step ? `Step ${count(step)}` : 'Before learning' }), ` loss ${unseenLoss.toFixed(2)}`];
    if (this.#facts) facts.push(make('span', { textContent: `${percent(Math.round(share * 100) / 100)} real words` }));
    entry.replaceChildren(
      make('p', { className: 'fact' }, ...facts),
      make(
        'blockquote',
        {},
        make('strong', { textContent: prompt }),
        ...pieces.map((piece) => (piece.known ? piece.text : make('span', { className: 'unknown', textContent: piece.text }))),
      ),
    );
  }
}
