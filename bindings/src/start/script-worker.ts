// A worker of one of the package's scripts, wherever the package comes from. A browser starts workers of scripts
// of the page's own origin only: one of another origin is imported by a script of the page's own, a blob.

/** Apart from new URL(): bundlers would take what they see there for one more file of theirs. */
const here = import.meta.url;

/** A worker, and in words why it did not start, once an error without words tells that it did not. */
export interface ScriptWorker {
  worker: Worker;
  whyNot(): Promise<string>;
}

/** Not in Deno or Bun, which start workers of any origin; nor in webpack's bundles, to which `here` is a file. */
function isForeign(): boolean {
  const { location, origin } = globalThis;
  const { protocol, origin: its } = new URL(here);
  return Boolean(location) && protocol.startsWith('http') && its !== origin;
}

const forbidden = (foreign: boolean): string =>
  `the page's Content-Security-Policy must allow ${foreign ? `blob: and ${new URL(here).origin}` : 'it'} by worker-src`;

/**
 * @param script - the file beside this one
 * @param own - starts it where it is of the page's own origin, in words that bundlers know
 */
export function scriptWorker(script: string, options: WorkerOptions, own: () => Worker): ScriptWorker {
  const foreign = isForeign();
  const violations: string[] = [];
  const note = ({ effectiveDirective }: SecurityPolicyViolationEvent) => void violations.push(effectiveDirective);
  globalThis.addEventListener?.('securitypolicyviolation', note);
  try {
    const worker = foreign ? importing(new URL(script, here), options) : own();
    const whyNot = async () => {
      if (violations.includes('worker-src')) return forbidden(foreign);
      return foreign ? whyNotImported(new URL(script, here)) : 'its script did not load';
    };
    worker.addEventListener('message', () => globalThis.removeEventListener('securitypolicyviolation', note), { once: true });
    return { worker, whyNot };
  } catch (cause) {
    if ((cause as Error).name !== 'SecurityError') throw cause;
    throw new Error(`lstm: the worker failed: ${forbidden(foreign)}`, { cause }); // as WebKit has it
  }
}

function importing({ href }: URL, options: WorkerOptions): Worker {
  const code = new Blob([`import ${JSON.stringify(href)};`], { type: 'text/javascript' });
  const address = URL.createObjectURL(code);
  const worker = new Worker(address, options);
  worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
  return worker;
}

/** A worker's error does not tell; a request of the page's own does. */
async function whyNotImported({ href, origin }: URL): Promise<string> {
  const got = await fetch(href).then(({ status }) => `HTTP status ${status}`, ({ message }) => message);
  return `expected a script at ${href} that ${origin} lets other origins import, got ${got}`;
}
