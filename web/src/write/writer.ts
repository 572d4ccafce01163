// Goes on writing from the visitor's words.
import { byId, complain, make } from '../frame/dom';
import { words } from '../frame/format';
import { settings } from '../frame/state';
import { workbench, type Bench, type Tokenizer } from '../workbench';

/** The network writes thousands of characters in a frame: this many can be followed. */
const piecesAFrame = 6;

export class Writer {
  readonly #prompt = byId<HTMLInputElement>('prompt');
  readonly #write = byId<HTMLButtonElement>('write');
  readonly #stop = byId<HTMLButtonElement>('write-stop');
  readonly #page = byId('written');
  readonly #error = byId('prompt-error');
  #stopped = false;
  #seed = 0;

  constructor() {
    workbench.onChange(() => this.#renew());
    this.#renew();
    byId('writer').addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.#stop.disabled) void this.#begin();
    });
    this.#stop.addEventListener('click', () => (this.#stopped = true));
  }

  /** Writes with the model on the bench; with none, waits for one. */
  #renew(): void {
    this.#stopped = true;
    this.#prompt.disabled = this.#write.disabled = !workbench.bench;
  }

  async #begin(): Promise<void> {
    const { bench } = workbench;
    if (!bench) return;
    const prompt = this.#prompt.value;
    const objection = object(prompt, bench.tokenizer);
    complain(this.#error, objection);
    this.#prompt.setAttribute('aria-invalid', String(objection !== ''));
    if (objection) return;
    this.#stopped = false;
    this.#stop.disabled = false;
    this.#write.disabled = true;
    try {
      await workbench.use(({ model }) => this.#stream(model, prompt));
    } catch (error) {
      if (bench === workbench.bench) complain(this.#error, words(error)); // else a new training took its model
    }
    this.#stop.disabled = true;
    this.#write.disabled = !workbench.bench;
  }

  async #stream(model: Bench['model'], prompt: string): Promise<void> {
    const text = make('p', { className: 'written' }, make('strong', { textContent: prompt }));
    this.#page.replaceChildren(text);
    const options = { prompt, length: 600, temperature: settings.temperature, seed: ++this.#seed };
    let pieces = 0;
    for await (const piece of model.generate(options)) {
      if (this.#stopped) return;
      text.append(piece);
      if (++pieces % piecesAFrame === 0) await this.#frame();
    }
    await this.#frame();
  }

  /** Shows what is written so far. */
  async #frame(): Promise<void> {
    this.#page.scrollTop = this.#page.scrollHeight;
    await new Promise(requestAnimationFrame);
  }
}

function object(prompt: string, tokenizer: Tokenizer): string {
  if (prompt === '') return 'Type at least one character for it to go on from.';
  const known = new Set(tokenizer.vocabulary);
  const strange = [...new Set(prompt)].filter((character) => !known.has(character));
  if (strange.length === 0) return '';
  const list = strange.map((character) => `“${character}”`).join(', ');
  return `The text it reads has no ${list}, so the network can’t read on from it. Use only the ${known.size} different characters of its text.`;
}
