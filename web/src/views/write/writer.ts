// Goes on writing from the visitor's words, and takes other branches where the visitor says.
import { byId, complain, write } from '../../basics/dom';
import { words } from '../../basics/format';
import { workbench, type Model } from '../../parts/workbench';
import { Bars } from './bars';
import { objection, pieces } from './characters';
import { settings } from './keys';
import { Page } from './page';

/** The network writes thousands of characters in a frame: this many can be followed. */
const piecesAFrame = 6;

interface Branch {
  /** Characters, or words where the network was built of those. */
  text: string[];
  /** So many of them were there before it wrote. */
  given: number;
}

export class Writer {
  readonly #prompt = byId<HTMLTextAreaElement>('prompt');
  readonly #write = byId<HTMLButtonElement>('write-go');
  readonly #stop = byId<HTMLButtonElement>('write-stop');
  readonly #error = byId('prompt-error');
  readonly #bars = new Bars((character, before) => void this.#begin([...before, character]));
  readonly #page = new Page({
    onMark: (at) => void this.#bars.ask(this.#page.before(at), this.#page.character(at)),
    onBranch: (at) => void this.#begin(this.#page.before(at)),
  });
  #branches: Branch[] = [];
  #shown = -1;
  #writing = 0;
  #turn = 0;

  constructor() {
    byId('writer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#turn = 0;
      this.#branches = [];
      const { bench } = workbench;
      if (bench) void this.#begin(pieces(this.#prompt.value, bench.tokenizer));
    });
    this.#stop.addEventListener('click', () => this.#end());
    byId('branch-back').addEventListener('click', () => this.#show(this.#shown - 1));
    byId('branch-on').addEventListener('click', () => this.#show(this.#shown + 1));
    workbench.onChange(() => this.#renew());
    this.#renew();
  }

  /** Writes with the model on the bench; with none, waits for one. */
  #renew(): void {
    this.#end();
    this.#bars.clear();
    this.#branches = [];
    const { bench } = workbench;
    this.#prompt.disabled = this.#write.disabled = !bench;
    this.#page.invite(bench ? 'Press Write, and it goes on from your words. Its training waits meanwhile.' : 'It goes on from your words as soon as a network has begun to learn.');
    const fits = bench && this.#prompt.value !== '' && objection(this.#prompt.value, bench.tokenizer) === '';
    if (bench && !fits) this.#prompt.value = settings.prompt || bench.beginning;
  }

  /** Whatever is being written ends where it is. */
  #end(): void {
    this.#writing += 1;
    this.#stop.disabled = true;
  }

  /** From these words on; the same words with the same seed are gone on with in the same way, once. */
  async #begin(from: string[]): Promise<void> {
    const { bench } = workbench;
    if (!bench) return;
    const complaint = from.length === 0 ? 'Type at least one character for it to go on from.' : objection(from.join(''), bench.tokenizer);
    complain(this.#error, complaint);
    this.#prompt.setAttribute('aria-invalid', String(complaint !== ''));
    if (complaint) return;
    this.#end();
    const writing = this.#writing;
    this.#stop.disabled = false;
    const branch = { text: [...from], given: from.length };
    this.#branches.push(branch);
    this.#show(this.#branches.length - 1);
    const goesOn = () => writing === this.#writing;
    try {
      await workbench.use(({ model }) => this.#stream(model, branch, goesOn));
      if (goesOn()) void this.#bars.ask(branch.text, undefined);
    } catch (error) {
      if (bench === workbench.bench) complain(this.#error, words(error)); // else a new training took its model
    }
    if (goesOn()) this.#stop.disabled = true;
  }

  async #stream(model: Model, branch: Branch, goesOn: () => boolean): Promise<void> {
    const { letters: length, temperature, topk: topK, topp: topP, chance } = settings;
    const prompt = branch.text.join('');
    let written = 0;
    for await (const piece of model.generate({ prompt, length, temperature, topK, topP, seed: chance + this.#turn++ })) {
      if (!goesOn()) return;
      branch.text.push(piece);
      this.#page.add(piece);
      if (++written % piecesAFrame === 0) await this.#frame();
    }
  }

  /** Shows what is written so far. */
  async #frame(): Promise<void> {
    this.#page.toEnd();
    await new Promise(requestAnimationFrame);
  }

  #show(which: number): void {
    const branch = this.#branches[which];
    if (!branch) return;
    if (which !== this.#branches.length - 1) this.#end();
    this.#shown = which;
    this.#page.show(branch.text, branch.given);
    const several = this.#branches.length > 1;
    write(byId('branch'), several ? `branch ${which + 1} of ${this.#branches.length}` : '');
    for (const id of ['branch-back', 'branch-on']) byId(id).hidden = !several;
    byId<HTMLButtonElement>('branch-back').disabled = which === 0;
    byId<HTMLButtonElement>('branch-on').disabled = which === this.#branches.length - 1;
  }
}
