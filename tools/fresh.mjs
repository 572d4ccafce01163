// What a second run can leave as it is.
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** When a file, or the last of a folder's, was changed; Infinity for what is not there. */
function changed(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return Infinity;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changed(join(path, name))));
}

/** Does the work, unless its output is there and no input has changed since it was begun. */
export async function unlessFresh(output, inputs, work) {
  const stamp = `build/${output.replaceAll('/', '-')}.stamp`;
  const done = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  if (existsSync(output) && inputs.every((input) => changed(input) < done)) return;
  const begun = new Date();
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, begun, begun); // what changes meanwhile is newer
}
