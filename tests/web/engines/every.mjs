// The same tests in every engine: Chromium's, Firefox's, Safari's.
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../server.mjs';
import * as chromium from './chromium.mjs';
import * as firefox from './firefox.mjs';
import { pageOf } from './page.mjs';
import * as webkit from './webkit.mjs';

const ahead = fileURLToPath(new URL('watch.js', import.meta.url));

/** @param tests - gets the engine's scene: its name, one page, and how that visits what is served */
export function inEveryEngine(tests) {
  for (const [name, { open }] of Object.entries({ chromium, firefox, webkit })) {
    describe(name, { timeout: 600_000 }, () => {
      const servers = [];
      const scene = {
        name,
        async serve(options) {
          const server = await serve({ ahead, ...options });
          servers.push(server);
          return server.address;
        },
        /** Serves, opens a page of it, and gives the server's address. */
        async visit(options, path) {
          const address = await scene.serve(options);
          await scene.page.goto(address + path);
          return address;
        },
      };
      before(async () => {
        scene.page = pageOf(await open());
      });
      after(async () => {
        await scene.page?.close();
        for (const server of servers) server.close();
      });
      tests(scene);
    });
  }
}
