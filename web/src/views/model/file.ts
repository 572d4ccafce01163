// A model's file: what its header says, and its name.
import { loadLanguageModel } from 'lstm-wasm/worker';
import { words } from '../../basics/format';
import type { Bench } from '../../parts/workbench';

const mostBytes = 500e6;

export async function readModel(file: File): Promise<Bench> {
  const refuse = (why: string) => new Error(`“${file.name}” is not a network that this page can read: ${why} Choose a file that was saved here.`);
  if (file.size === 0) throw refuse('it is empty.');
  if (file.size > mostBytes) throw refuse(`it has ${Math.round(file.size / 1e6)} MB.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const model = await loadLanguageModel(bytes).catch((error: unknown) => {
    throw refuse(`${words(error)}.`);
  });
  const { tokenizer } = model;
  const beginning = ['\n', 'T', ' '].find((one) => tokenizer.vocabulary.includes(one)) ?? tokenizer.vocabulary.at(-1)!;
  return { model, tokenizer, name: file.name, text: '', unseen: '', beginning, design: designIn(bytes) };
}

/** From the header, which the library has found good. */
function designIn(bytes: Uint8Array): Bench['design'] {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const { cell = 'lstm', embeddingDim, units } = JSON.parse(header.__metadata__['lstm-wasm']).languageModel;
  return { cell, embeddingDim, units };
}

/** The same for every save of the same model: Moby-Dick -> moby-dick-lstm-128.safetensors */
export function fileName({ name, design }: Bench): string {
  const plain = name.replace(/\.safetensors$/, '').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  return name.endsWith('.safetensors') ? name : `${plain}-${design.cell.toLowerCase()}-${design.units.join('-')}.safetensors`;
}
