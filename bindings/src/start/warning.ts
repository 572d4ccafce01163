// What is no error but worth a word, once.
let silent = false;

/** No words from now on. */
export function silence(): void {
  silent = true;
}

/** Says why data are hard to learn from, if they are: the first time that there is a reason, and no more. */
export function warnOnce(why: () => string): void {
  if (silent) return;
  const reason = why();
  if (reason === '') return;
  silence();
  console.warn(reason);
}
