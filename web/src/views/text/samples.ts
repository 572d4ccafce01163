// The timeline of what the network wrote, newest first.
import { make } from '../../basics/dom';
import { count } from '../../basics/format';
import { judge } from './facts';
import type { Sample } from './session';

export class Samples {
  readonly #list: HTMLElement;
  #words: Set<string> | undefined;
  #shown: { sample: Sample; entry: HTMLElement }[] = [];

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  clear(): void {
    this.#list.replaceChildren();
    this.#shown = [];
    this.#words = undefined;
  }

  /** The words of the text come in a little after the first sample. */
  know(words: Set<string>): void {
    this.#words = words;
    for (const { sample, entry } of this.#shown) this.#fill(entry, sample);
  }

  add(sample: Sample): void {
    const entry = make('li');
    this.#shown.push({ sample, entry });
    this.#fill(entry, sample);
    this.#list.prepend(entry);
  }

  #fill(entry: HTMLElement, { step, unseenLoss, prompt, text }: Sample): void {
    const { pieces, share } = judge(text, this.#words ?? new Set());
    const facts = [`${(unseenLoss / Math.LN2).toFixed(2)} bits`];
    if (this.#words) facts.push(`${Math.round(share * 100)}% real words`);
    entry.replaceChildren(
      make('p', { className: 'fact' }, make('b', { textContent: step ? `Step ${count(step)}` : 'Before learning' }), facts.join(' · ')),
      make(
        'blockquote',
        {},
        make('strong', { textContent: prompt }),
        ...pieces.map((piece) => (piece.known ? piece.text : make('span', { className: 'unknown', textContent: piece.text }))),
      ),
    );
  }
}
