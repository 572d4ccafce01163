// The written text, a character an element, with a mark that the pointer or the arrow keys move.
import { byId, make } from '../../basics/dom';

interface Listener {
  /** The mark is on the character at this place. */
  onMark(at: number): void;
  /** This character was chosen to branch at. */
  onBranch(at: number): void;
}

export class Page {
  readonly #root = byId('written');
  readonly #listener: Listener;
  #characters: string[] = [];
  #given = 0;
  #mark = -1;

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#root.addEventListener('pointerover', ({ target }) => this.#at(target, (at) => this.#move(at)));
    this.#root.addEventListener('click', ({ target }) => this.#at(target, (at) => this.#branch(at)));
    this.#root.addEventListener('keydown', (event) => this.#key(event));
  }

  /** What an empty page says. */
  invite(words: string): void {
    this.#root.dataset.empty = words;
  }

  before(at: number): string[] {
    return this.#characters.slice(0, at);
  }

  character(at: number): string | undefined {
    return this.#characters[at];
  }

  /** A text of which so many characters were given to the network, not written by it. */
  show(text: readonly string[], given: number): void {
    this.#characters = [];
    this.#given = given;
    this.#mark = -1;
    this.#root.replaceChildren();
    for (const character of text) this.add(character);
  }

  add(character: string): void {
    const place = this.#characters.push(character) - 1;
    const span = make('span', { textContent: character });
    if (place < this.#given) span.className = 'given';
    this.#root.append(span);
  }

  toEnd(): void {
    this.#root.scrollTop = this.#root.scrollHeight;
  }

  #at(target: EventTarget | null, act: (at: number) => void): void {
    if (!(target instanceof HTMLElement) || target.parentElement !== this.#root) return;
    act([...this.#root.children].indexOf(target));
  }

  #branch(at: number): void {
    if (at > 0) this.#listener.onBranch(at); // nothing can be asked before the first character
  }

  #move(at: number): void {
    if (at < 1 || at >= this.#characters.length || at === this.#mark) return;
    this.#root.children[this.#mark]?.classList.remove('mark');
    this.#root.children[at]!.classList.add('mark');
    this.#mark = at;
    this.#listener.onMark(at);
  }

  #key(event: KeyboardEvent): void {
    const last = this.#characters.length - 1;
    const to = { ArrowLeft: this.#mark - 1, ArrowRight: this.#mark + 1, Home: 1, End: last }[event.key];
    if (event.key === 'Enter' && this.#mark > 0) this.#branch(this.#mark);
    else if (to === undefined) return;
    else {
      this.#move(this.#mark < 0 && event.key === 'ArrowLeft' ? last : Math.min(Math.max(1, to), last));
      this.#root.children[this.#mark]?.scrollIntoView({ block: 'nearest' });
    }
    event.preventDefault();
  }
}
