// Buttons that copy what another element holds.
import { byId, write } from '../basics/dom';

const shownFor = 2000; // ms

/** In a part of the page, which says by its `[data-copied]` what has happened. */
export function setUpCopying(part: HTMLElement): void {
  const said = part.querySelector<HTMLElement>('[data-copied]')!;
  for (const button of part.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
    const label = button.textContent!;
    const source = byId(button.dataset.copy!);
    button.addEventListener('click', async () => {
      const text = source instanceof HTMLInputElement ? source.value : source.textContent!;
      const words = await navigator.clipboard.writeText(text).then(
        () => 'Copied',
        () => selected(source),
      );
      write(said, words);
      write(button, words);
      setTimeout(() => write(button, label), shownFor);
    });
  }
}

/** Where a browser refuses: all is marked, and the visitor copies it. */
function selected(source: HTMLElement): string {
  if (source instanceof HTMLInputElement) source.select();
  else getSelection()?.selectAllChildren(source);
  return 'Marked: now copy it';
}
