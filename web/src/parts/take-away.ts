// A network of a lab to take along: its file, and the code that opens it. In its markup `${name}-save`, `${name}-saved` and
// `${name}-code`.
import { byId, make, write } from '../basics/dom';
import { setUpCopying } from './copy';

interface Parcel {
  /** Of the file, without its ending. */
  file: string;
  code(file: string): string;
  /** undefined as long as there is none. */
  bytes(): Promise<Uint8Array> | undefined;
}

export function setUpTakeAway(name: string, { file, code, bytes }: Parcel): { show(isThere: boolean): void } {
  const button = byId<HTMLButtonElement>(`${name}-save`);
  const saved = byId(`${name}-saved`);
  const whole = `${file}.safetensors`;
  button.addEventListener('click', async () => {
    const made = await bytes();
    if (!made) return;
    const href = URL.createObjectURL(new Blob([made as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }));
    const link = make('a', { href, download: whole, textContent: whole });
    forget();
    saved.replaceChildren(link);
    link.click();
  });
  const forget = () => {
    for (const { href } of saved.querySelectorAll('a')) URL.revokeObjectURL(href);
    saved.replaceChildren();
  };
  write(byId(`${name}-code`), code(whole));
  setUpCopying(byId(`${name}-away`));
  return {
    show(isThere) {
      button.disabled = !isThere;
      forget();
    },
  };
}
