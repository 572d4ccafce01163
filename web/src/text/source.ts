// The text to learn from: the book that comes with the page, or the visitor's own.

let book: Promise<string> | undefined;

export function mobyDick(): Promise<string> {
  book ??= load().catch((error: unknown) => {
    book = undefined; // the next start tries again
    throw error;
  });
  return book;
}

async function load(): Promise<string> {
  const address = new URL('moby-dick.txt', document.baseURI);
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) throw new Error(`Moby-Dick could not be loaded from ${address.href}. Try again, or paste a text.`);
  return response.text();
}
