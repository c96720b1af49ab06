/**
 * PostScript inside a PDF (character maps, calculator functions): the same tokens without comments
 * and without what comes from nowhere.
 */
import { Keyword, Lexer, type Token } from "./lexer.ts";
import { Sink } from "./sink.ts";
import { Text } from "./values.ts";

const CALCULATES = /^([{}]|abs|add|atan|ceiling|cos|cvi|cvr|div|exp|floor|idiv|ln|log|mod|mul|neg|round|sin|sqrt|sub|truncate|and|bitshift|eq|false|ge|gt|le|lt|ne|not|or|true|xor|if|ifelse|copy|dup|exch|index|pop|roll)$/;
const MAPS = /^(begin(bfchar|bfrange|cidchar|cidrange|notdefchar|notdefrange|codespacerange|cmap)|end(bfchar|bfrange|cidchar|cidrange|notdefchar|notdefrange|codespacerange|cmap)|usecmap|findresource|begin|end|dict|dup|def|pop|currentdict|defineresource|put|[[\]]|<<|>>|true|false)$/;

export const cleanFunction = (bytes: Uint8Array): Uint8Array => filtered(bytes, CALCULATES, (token) => typeof token === "number");

/** Strings of letters become empty: a map's meaning is in hexadecimal ones. */
export const cleanMap = (bytes: Uint8Array): Uint8Array => filtered(bytes, MAPS, () => true);

function filtered(bytes: Uint8Array, words: RegExp, keep: (token: Token) => boolean): Uint8Array {
  const lexer = new Lexer(bytes);
  const out = new Sink();
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    if (token instanceof Keyword ? !words.test(token.text) : !keep(token)) continue;
    const free = token instanceof Text && bytes[lexer.start] === 40;
    if (free) out.text("()");
    else out.put(bytes.subarray(lexer.start, lexer.at));
    out.text("\n");
  }
  return out.bytes();
}
