// The published types' interfaces: their members, and what the comments say that each is if left out.
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const dist = new URL('../../dist/', import.meta.url);

/** Text after "Default", up to the end of the clause: 32, 1e-3, true, `'adam'`, `[128]`. */
const stated = /\bDefault (?:`([^`]+)`|((?:[^\s.:;,]|\.\d)+))/;

/** A default as the comments and the docs' tables write it. */
export const readValue = (text) => (text === 'none' ? [] : JSON.parse(text.replaceAll("'", '"')));

function memberOf(node) {
  const comment = (node.jsDoc ?? []).map(({ comment }) => ts.getTextOfJSDocComment(comment)).join(' ');
  const [, quoted, plain] = stated.exec(comment) ?? [];
  return { optional: node.questionToken !== undefined, method: ts.isMethodSignature(node), comment, default: quoted ?? plain };
}

/** name -> { member -> { optional, method, comment, default } }, with what it inherits. */
export function readInterfaces() {
  const found = {};
  const parents = {};
  for (const file of readdirSync(dist, { recursive: true }).filter((name) => name.endsWith('.d.ts'))) {
    const source = ts.createSourceFile(file, readFileSync(new URL(file, dist), 'utf8'), ts.ScriptTarget.Latest, true);
    for (const node of source.statements.filter(ts.isInterfaceDeclaration)) {
      const name = node.name.text;
      parents[name] = (node.heritageClauses ?? []).flatMap(({ types }) => types.map((t) => t.expression.text));
      found[name] = Object.fromEntries(node.members.map((m) => [m.name.text, memberOf(m)]));
    }
  }
  const whole = (name) => Object.assign({}, ...parents[name].map(whole), found[name]);
  return Object.fromEntries(Object.keys(found).map((name) => [name, whole(name)]));
}
