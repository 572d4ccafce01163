// A contestant, seen from outside: a hidden page, since a page can choose its build only once.
import { calls } from '../../../tests/bench/sides/calls.mjs';
import { make } from '../basics/dom';
import type { Agent } from './contestant';

export class Frame {
  readonly #frame = make('iframe', { src: 'contestant.html', hidden: true });
  readonly #calls = calls((call) => this.#frame.contentWindow!.postMessage(call, location.origin));
  readonly #hear = ({ source, data }: MessageEvent) => {
    if (source === this.#frame.contentWindow) this.#calls.answer(data);
  };

  async load(): Promise<void> {
    const loaded = new Promise((resolve) => this.#frame.addEventListener('load', resolve, { once: true }));
    addEventListener('message', this.#hear);
    document.body.append(this.#frame);
    await loaded;
    if (this.#frame.contentDocument?.documentElement.dataset.ready === undefined) {
      throw new Error('The hidden page that measures did not load.');
    }
  }

  /** One at a time. */
  call<Method extends keyof Agent>(method: Method, argument?: Parameters<Agent[Method]>[0]): ReturnType<Agent[Method]> {
    return this.#calls.call(method, argument) as ReturnType<Agent[Method]>;
  }

  /** The page's worker, and that one's threads, end with it. */
  close(): void {
    this.#frame.remove();
    removeEventListener('message', this.#hear);
  }
}
