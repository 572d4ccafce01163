import { defineConfig } from 'vite';
import { mobyDick } from './moby-dick';

export default defineConfig({
  base: './',
  plugins: [mobyDick()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the page's policy forbids data: addresses for code
    modulePreload: { polyfill: false },
  },
});
