// Options of Keras's layers and ours, read and written by the same rows.

/** What came out of JSON. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a configuration is read with. */
export interface Reading {
  /** Of the layer, in an error's words: LSTM 'lstm_1'. */
  where: string;
  /** Keras's, by its first number; TensorFlow.js counts as 2. */
  version: number;
  /** Extents of what the layer reads, without the batch. */
  input: readonly (number | null)[];
  /** What was dropped or rewritten. */
  notes: string[];
}

/** One option, by Keras's name in a table. */
export interface Option {
  /** Its name in our layers; none where there is nothing to choose. */
  ours?: string;
  /** Ours, undefined for what is ours by default. Throws TypeError where there is no such value. */
  read(value: unknown, name: string, reading: Reading, config: Json): unknown;
  write(value: unknown): unknown;
  /** What Keras's may be, where they are words. */
  words?: string[];
  /** What a file means that does not say it; else what is ours by default. */
  missing?: unknown;
  /** Every file says it, for there is no one default. */
  isSaid?: boolean;
}

/** The same value under both names. */
export const as = (ours: string, missing?: unknown): Option => ({
  ours,
  missing,
  read: (value) => value ?? undefined,
  write: (value) => value,
});

type Word = string | ((reading: Pick<Reading, 'version'>) => string);

const writing = { version: 2 }; // which TensorFlow.js is
const spoken = (word: Word, reading: Pick<Reading, 'version'>) => (typeof word === 'string' ? word : word(reading));

/** A word, by Keras's; `null` is none. */
export function word(ours: string, words: Record<string, Word>): Option {
  return {
    ours,
    words: Object.keys(words),
    read(value, name, reading) {
      const its = String(functionName(value));
      if (!Object.hasOwn(words, its)) return refuse(name, Object.keys(words).join(', '), functionName(value), reading);
      return spoken(words[its]!, reading);
    },
    write: (value) => Object.keys(words).find((keras) => spoken(words[keras]!, writing) === value),
  };
}

/** What must be so, for there is nothing else of ours. */
export function only(wanted: unknown, ...alike: unknown[]): Option {
  const fits = [wanted, ...alike].map((value) => JSON.stringify(value));
  return {
    read: (value, name, reading) => (fits.includes(JSON.stringify(value)) ? undefined : refuse(name, fits.join(' or '), value, reading)),
    write: () => wanted,
  };
}

/** What changes nothing, whatever it is. */
export const ignored: Option = { read: () => undefined, write: () => undefined };

/** @throws TypeError */
export function refuse(name: string, wanted: string, value: unknown, { where }: Reading): never {
  const got = value === undefined ? 'none' : JSON.stringify(value);
  throw new TypeError(`lstm: expected ${name} of ${where} to be ${wanted}, got ${got}: train it with one of these, and save it again`);
}

/** Of Keras's own function, as Keras 3 may write it: an object. */
function functionName(value: unknown): unknown {
  const { class_name, module, config } = (value ?? {}) as Json;
  const isOwn = class_name === 'function' && (module === undefined || /^keras\b/.test(String(module)));
  return isOwn ? config : value;
}

/** What changes no prediction, and is known without a file: of the start, of speed. */
const silent = /_initializer$|^(name|dtype|trainable|batch_input_shape|batch_shape|batch_size|input_dtype|input_shape|input_length|implementation|unroll|seed|build_config|unit_forget_bias|zero_output_for_mask|registered_name|autocast)$/;
/** What trains otherwise, and is dropped with a word. */
const dropped = /_(regularizer|constraint)$/;

const isNothing = (value: unknown) => value === null || value === undefined || value === false;

/** Our options of Keras's. Throws TypeError for what changes a prediction and is not ours. */
export function readOptions(config: Json, options: Record<string, Option>, reading: Reading): Json {
  const read: Json = {};
  for (const [name, option] of Object.entries(options)) {
    const value = config[name] === undefined ? option.missing : config[name];
    if (value === undefined && !option.isSaid) continue;
    const its = option.read(value, name, reading, config);
    if (option.ours !== undefined && its !== undefined) read[option.ours] = its;
  }
  for (const [name, value] of Object.entries(config)) {
    if (Object.hasOwn(options, name) || silent.test(name) || isNothing(value)) continue;
    if (!dropped.test(name)) throw new TypeError(`lstm: expected no ${name} of ${reading.where}, got ${JSON.stringify(value)}: save it again without`);
    reading.notes.push(`${name} of ${reading.where} is dropped`);
  }
  expectFloats(config.dtype, reading);
  return read;
}

/** All is computed in floats of 32 bits, as the weights are of Keras's mixed policies, too. */
function expectFloats(dtype: unknown, reading: Reading): void {
  const { config } = (dtype ?? {}) as { config?: { name?: unknown } };
  const name = config?.name ?? dtype;
  if (/float(16|64)$/.test(String(name))) reading.notes.push(`${reading.where} computes in float32, not in ${name}`);
}

/** Keras's options of ours. */
export function writeOptions(layer: Json, options: Record<string, Option>): Json {
  const written = Object.entries(options).map(([name, { ours, write }]) => [name, write(ours === undefined ? undefined : layer[ours])]);
  return Object.fromEntries(written.filter(([, value]) => value !== undefined));
}
