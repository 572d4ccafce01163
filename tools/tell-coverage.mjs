// How much of a part of the library its tests run.
import { record } from '../tests/facts.mjs';
import { log } from './setup.mjs';
import { ToolchainError } from './toolchain.mjs';

/**
 * Prints the lines by file, where some are left out, and in all. Throws where they are too few.
 * @param part - the room
 * @param least - the share of lines that is wanted
 * @param {{name: string, count: number, covered: number}[]} files - their lines
 */
export function tellCoverage(part, least, files) {
  const sum = (key) => files.reduce((all, file) => all + file[key], 0);
  for (const { name, count, covered } of files) {
    if (covered < count) log(`${name}: ${covered} of ${count} lines`);
  }
  const [count, covered] = [sum('count'), sum('covered')];
  log(`${part}: ${covered} of ${count} lines, ${((100 * covered) / count).toFixed(1)}%`);
  if (!(count > 0 && covered >= least * count)) throw new ToolchainError(`expected tests to run ${100 * least}% of the lines of ${part}`);
  record(`${part}, lines`, { coverage: covered / count });
}
