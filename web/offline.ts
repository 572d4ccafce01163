// Makes the service worker a file of the build that knows the names of all others.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const source = fileURLToPath(new URL('service-worker.js', import.meta.url));

/** Texts are kept when they are read. */
const isKept = (file: string) => !file.startsWith('texts/') && !file.endsWith('.map');

export function offline(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const pages = Object.keys(bundle).map((file) => file.replace(/index\.html$/, ''));
        const files = [...pages, 'favicon.svg'].filter(isKept).map((file) => (file === '' ? './' : file));
        const code = `const files = ${JSON.stringify(files)};\n${readFileSync(source, 'utf8')}`;
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: code });
      },
    },
  };
}
