// What a second run can leave as it is.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** When a file, or the last of a folder's, was changed; Infinity for what is not there. */
function changed(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return Infinity;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changed(join(path, name))));
}

/** Does the work, unless it was done before and none of its inputs has changed since. */
export async function unlessFresh(name, inputs, work) {
  const stamp = `build/${name}.stamp`;
  const done = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  if (inputs.every((input) => changed(input) < done)) return;
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
}
