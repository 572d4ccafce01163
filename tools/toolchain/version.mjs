/** The first dotted number in `text` ("emcc 3.1.69-git" -> "3.1.69"), or undefined. */
export function versionIn(text) {
  return text?.match(/\d+(\.\d+)+/)?.[0];
}

/** Whether dotted `version` is `least` or newer; an unknown version is not. */
export function atLeast(version, least) {
  if (version === undefined) return false;
  const [have, want] = [version, least].map((text) => text.split('.').map(Number));
  const differs = want.findIndex((number, i) => (have[i] ?? 0) !== number);
  return differs < 0 || (have[differs] ?? 0) > want[differs];
}
