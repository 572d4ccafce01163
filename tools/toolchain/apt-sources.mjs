// Where this machine's packages come from, in both of apt's forms.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = '/etc/apt/sources.list';
const FOLDER = '/etc/apt/sources.list.d';

/** @returns {{uri: string, suites: string[]}[]} the sources of binary packages that are switched on */
export function aptSources() {
  const more = existsSync(FOLDER) ? readdirSync(FOLDER).sort().map((file) => join(FOLDER, file)) : [];
  return [FILE, ...more].filter((file) => existsSync(file)).flatMap((file) => {
    const text = readFileSync(file, 'utf8').replace(/^\s*#.*\n?/gm, '');
    return file.endsWith('.sources') ? stanzas(text) : lines(text);
  });
}

/** The one-line form: `deb [options] uri suite component...` */
function lines(text) {
  return [...text.matchAll(/^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/gm)].map(([, uri, suite]) => ({ uri, suites: [suite] }));
}

/** The deb822 form: stanzas of `Field: words`, parted by empty lines. */
function stanzas(text) {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const field = (name) => stanza.match(new RegExp(`^${name}:(.*(?:\\n[ \\t].*)*)`, 'mi'))?.[1].trim().split(/\s+/) ?? [];
    if (field('Enabled')[0] === 'no' || !field('Types').includes('deb')) return [];
    return field('URIs').map((uri) => ({ uri, suites: field('Suites') }));
  });
}
