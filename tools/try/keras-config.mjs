// Configurations of Keras as TensorFlow.js reads them. Throws for what it would compute otherwise.
import { resetAfter } from './reset-after.mjs';

/** Keras 3's way of masks, which TensorFlow.js passes on by itself. */
const ofMasks = ['NotEqual', 'Any'];

/** A model's, of any version. @param features - what the first kernel is for */
export function forTensorFlow({ class_name, config }, version, features) {
  const isNewer = Number.parseInt(version) >= 3;
  const list = Array.isArray(config) ? config : config.layers;
  const layers = list.filter((layer) => !ofMasks.includes(layer.class_name)).map((layer) => layerFor(layer, isNewer));
  const name = config.name ?? 'model';
  if (class_name === 'Sequential') return { class_name, config: { name, layers: withShape(layers, config.build_input_shape, features) } };
  const ends = Object.fromEntries(['input_layers', 'output_layers'].map((key) => [key, [config[key]].flat(typeof config[key][0] === 'string' ? 0 : 1)]));
  return { class_name: 'Model', config: { name, layers, ...ends } };
}

const mostSteps = 500; // TensorFlow.js would take minutes for more

/** The first layer has to say what it reads: texts are as long here as they are given, where they are long. */
function withShape([first, ...others], shape, features) {
  const { batch_input_shape = shape, ...config } = first.config;
  const isLong = first.class_name === 'Embedding' && batch_input_shape?.[1] > mostSteps;
  const known = batch_input_shape?.length > 2 ? [...batch_input_shape.slice(0, -1), batch_input_shape.at(-1) ?? features] : batch_input_shape;
  return [{ ...first, config: { ...config, batch_input_shape: isLong ? [null, null] : known } }, ...others];
}

const quick = { class_name: 'Zeros', config: {} }; // what is drawn is replaced

function layerFor({ class_name, config, name, inbound_nodes }, isNewer) {
  const { dtype, module, batch_shape, backward_layer, zero_output_for_mask, input_length, ...options } = config;
  expectAlike(options, isNewer);
  const its = Object.entries(options).map(([key, value]) => [key, valueFor(key, value, isNewer)]);
  const shape = batch_shape ? { batch_input_shape: batch_shape } : {};
  const plain = { class_name, config: { ...Object.fromEntries(its), ...shape } };
  return {
    ...(class_name === 'GRU' && options.reset_after ? resetAfter(plain.config) : plain),
    ...(name !== undefined && { name }),
    ...(inbound_nodes && { inbound_nodes: inbound_nodes.map(nodeFor) }),
  };
}

function valueFor(key, value, isNewer) {
  if (key.endsWith('_initializer')) return quick;
  if (/_(regularizer|constraint)$/.test(key)) return null;
  if (key === 'layer') return layerFor(value, isNewer);
  return value === 'silu' ? 'swish' : value;
}

/** Keras 3's nodes as Keras 2's. */
function nodeFor(node) {
  if (Array.isArray(node)) return node;
  return node.args.flat().map(({ config: { keras_history: [name, call, output] } }) => [name, call, output, {}]);
}

function expectAlike({ activation, recurrent_activation }, isNewer) {
  const isHard = [activation, recurrent_activation].includes('hard_sigmoid');
  if (isHard && isNewer) throw new Error("TensorFlow.js has another hard_sigmoid than Keras 3's");
}
