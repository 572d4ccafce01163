// The code blocks of the guides, in the order of the text.
import { readdirSync, readFileSync } from 'node:fs';

export const folder = new URL('../../web/docs/', import.meta.url);

export const pages = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.md'));

/**
 * A comment in the line before a block tells the test what the reader need not see:
 * `prints` what, as a regular expression; or that it is the `file` of that name, which others use.
 */
const block = /(?:^<!-- (?<prints>prints (?<what>.*?)|file (?<file>\S+)) -->\n)?^```(?<language>\w+)\n(?<code>.*?)^```$/gms;

/** [{ page, line, language, code, prints, file }] */
export function blocksOf(page) {
  const text = readFileSync(new URL(page, folder), 'utf8');
  return [...text.matchAll(block)].map(({ index, groups: { language, code, what, file } }) => {
    const line = text.slice(0, index).split('\n').length;
    return { page, line, language, code, file, prints: what && new RegExp(what) };
  });
}
