// Registers the service worker, which makes the page work offline and gives it threads on hosts that
// can't send the headers for them: for these the page is loaded once more, through the worker.

const flag = 'lstm-wasm: loaded once more';
const patience = 2000; // ms

/** Rejects where there can be none. */
async function register(): Promise<void> {
  if (import.meta.env.DEV) throw new Error('There is no service worker in development.');
  await navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI));
  await navigator.serviceWorker.ready;
}

/** Once a tab, and never again while it does not help; a browser that can't remember that is left alone. */
function mayReload(): boolean {
  try {
    const been = sessionStorage.getItem(flag) !== null;
    if (crossOriginIsolated) sessionStorage.removeItem(flag);
    else sessionStorage.setItem(flag, '');
    return !been && !crossOriginIsolated;
  } catch {
    return false;
  }
}

async function settle(): Promise<void> {
  const registered = register().then(() => true, () => false);
  if (!mayReload() || navigator.serviceWorker?.controller) return;
  const tooLong = new Promise<false>((resolve) => setTimeout(resolve, patience, false));
  if (!(await Promise.race([registered, tooLong]))) return;
  location.reload();
  await new Promise(() => {}); // nothing begins in a page that goes
}

/** The page has all the isolation that it will have: work may begin. */
export const settled = settle();

/** Everything that works with this variant of the network, for the next time without a connection. */
export async function keepForOffline(variant: string): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.active?.postMessage({ variant });
}
