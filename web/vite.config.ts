import { defineConfig } from 'vite';
import { mobyDick } from './moby-dick';

/** What a page must be served with to have threads. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  server: { headers },
  preview: { headers },
  base: './',
  plugins: [mobyDick()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the page's policy forbids data: addresses for code
    modulePreload: { polyfill: false },
  },
});
