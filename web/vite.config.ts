import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { corpora } from './corpora';
import { offline } from './offline';
import { views } from './views';

/** What a page must be served with to have threads. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Code of a view or a use is called after its folder. */
const folderOf = (id: string | null | undefined) => /\/src\/(?:views|uses)\/(\w+)\/view\./.exec(id ?? '')?.[1];

export default defineConfig({
  server: { headers },
  preview: { headers },
  base: './',
  plugins: [views(), corpora(), offline()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the page's policy forbids data: addresses for code
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        chunkFileNames: ({ facadeModuleId }) => `assets/${folderOf(facadeModuleId) ?? '[name]'}-[hash].js`,
      },
      input: {
        index: page('index.html'),
        bench: page('bench/index.html'),
        contestant: page('bench/contestant.html'), // in a hidden frame of the one before
      },
    },
  },
});
