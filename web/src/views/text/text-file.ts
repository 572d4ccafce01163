// A file as text, or in words why it is none.
import { count } from '../../basics/format';
import { longest } from './plan';

const mostBytes = 4 * longest; // of UTF-8

export async function readText(file: File): Promise<string> {
  if (file.size === 0) throw new Error(`“${file.name}” is empty. Choose a file with text in it.`);
  if (file.size > mostBytes) {
    throw new Error(`“${file.name}” has ${count(file.size / 1e6)} MB: more than the ${count(longest)} characters this page takes. Cut it down first.`);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = decode(bytes);
  if (text === undefined || binary.test(text)) {
    throw new Error(`“${file.name}” is not a text file. Choose plain text, such as .txt or .md, not a picture, a PDF or a word processor’s file.`);
  }
  return text.replaceAll('\r\n', '\n');
}

/** Control characters that no text has. */
const binary = /[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/;

/** UTF-8, or UTF-16 if it says so in its first two bytes. */
function decode(bytes: Uint8Array): string | undefined {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  try {
    return new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
