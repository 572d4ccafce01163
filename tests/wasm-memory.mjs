// How much WebAssembly memory there is: the package itself does not tell.

/** Bytes of the WebAssembly memory of every module that starts in this realm from now on. */
export function watchWasmMemory() {
  const memories = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (module, imports) => {
    const instance = await instantiate(module, imports);
    if (!(instance instanceof WebAssembly.Instance)) return instance; // of bytes: a test of features
    const things = [instance.exports, ...Object.values(imports)].flatMap(Object.values);
    memories.push(things.find((thing) => thing instanceof WebAssembly.Memory));
    return instance;
  };
  return () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
