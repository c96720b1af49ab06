/**
 * The vocabularies of OpenDocument 1.3 that are carried over, and what is left out of them.
 * Extensions of single programs are left out whole: revision ids and settings live there.
 */
const OASIS = "urn:oasis:names:tc:opendocument:xmlns:";
const one = (prefix: string, name = prefix): [string, string] => [`${OASIS}${name}:1.0`, prefix];

export const PREFIXES: ReadonlyMap<string, string> = new Map([
  ...["office", "style", "text", "table", "chart", "dr3d", "presentation", "meta"].map((name) => one(name)),
  one("draw", "drawing"),
  one("fo", "xsl-fo-compatible"),
  one("svg", "svg-compatible"),
  one("number", "datastyle"),
  one("smil", "smil-compatible"),
  [`${OASIS}of:1.2`, "of"],
  ["http://www.w3.org/1999/xlink", "xlink"],
  ["http://purl.org/dc/elements/1.1/", "dc"],
  ["http://www.w3.org/1998/Math/MathML", "math"],
  ["urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0", "loext"],
]);

const under = (prefix: string, names: string): string[] =>
  names.trim().split(/\s+/).map((name) => `${prefix}:${name}`);

/** Goes with everything in it. */
export const DROPPED = new Set([
  ...under("office", "scripts event-listeners forms meta settings annotation annotation-end dde-source binary-data change-info change-track-table-cell"),
  ...under(
    "text",
    `tracked-changes change change-start change-end dde-connection-decls dde-connection-decl
    section-source alphabetical-index-auto-mark-file script reference-mark reference-mark-start
    reference-mark-end bibliography-configuration toc-mark-user`,
  ),
  ...under(
    "table",
    `tracked-changes dde-links dde-link table-source cell-range-source database-source-sql
    database-source-table database-source-query data-pilot-tables source-service scenario
    consolidation database-ranges`,
  ),
  ...under("draw", "control applet plugin object-ole floating-frame image-map"),
  ...under("presentation", "sound animations settings show event-listener"),
  ...under("svg", "title desc font-face-src definition-src"),
]);

/** Fields that show what is about the document or its writer: gone with their text. */
export const BLANKED = new Set(
  under(
    "text",
    `author-name author-initials initial-creator creator creation-date creation-time
    modification-date modification-time print-date print-time printed-by editing-cycles
    editing-duration file-name template-name sender-firstname sender-lastname sender-initials
    sender-title sender-position sender-email sender-phone-private sender-fax sender-company
    sender-phone-work sender-street sender-city sender-postal-code sender-country
    sender-state-or-province`,
  ),
);

/** Goes, and leaves its text: what the field or mark is bound to is kept by nobody. */
export const UNWRAPPED = new Set([
  ...under(
    "text",
    `title subject keywords description user-defined date time database-display database-next
    database-row-select database-row-number database-name dde-connection execute-macro meta
    meta-field bibliography-mark reference-ref measure`,
  ),
  "loext:content-control",
]);

/** Shapes are named after files; styles are found by their names. */
export const SHAPES =
  /^draw:(frame|image|g|rect|line|polyline|polygon|regular-polygon|path|circle|ellipse|connector|caption|custom-shape|text-box|object|page-thumbnail|measure|layer-set)$|^dr3d:/;

/** What stays a value although text is not shown there. */
export const ROOTS = /^(office:document-content|office:document-styles|math:math)$/;
