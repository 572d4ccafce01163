// The tensors of a charRNN folder: manifest.json names them, each is a file of 32-bit floats, the lowest byte first.
import { kind } from '../../values/expect.js';
import { product } from '../../values/input.js';
import { Tensor } from '../../values/tensor.js';
import { parsed, type ReadFile } from '../folder.js';

interface Entry {
  filename: string;
  shape: number[];
}

const isEntry = (entry: unknown): entry is Entry => {
  const { filename, shape } = (entry ?? {}) as Partial<Entry>;
  const isExtent = (extent: unknown) => Number.isInteger(extent) && (extent as number) > 0;
  return typeof filename === 'string' && /^[\w.-]+$/.test(filename) && Array.isArray(shape) && shape.every(isExtent);
};

/** What is there by which name, and a way to read it. */
export class Manifest {
  readonly names: string[];

  private constructor(
    readonly entries: Map<string, unknown>,
    readonly read: ReadFile,
  ) {
    this.names = [...entries.keys()];
  }

  static async of(read: ReadFile): Promise<Manifest> {
    const manifest = parsed(await read('manifest.json'), 'manifest.json');
    if (kind(manifest) !== 'object') throw new TypeError(`lstm: expected an object of tensors in manifest.json, got ${kind(manifest)}`);
    return new Manifest(new Map(Object.entries(manifest as object)), read);
  }

  /** A tensor of so many axes. */
  async tensor(name: string, axes: number): Promise<Tensor> {
    const entry = this.entries.get(name);
    if (!isEntry(entry) || entry.shape.length !== axes) {
      const came = entry === undefined ? this.names.join(', ') : JSON.stringify(entry);
      throw new TypeError(`lstm: expected the file and the shape, of ${axes} axes, of '${name}' in manifest.json, got ${came}`);
    }
    const { filename, shape } = entry;
    const bytes = await this.read(filename);
    if (bytes.length !== 4 * product(shape)) {
      throw new TypeError(`lstm: expected ${4 * product(shape)} bytes in '${filename}' of shape [${shape.join(', ')}], got ${bytes.length}`);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return new Tensor(Float32Array.from({ length: bytes.length / 4 }, (_, n) => view.getFloat32(4 * n, true)), shape);
  }
}
