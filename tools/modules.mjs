/** Where the preset of a build, such as `simd` or `relaxed-threads`, leaves its module. */
export function moduleOf(build, end) {
  const [processor, ...threads] = build.split('-');
  return `build/${['wasm', ...threads].join('-')}/bindings/${processor}/lstm.${end}`;
}
