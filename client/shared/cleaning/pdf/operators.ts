/**
 * The operators that draw (ISO 32000-1 Annex A) and what each takes: n number, / name, s string,
 * a array. An operator that is not here, or has other operands, is left out.
 */
export const OPERATORS = new Map(Object.entries({
  w: "n", J: "n", j: "n", M: "n", d: "an", ri: "/", i: "n", gs: "/", q: "", Q: "", cm: "nnnnnn",
  m: "nn", l: "nn", c: "nnnnnn", v: "nnnn", y: "nnnn", h: "", re: "nnnn",
  S: "", s: "", f: "", F: "", "f*": "", B: "", "B*": "", b: "", "b*": "", n: "", W: "", "W*": "",
  BT: "", ET: "", Tc: "n", Tw: "n", Tz: "n", TL: "n", Tf: "/n", Tr: "n", Ts: "n", Td: "nn", TD: "nn", Tm: "nnnnnn", "T*": "",
  Tj: "s", TJ: "a", "'": "s", '"': "nns", d0: "nn", d1: "nnnnnn",
  CS: "/", cs: "/", G: "n", g: "n", RG: "nnn", rg: "nnn", K: "nnnn", k: "nnnn", sh: "/", Do: "/",
}));

/** Colours take as many numbers as their space has, and maybe a pattern's name. */
export const COLOURS = /^(SC|SCN|sc|scn)$/;
export const COLOUR_OPERANDS = /^n{0,32}\/?$/;

export const PATH = /^(m|l|c|v|y|h|re)$/;
export const CLIP = /^W\*?$/;
export const PAINT = /^([SsFn]|[fBb]\*?)$/;
/** What shows something by itself. */
export const SHOW = /^(Tj|TJ|'|"|sh|Do)$/;
