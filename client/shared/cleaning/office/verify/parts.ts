/**
 * One file of a cleaned document: XML in the one form that cleaning writes, without any of the
 * names that tell about writers, copies and other places; or a picture that its name fits.
 */
const TAG = /<(\/?)([\w:.-]+)((?: [\w:.-]+="[^"<]*")*)(\/?)>/y;
const SPACES = "openxmlformats\\.org|microsoft\\.com|microsoft-com|purl\\.(oclc\\.)?org|w3\\.org|oasis|documentfoundation";
const DECLARED = new RegExp(` xmlns(:\\w+)?="(?!(https?://(schemas\\.|www\\.)?|urn:(\\w+:names:tc:|schemas-)?)(${SPACES}))`);
const FORBIDDEN_ATTRIBUTE =
  / ([\w]+:)?(rsid\w*|author|initials|userName|refreshedBy|paraId|textId|anchorId|editId|uid|codeName|gfxdata|paragraph-rsid|TargetMode|descr|change-id|creator|docId)=/;
const FORBIDDEN_ELEMENT =
  /^(w:(ins|del|moveFrom|moveTo|delText|comment\w*|rsids?|\w+Change|docVars?|attachedTemplate|mailMerge|proofState|people|altChunk|control|fldData|dataBinding)|o:OLEObject|p:oleObj|(fileSharing|fileVersion|externalReferences|legacyDrawing|oleObjects|customSheetViews|extLst)|\w+:extLst|dc:\w+|meta:\w+|office:(annotation|scripts|forms|change-info|binary-data)|text:(tracked-changes|change|author-name|initial-creator|file-name|sender-\w+)|draw:(object-ole|plugin|applet|control))$/;
const OUTSIDE = / (xlink:href|Target|src|href)="(?!#|\/?[A-Za-z][\w /.-]*"|\[)/;
const MAGIC: Record<string, string> = { png: "\x89PNG\r\n\x1a\n", jpeg: "\xff\xd8\xff", gif: "GIF8", webp: "RIFF" };

export function checkPicture(name: string, bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  const magic = MAGIC[name.slice(name.lastIndexOf(".") + 1)];
  return magic !== undefined && head.startsWith(magic);
}

export function checkXml(bytes: Uint8Array): boolean {
  const xml = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const start = xml.indexOf("?>") + 2;
  return xml.startsWith('<?xml version="1.0" encoding="UTF-8"') && checkTags(xml, start);
}

function checkTags(xml: string, start: number): boolean {
  const open: string[] = [];
  const declared = new Set<string>();
  for (let at = xml.indexOf("<", start); at >= 0; at = xml.indexOf("<", at)) {
    TAG.lastIndex = at;
    const [whole, close, name = "", attributes = "", empty] = TAG.exec(xml) ?? [];
    if (whole === undefined || !isHarmless(name, attributes)) return false;
    if (!open.length) declare(attributes, declared);
    if (!declared.has(prefixOf(name)) || !areDeclared(attributes, declared)) return false;
    if (close) {
      if (attributes || empty || open.pop() !== name) return false;
    } else if (!empty) open.push(name);
    at += whole.length;
  }
  return open.length === 0;
}

const prefixOf = (name: string): string => name.slice(0, Math.max(name.indexOf(":"), 0));

/** Readers give up on a part with an attribute of an unknown prefix. */
function areDeclared(attributes: string, declared: Set<string>): boolean {
  if (!attributes.includes(":")) return true;
  const prefixed = attributes.matchAll(/ (\w+):[\w.-]+="/g);
  return [...prefixed].every(([, prefix = ""]) => /^xml(ns)?$/.test(prefix) || declared.has(prefix));
}

/** Only a root declares prefixes. */
function declare(attributes: string, declared: Set<string>): void {
  for (const [, prefix] of attributes.matchAll(/ xmlns(?::(\w+))?="/g)) declared.add(prefix ?? "");
}

function isHarmless(name: string, attributes: string): boolean {
  if (FORBIDDEN_ELEMENT.test(name) || !attributes) return !FORBIDDEN_ELEMENT.test(name);
  return !FORBIDDEN_ATTRIBUTE.test(attributes) && !DECLARED.test(attributes) && !OUTSIDE.test(attributes);
}
