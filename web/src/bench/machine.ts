// What the figures depend on.
import type { InitResult } from 'lstm-wasm/worker';
import { byId, make } from '../basics/dom';
import { builds, count } from '../basics/format';

export function showMachine({ variant, threads, version }: InitResult): void {
  const facts = {
    Package: `lstm-wasm ${version}`,
    'Best build': builds[variant],
    Threads: count(threads),
    'Cross-origin isolated': crossOriginIsolated ? 'yes' : 'no, so there is one thread: the server’s headers decide that',
    Cores: count(navigator.hardwareConcurrency),
    Browser: navigator.userAgent,
  };
  byId('machine').replaceChildren(
    ...Object.entries(facts).map(([name, value]) =>
      make('div', {}, make('dt', { textContent: name }), make('dd', { textContent: value })),
    ),
  );
}
