// Files that are chosen or dropped anywhere on the view, with those of folders.
import { byId } from '../../basics/dom';

const view = byId('view-model');

/** All files of a folder and of those in it. */
async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return files;
    for (const its of entries) files.push(...(await filesIn(its)));
  }
}

async function dropped({ items, files }: DataTransfer): Promise<File[]> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const folders = entries.filter(({ isDirectory }) => isDirectory);
  if (folders.length === 0) return [...files];
  return (await Promise.all(entries.map(filesIn))).flat();
}

function setUpDropping(onFiles: (files: Promise<File[]>) => void): void {
  view.addEventListener('dragover', (event) => {
    event.preventDefault();
    view.classList.add('dropping');
  });
  view.addEventListener('dragleave', (event) => {
    if (!view.contains(event.relatedTarget as Node | null)) view.classList.remove('dropping');
  });
  view.addEventListener('drop', (event) => {
    event.preventDefault();
    view.classList.remove('dropping');
    onFiles(dropped(event.dataTransfer!));
  });
}

/** Calls with whatever files come, none at all left out. */
export function setUpTaking(onFiles: (files: File[]) => void): void {
  const take = (files: File[]) => files.length > 0 && onFiles(files);
  for (const id of ['load', 'load-folder']) {
    const chooser = byId<HTMLInputElement>(id);
    chooser.addEventListener('change', () => {
      take([...chooser.files!]);
      chooser.value = ''; // so that the same can be chosen again
    });
  }
  setUpDropping((files) => void files.then(take));
}
