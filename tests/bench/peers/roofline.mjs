// The machine's own limits as seen from WebAssembly: built from native/roofline_wasm.cpp.
import { readBytes } from '#platform';

/** The module's few imports are for failures, which do not happen here. */
async function instantiate(variant) {
  const module = await WebAssembly.compile(await readBytes(`roofline-${variant}.wasm`));
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = () => { throw new Error(`roofline: ${name} was called`); };
  }
  const { exports } = await WebAssembly.instantiate(module, imports);
  exports._initialize?.();
  return exports;
}

/** The quickest of the loops: how many sums hide the latency depends on the engine's registers. */
function multiplyAdds(exports, work) {
  const loops = [8, 10, 12].map((chains) => {
    const repetitions = work / (chains * exports.lanes());
    return () => exports[`chains_${chains}`](repetitions, 0.5, 1e-3);
  });
  const least = loops.map(() => Infinity); // of many short trials: somebody may disturb some
  for (let trial = 0; trial < 60; ++trial) {
    loops.forEach((loop, n) => {
      const begun = performance.now();
      for (let repetition = 0; repetition < 50; ++repetition) loop();
      least[n] = Math.min(least[n], performance.now() - begun);
    });
  }
  return loops[least.indexOf(Math.min(...least))];
}

/** @param {import('../workloads.mjs').Workload} workload */
export async function prepare({ kind, work, sizes }, { variant, packing = false }) {
  const exports = await instantiate(variant);
  if (kind === 'multiply-adds') {
    const loop = multiplyAdds(exports, work);
    return { run: (steps) => { for (let n = 0; n < steps; ++n) loop(); } };
  }
  exports.set_product(...sizes);
  return { run: packing ? exports.pack_and_multiply : exports.multiply };
}
