/**
 * Forms and pictures (ISO 32000-1 §8.9, §8.10).
 */
import { deflated, type Rule, type Table } from "./copier.ts";
import { drawn } from "./drawn.ts";
import { cleanPixels } from "./pixels.ts";
import { space } from "./rules_colour.ts";
import { either, flag, late, name, number, numbers, oneOf } from "./rules.ts";
import { group } from "./rules_state.ts";
import { type Dict, Name, named, Stream } from "./values.ts";

const FORM: Table = {
  Type: oneOf("XObject"), Subtype: oneOf("Form"), FormType: number, BBox: numbers, Matrix: numbers, Group: late(() => group),
};

export const form: Rule = (value, copier) => {
  if (!(value instanceof Stream)) return undefined;
  return copier.layers.isHidden(value.dict.get("OC")) ? nothing() : drawn(value, FORM, copier);
};

/** Takes the place of what is hidden or of a kind that no viewer draws. */
function nothing(): Stream {
  const dict: Dict = new Map();
  dict.set("Type", new Name("XObject")).set("Subtype", new Name("Form")).set("BBox", [0, 0, 0, 0]);
  return deflated(dict, new Uint8Array());
}

const soft: Rule = (value, copier) => image(value, copier);
export const IMAGE: Table = {
  Type: oneOf("XObject"), Subtype: oneOf("Image"), Width: number, Height: number, ColorSpace: space, BitsPerComponent: number,
  Intent: name, ImageMask: flag, Mask: either(numbers, soft), Decode: numbers, Interpolate: flag, SMask: soft, SMaskInData: number, Matte: numbers,
};

const image: Rule = (value, copier) => (value instanceof Stream ? cleanPixels(value, IMAGE, copier) : undefined);

export const xobject: Rule = (value, copier) => {
  if (!(value instanceof Stream)) return undefined;
  const kind = named(copier.get(value.dict, "Subtype"));
  if (copier.layers.isHidden(value.dict.get("OC"))) return nothing();
  if (kind === "Image") return image(value, copier);
  return kind === "Form" ? form(value, copier) : nothing();
};
