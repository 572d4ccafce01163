// The sources as a house: no files that need each other, and arrows between rooms that run down only.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { arrowsOf, circles, upward } from './house.mjs';

const houses = {
  'the page': ['web/src'],
  'the package': ['bindings/src'],
  core: ['core/include', 'core/src'],
};

for (const [name, roots] of Object.entries(houses)) {
  test(`${name}: no files need each other`, () => {
    const arrows = arrowsOf(...roots);
    assert.ok([...arrows.values()].flat().length > arrows.size, 'arrows were found');
    assert.deepEqual(circles(arrows), []);
  });
}

/** From the top floor down; `*` makes a room of each folder. */
const floors = {
  'web/src': [['page', 'bench'], ['views/*'], ['parts'], ['basics']],
  'bindings/src': [['.'], ['worker'], ['api'], ['fit', 'text'], ['start'], ['wire'], ['values']],
};

for (const [root, rooms] of Object.entries(floors)) {
  test(`${root}: arrows between rooms run down only`, () => {
    assert.deepEqual(upward(arrowsOf(root), rooms.map((floor) => floor.map((room) => join(root, room)))), []);
  });
}

/** Rooms of core, from the top floor down. */
const coreFloors = [['files'], ['text'], ['learning'], ['graph'], ['layers'], ['kernels', 'parallel'], ['numbers']];

/** Where a public header without a source of its name is at home. */
const headersAlone = { layers: 'layers', layer_config: 'layers' };

/** A public header stands in the room of its source. */
function atHome(file) {
  const name = /^core\/include\/lstm\/(\w+)\.hpp$/.exec(file)?.[1];
  if (!name) return file;
  const room = readdirSync('core/src').find((folder) => existsSync(`core/src/${folder}/${name}.cpp`));
  return `core/src/${room ?? headersAlone[name] ?? 'numbers'}/${name}.hpp`;
}

test('core: arrows between rooms run down only', () => {
  const arrows = [...arrowsOf('core/include', 'core/src')].filter(([file]) => file !== 'core/include/lstm.hpp');
  const homes = new Map(arrows.map(([file, targets]) => [atHome(file), targets.map(atHome)]));
  assert.deepEqual(upward(homes, coreFloors.map((floor) => floor.map((room) => `core/src/${room}`))), []);
});

test('every view of the page is a folder and a row', () => {
  const rows = [...readFileSync('web/src/page/views.ts', 'utf8').matchAll(/\{ name: '(\w+)'/g)].map(([, name]) => name);
  assert.deepEqual(readdirSync('web/src/views').sort(), rows.sort());
});

/** The files that know a layer by name, in code, but for its own. */
function knowing(stem) {
  const type = stem.replace(/_./g, ([, letter]) => letter.toUpperCase()).replace('Rnn', 'RNN');
  const made = type[0].toUpperCase() + type.slice(1).replace('RNN', 'Rnn');
  const name = new RegExp(`\\b${made}(Config|Options)|['"]${type}['"]|\\b${type}:|lstm/${stem}\\.hpp`);
  const files = ['core/include', 'core/src', 'bindings'].flatMap((root) =>
    readdirSync(root, { recursive: true }).map((file) => join(root, file)).filter((file) => /\.(cpp|hpp|ts)$/.test(file)));
  const code = (file) => readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');
  return files.filter((file) => !basename(file).startsWith(stem) && name.test(code(file)));
}

for (const stem of ['layer_normalization', 'masking', 'gru', 'simple_rnn']) {
  test(`${stem} is known by name where CONTRIBUTING.md says, beside its own files`, () => {
    const [, table] = /^\| file \| a plain layer \| a cell \|\n([\s\S]*?)\n\n/m.exec(readFileSync('CONTRIBUTING.md', 'utf8'));
    const said = [...table.matchAll(/^\| `(.+?)` \|/gm)].map(([, file]) => file);
    assert.deepEqual(knowing(stem).sort(), said.sort());
  });
}

test('a circle, an arrow up and one to a neighbour are seen', () => {
  const arrows = new Map(Object.entries({
    'page/main.ts': ['views/a/view.ts', 'views/b/view.ts'],
    'views/a/view.ts': ['page/main.ts', 'parts/x.ts'],
    'views/b/view.ts': ['views/a/view.ts'],
    'parts/x.ts': [],
  }));
  assert.deepEqual(circles(arrows), ['page/main.ts, views/a/view.ts, views/b/view.ts']);
  const up = ['views/a/view.ts -> page/main.ts', 'views/b/view.ts -> views/a/view.ts'];
  assert.deepEqual(upward(arrows, [['page'], ['views/*'], ['parts']]), up);
});
