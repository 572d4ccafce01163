// Where things are, for an agent in a page: beside it.
const url = (name) => new URL(name, document.baseURI).href;

export const readBytes = async (name) => (await fetch(url(name))).arrayBuffer();
export const packageUrl = (entry) => url(`package/${entry}.js`);
export const tensorflowFiles = () => url('tensorflow/');
export const onnxruntimeFiles = () => url('onnxruntime/');
