// What torch.save writes since PyTorch 1.6: a zip archive of a pickle, data.pkl, and of storages, data/0 ...
import { isZip, unzip } from '../unzip.js';
import { unpickled, type Value } from './pickle.js';
import type { Storages } from './tensors.js';

const saveAgain = 'torch.save(model.state_dict(), ...)';

/** @throws TypeError for other archives, saying how to make one of them. */
export function opened(bytes: Uint8Array): { root: Value; storages: Storages } {
  if (!isZip(bytes)) throw new TypeError(`lstm: expected a file of torch.save, ${whatElse(bytes)}`);
  const members = unzip(bytes, (name) => /(^|\/)(data\.pkl|byteorder|constants\.pkl|data\/\d+)$/.test(name));
  const names = [...members.keys()];
  const pickle = names.find((name) => name.endsWith('data.pkl'));
  if (pickle === undefined) throw new TypeError('lstm: expected an archive of torch.save with a data.pkl, got one without');
  const folder = pickle.slice(0, -'data.pkl'.length);
  if (members.has(`${folder}constants.pkl`)) {
    throw new TypeError(`lstm: expected a state dict, got TorchScript; model = torch.jit.load(...), then ${saveAgain}, makes one`);
  }
  const order = members.get(`${folder}byteorder`);
  return {
    root: unpickled(members.get(pickle)!),
    storages: {
      little: !order || new TextDecoder().decode(order) === 'little',
      bytes: (key) => members.get(`${folder}data/${key}`),
    },
  };
}

/** What a file is that is no archive, by its first bytes, and what makes it one. */
function whatElse(bytes: Uint8Array): string {
  const begin = String.fromCharCode(...bytes.subarray(0, 8));
  if (bytes[0] === 0x80) return `got a pickle, as PyTorch before 1.6 wrote it; torch.save(torch.load(...), ...) with a newer one makes an archive of it`;
  if (begin === '\x89HDF\r\n\x1a\n') return `got an HDF5 file, which lstm-wasm/keras reads`;
  return `got ${bytes.length} other bytes`;
}
