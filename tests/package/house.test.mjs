// The sources as a house: no files that need each other, arrows between rooms that run down only, small files and
// smaller functions.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { functionsOf } from './cpp-functions.mjs';
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
  'web/src': [['page', 'bench'], ['views/*', 'uses/*'], ['parts'], ['basics']],
  'bindings/src': [['.'], ['worker', 'formats/*'], ['formats'], ['api'], ['fit', 'text'], ['start'], ['wire'], ['values']],
};

for (const [root, rooms] of Object.entries(floors)) {
  test(`${root}: arrows between rooms run down only`, () => {
    assert.deepEqual(upward(arrowsOf(root), rooms.map((floor) => floor.map((room) => join(root, room)))), []);
  });
}

/** Rooms of core, from the top floor down. */
const coreFloors = [['files'], ['text'], ['learning'], ['graph'], ['layers'], ['kernels', 'parallel'], ['numbers']];

/** Where a public header without a source of its name is at home. */
const headersAlone = { graph: 'layers', layers: 'layers', layer_config: 'layers' };

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

test('every view of the page, and every use, is a folder and a row', () => {
  const [views, uses] = readFileSync('web/src/page/views.ts', 'utf8').split('export const uses');
  const names = (rows) => [...rows.matchAll(/\bname: '(\w+)'/g)].map(([, name]) => name).sort();
  assert.deepEqual(readdirSync('web/src/views').sort(), names(views));
  assert.deepEqual(readdirSync('web/src/uses').sort(), names(uses));
});

/** The files that know a layer by name, in code, but for its own. */
function knowing(stem) {
  const type = stem.replace(/_./g, ([, letter]) => letter.toUpperCase()).replace('Rnn', 'RNN');
  const made = type[0].toUpperCase() + type.slice(1).replace('RNN', 'Rnn');
  const name = new RegExp(`\\b${made}(Config|Options)|['"]${type}['"]|\\b${type}:|lstm/${stem}\\.hpp`);
  const files = ['core/include', 'core/src', 'bindings'].flatMap((root) =>
    readdirSync(root, { recursive: true }).map((file) => join(root, file)).filter((file) => /\.(cpp|hpp|ts)$/.test(file)));
  const code = (file) => readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');
  // Each format knows the layers that it has; the options of a new layer may have a file of their own.
  const ours = files.filter((file) => !file.includes('/formats/') && !/-options\.ts$/.test(file));
  return ours.filter((file) => !basename(file).startsWith(stem) && name.test(code(file)));
}

for (const stem of ['layer_normalization', 'masking', 'gru', 'simple_rnn']) {
  test(`${stem} is known by name where CONTRIBUTING.md says, beside its own files`, () => {
    const [, table] = /^\| file \| a plain layer \| a cell \|\n([\s\S]*?)\n\n/m.exec(readFileSync('CONTRIBUTING.md', 'utf8'));
    const said = [...table.matchAll(/^\| `(.+?)` \|/gm)].map(([, file]) => file);
    assert.deepEqual(knowing(stem).sort(), said.sort());
  });
}

const tracked = (...paths) => execFileSync('git', ['ls-files', ...paths], { encoding: 'utf8' }).trim().split('\n');

test('no file is over 300 lines', () => {
  const sources = tracked().filter((file) => /\.([ch]pp|[cm]?[jt]s|py|css|html|cmake|txt)$/.test(file) && existsSync(file));
  const written = sources.filter((file) => !/_golden\.hpp$/.test(file)); // by hand
  assert.ok(written.length > 400);
  const lines = (file) => readFileSync(file, 'utf8').split('\n').length - 1;
  assert.deepEqual(written.filter((file) => lines(file) > 300), []);
});

test('half of the functions in core are under 8 lines', () => {
  const files = tracked('core/src').filter((file) => /\.[ch]pp$/.test(file) && existsSync(file));
  const lengths = files.flatMap((file) => functionsOf(readFileSync(file, 'utf8')).map(({ lines }) => lines));
  assert.ok(lengths.length > files.length);
  assert.ok(lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] < 8);
});

test('functions are counted as they stand: constructors, templates, lambdas within them', () => {
  const source = `#include "x.hpp" // {
namespace {
constexpr int table[] = {1, int(2)};
struct Pair : Base {
 public:
  explicit Pair(int n) : n_(n), list_{n} {
    check();
  }
  // }
  char open() const { return '{'; }
};
}  // namespace
template <class T>
T twice(T x) {
  const auto sum = [&](T y) { return x + y; };
  if (x) {
    return sum(x);
  }
  return {};
}
`;
  const counted = functionsOf(source).map(({ head, lines }) => [/(\w+)\(/.exec(head)[1], lines]);
  assert.deepEqual(counted, [['Pair', 3], ['open', 1], ['twice', 8]]);
});

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
