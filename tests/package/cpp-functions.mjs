// How long the functions of a C++ source are, in lines from head to closing brace. A function is what stands in braces
// behind a head with parentheses, in a file, a namespace or a class; lambdas and loops are part of the one around them.

/** Its lines stay where they are; comments, texts, characters and the preprocessor's lines are blank. */
const bare = (source) =>
  source.replace(/\/\/.*|\/\*[\s\S]*?\*\/|"(\\.|[^"\\\n])*"|\B'(\\.|[^'\\\n])+'|^#.*/gm, (found) => found.replace(/[^\n]/g, ' '));

const room = /^(template\s*<[^{]*>\s*)?(namespace|struct|class|enum|union)\b/;

/** What a brace or parenthesis behind a head begins; of a member that goes on after it: a part. */
function kindOf(mark, head) {
  if (mark === '(' || /[\w>]$/.test(head)) return 'part';
  if (room.test(head)) return 'room';
  return head.includes('(') && !head.endsWith('= ') ? 'function' : 'value';
}

/** Each as { head, lines }. */
export function functionsOf(source) {
  const code = bare(source);
  const lines = (from, to) => code.slice(from, to + 1).split('\n').length;
  const functions = [];
  const open = []; // rooms, then what is around this place in one of their members
  const inRoom = () => open.every(({ kind }) => kind === 'room');
  let end = 0; // of the member before this place
  for (const { 0: mark, index } of code.matchAll(/[{}();]|\b(public|private|protected):/g)) {
    let done = inRoom(); // is the member before?
    if (mark === '{' || mark === '(') {
      const head = code.slice(end, index).trimStart();
      const kind = inRoom() ? kindOf(mark, head) : 'part';
      open.push({ kind, head, from: index - head.length });
      done = kind === 'room';
    } else if (mark === '}' || mark === ')') {
      const { kind, head, from } = open.pop();
      if (kind === 'function') functions.push({ head, lines: lines(from, index) });
      done = kind !== 'part';
    }
    if (done) end = index + mark.length;
  }
  return functions;
}
