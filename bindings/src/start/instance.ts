// Starts a module.
import createLstm from '#glue';
import { readWasm } from '#platform';
import type { Emscripten, Glue } from '../wire/emscripten.js';
import { withObjects } from '../wire/objects.js';
import type { Raw } from '../wire/raw.js';
import { lay } from '../wire/tape.js';
import { Threads } from './threads.js';

/** A running module, and its threads where it has any. */
export interface Instance {
  raw: Raw;
  threads: Threads | undefined;
}

/** Compiles and starts a .wasm file that stands at `url`, or one already compiled. */
export async function instantiate(
  source: URL | WebAssembly.Module,
  threads = 1,
  create: Glue = createLstm,
): Promise<Instance> {
  const module = source instanceof WebAssembly.Module ? source : await readWasm(source);
  let others: Threads | undefined;
  const running = await new Promise<Emscripten>((resolve, reject) => {
    const fail = (cause: unknown) => {
      const from = source instanceof URL ? ` at ${source.href}` : '';
      const message = `lstm: expected the WebAssembly of this version${from}, got another`;
      reject(new Error(`${message}: ${(cause as Error).message}`, { cause }));
    };
    create({
      lay,
      poolEnded: () => others?.end(),
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports)
          .then((instance) => done(instance, module))
          .catch(fail);
        return {};
      },
    }).then(resolve, fail);
  });
  if (threads > 1) {
    others = new Threads(running.PThread!, threads);
    await others.start();
  }
  return { raw: withObjects(running), threads: others };
}
