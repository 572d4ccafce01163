// Files that come from elsewhere onto the view of models.
import { visit } from './visit.mjs';

/** Files by name, as text that a page can be sent. */
export const sendable = (files) => Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);

/** Runs in a page: drops what was sent there. */
export function dropHere(sent) {
  const dataTransfer = new DataTransfer();
  for (const [name, text] of sent) dataTransfer.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], name));
  document.getElementById('view-model').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

export const drop = (page, files) => page.evaluate(dropHere, sendable(files));

/** Drops a folder, as from the desktop. */
export async function dropFolder(page, path) {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await browser.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
}

/** The view, with its code; nothing but what is asked for. */
export async function visitModel(scene, hash = '#model') {
  const visitor = await visit(scene, hash, { reducedMotion: 'reduce' });
  await visitor.page.waitForFunction(() => document.getElementById('link').value !== '');
  return visitor;
}
