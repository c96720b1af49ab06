/**
 * The kinds of resources (ISO 32000-1 §7.8.3) and the rule for each. Properties are not among them:
 * marks are taken out of the content.
 */
import type { Rule } from "./copier.ts";
import { shading, space } from "./rules_colour.ts";
import { font } from "./rules_fonts.ts";
import { pattern, state } from "./rules_state.ts";
import { xobject } from "./rules_xobjects.ts";

/** A function, because these rules and resources hold each other. */
export const resourceRules = (): Record<string, Rule> => ({
  ExtGState: state, ColorSpace: space, Pattern: pattern, Shading: shading, XObject: xobject, Font: font,
});
