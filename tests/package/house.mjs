// How a folder of sources hangs together: which file reads which, circles among them, arrows between rooms.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Sources of the package that go by another name: which they are, differs by build or by platform. */
const { paths } = JSON.parse(readFileSync('bindings/tsconfig.json', 'utf8')).compilerOptions;

const typescript = {
  files: /\.ts$/,
  arrows: /\bfrom '([.#][^']+)'|\bimport\(?\s*'([.#][^']+)'/g, // types count, too
  places(file, name) {
    if (name in paths) return paths[name].map((path) => join('bindings', path));
    return ['.ts', '/index.ts'].map((end) => join(dirname(file), name.replace(/\.js$/, '')) + end);
  },
};

const cpp = {
  files: /\.[ch]pp$/,
  arrows: /^#include "([^"]+)"/gm,
  places: (file, name, roots) => [dirname(file), ...roots].map((root) => join(root, name)),
};

/** For every source below the roots, those of them that it reads; what is elsewhere is none of the house. Includes of
 * C++ are looked for in the roots, too. */
export function arrowsOf(...roots) {
  const all = roots.flatMap((root) => readdirSync(root, { recursive: true }).map((name) => join(root, name)));
  const language = all.some((file) => cpp.files.test(file)) ? cpp : typescript;
  const files = new Set(all.filter((file) => language.files.test(file)));
  return new Map([...files].map((file) => [file, readBy(file, files, language, roots)]));
}

function readBy(file, files, { arrows, places }, roots) {
  const names = [...readFileSync(file, 'utf8').matchAll(arrows)].map(([, ...found]) => found.find(Boolean));
  return names.flatMap((name) => places(file, name, roots).find((place) => files.has(place)) ?? []);
}

/** Files that reach each other, each group sorted. */
export function circles(arrows) {
  const reach = new Map([...arrows.keys()].map((file) => [file, reached(file, arrows)]));
  const groups = [...arrows.keys()]
    .filter((file) => reach.get(file).has(file))
    .map((file) => [...reach.get(file)].filter((other) => reach.get(other).has(file)).sort().join(', '));
  return [...new Set(groups)];
}

function reached(from, arrows) {
  const seen = new Set();
  const ahead = [...arrows.get(from)];
  for (let file = ahead.pop(); file; file = ahead.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    ahead.push(...arrows.get(file));
  }
  return seen;
}

/** Arrows that run up, or to a neighbour on the same floor. `floors`: folders from the top floor down, each floor's
 * own a list; `folder/*` makes a room of each folder in it; a file is in the innermost. */
export function upward(arrows, floors) {
  const rooms = floors.flatMap((floor, depth) => floor.map((pattern) => ({ pattern: patternOf(pattern), depth })));
  const homeOf = (file) => {
    const homes = rooms.map(({ pattern, depth }) => ({ room: pattern.exec(file)?.[0] ?? '', depth }));
    const { room, depth } = homes.reduce((inner, home) => (home.room.length > inner.room.length ? home : inner));
    assert.ok(room, `${file} is in no room`);
    return { room, depth };
  };
  const runsUp = (from, to) => from.room !== to.room && to.depth <= from.depth;
  return [...arrows].flatMap(([file, targets]) =>
    targets.filter((target) => runsUp(homeOf(file), homeOf(target))).map((target) => `${file} -> ${target}`),
  );
}

const patternOf = (room) => new RegExp(`^${room.replaceAll('.', '\\.').replace('*', '[^/]+')}/`);
