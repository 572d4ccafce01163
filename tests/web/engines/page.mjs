// A page in an engine: what its driver can do, and what tests ask of it.
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds: of a machine that is at work elsewhere, too. */
const patience = 180_000;

/** @param driver - of firefox.mjs or webkit.mjs */
export function pageOf({ run, ...driver }) {
  /** Calls a function in the page; what is given and what it gives is sent as JSON. */
  async function evaluate(work, ...args) {
    const call = `(${work})(...${JSON.stringify(args)})`;
    const text = await run(`(async () => JSON.stringify({ value: await ${call} }))()`);
    return JSON.parse(text).value;
  }

  /** Waits for a true answer. */
  async function until(work, ...args) {
    let answer;
    for (const end = Date.now() + patience; ; await pause(100)) {
      answer = await evaluate(work, ...args).catch(({ message }) => void (answer = message)); // the page may be loading
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`in vain: ${work} of ${args}; last: ${answer}; the page: ${await evaluate(() => document.body.textContent.replace(/\s+/g, ' '))}`);
    }
  }

  return {
    ...driver,
    evaluate,
    until,
    /** Waits until an element's text is as expected. */
    says: (selector, pattern) =>
      until((at, source, flags) => new RegExp(source, flags).test(document.querySelector(at).textContent), selector, pattern.source, pattern.flags),
    press: (selector) => evaluate((at) => document.querySelector(at).click(), selector),
    /** Types into a field. */
    fill: (selector, text) =>
      evaluate((at, value) => {
        const field = document.querySelector(at);
        field.value = value;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }, selector, text),
    faults: () => evaluate(() => window.faults),
  };
}
