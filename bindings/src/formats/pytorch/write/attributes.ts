// Names of layers as attributes of a module. What has dots is a module in a module: `head.0` is head["0"].
export const keywords = new Set(
  ('False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield').split(' '),
);

const isIdentifier = (name: string) => /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name);

/** How a layer's module is named, and the lines that make what it lies in. */
export class Attributes {
  readonly #made = new Set<string>();

  /** @throws TypeError for a name that Python does not take. */
  of(name: string): { self: string; made: string[] } {
    const [first, ...rest] = name.split('.');
    if (!isIdentifier(first!)) {
      throw new TypeError(`lstm: expected names of layers that can be attributes in Python, got '${name}'; give the layer another`);
    }
    const made: string[] = [];
    const self = rest.reduce((folder, part) => {
      if (!this.#made.has(folder)) made.push(`${folder} = nn.ModuleDict()`);
      this.#made.add(folder);
      return `${folder}[${JSON.stringify(part)}]`;
    }, `self.${first}`);
    return { self, made };
  }
}
