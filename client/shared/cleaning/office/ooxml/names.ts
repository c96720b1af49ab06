/**
 * The vocabularies of OOXML that are carried over (ECMA-376 part 1, MS-DOCX, MS-ODRAWXML), each
 * under the prefix that everybody knows it by. Strict documents become transitional ones, which
 * every reader opens. Elements and attributes of any other namespace are left out: that is where
 * ids of revisions, of comments' authors and of cloud documents live.
 */
const TRANSITIONAL = "http://schemas.openxmlformats.org";
const STRICT = "http://purl.oclc.org/ooxml";
const MS = "http://schemas.microsoft.com/office";

const BOTH: [prefix: string, path: string, strict?: string][] = [
  ["w", "/wordprocessingml/2006/main", "/wordprocessingml/main"],
  ["x", "/spreadsheetml/2006/main", "/spreadsheetml/main"],
  ["p", "/presentationml/2006/main", "/presentationml/main"],
  ["r", "/officeDocument/2006/relationships", "/officeDocument/relationships"],
  ["m", "/officeDocument/2006/math", "/officeDocument/math"],
  ["a", "/drawingml/2006/main", "/drawingml/main"],
  ["wp", "/drawingml/2006/wordprocessingDrawing", "/drawingml/wordprocessingDrawing"],
  ["xdr", "/drawingml/2006/spreadsheetDrawing", "/drawingml/spreadsheetDrawing"],
  ["pic", "/drawingml/2006/picture", "/drawingml/picture"],
  ["c", "/drawingml/2006/chart", "/drawingml/chart"],
  ["dgm", "/drawingml/2006/diagram", "/drawingml/diagram"],
  ["mc", "/markup-compatibility/2006"],
];

export const PREFIXES: ReadonlyMap<string, string> = new Map([
  ...BOTH.map(([prefix, path]): [string, string] => [TRANSITIONAL + path, prefix]),
  ...BOTH.map(([prefix, path, strict]): [string, string] => [STRICT + (strict ?? path), prefix]),
  [`${MS}/word/2010/wordml`, "w14"],
  [`${MS}/word/2010/wordprocessingDrawing`, "wp14"],
  [`${MS}/word/2010/wordprocessingShape`, "wps"],
  [`${MS}/word/2010/wordprocessingGroup`, "wpg"],
  [`${MS}/word/2010/wordprocessingCanvas`, "wpc"],
  [`${MS}/drawing/2010/main`, "a14"],
  ["urn:schemas-microsoft-com:vml", "v"],
  ["urn:schemas-microsoft-com:office:office", "o"],
  ["urn:schemas-microsoft-com:office:word", "w10"],
]);

/** Namespaces that a reader of the first standard must be told to ignore (ECMA-376 part 3 §7.2). */
export const IGNORABLE = /^(w14|wp14|a14)$/;

const list = (text: string): Set<string> => new Set(text.trim().split(/\s+/));
const under = (prefix: string, text: string): Set<string> =>
  new Set([...list(text)].map((name) => `${prefix}:${name}`));

/** What may stand directly in the elements where applications put what is about a file. */
export const CHILDREN: Record<string, Set<string>> = {
  "w:settings": under(
    "w",
    `mirrorMargins bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop defaultTabStop
    autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps evenAndOddHeaders
    bookFoldRevPrinting bookFoldPrinting displayBackgroundShape noPunctuationKerning
    characterSpacingControl strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore footnotePr
    endnotePr compat themeFontLang clrSchemeMapping`,
  ).add("m:mathPr"),
  "w:document": under("w", "background body"),
  "w:ffData": under("w", "name enabled calcOnExit checkBox ddList textInput"),
  "w:sdtPr": under("w", "rPr lock text richText comboBox dropDownList date docPartObj docPartList picture group equation temporary").add("w14:checkbox"),
  "x:workbook": under("x", "workbookPr bookViews sheets definedNames calcPr"),
  "x:worksheet": under(
    "x",
    `sheetPr dimension sheetViews sheetFormatPr cols sheetData autoFilter sortState mergeCells
    phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup
    headerFooter rowBreaks colBreaks ignoredErrors drawing tableParts`,
  ),
  "x:chartsheet": under("x", "sheetPr sheetViews pageMargins pageSetup headerFooter drawing"),
  "x:styleSheet": under("x", "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors"),
  "x:table": under("x", "autoFilter sortState tableColumns tableStyleInfo"),
  "x:sheetView": under("x", "pane"),
  "p:presentation": under("p", "sldMasterIdLst notesMasterIdLst sldIdLst sldSz notesSz kinsoku defaultTextStyle"),
  "p:sld": under("p", "cSld clrMapOvr"),
  "p:notes": under("p", "cSld clrMapOvr"),
  "p:sldLayout": under("p", "cSld clrMapOvr hf"),
  "p:sldMaster": under("p", "cSld clrMap sldLayoutIdLst hf txStyles"),
  "p:notesMaster": under("p", "cSld clrMap hf notesStyle"),
  "p:cSld": under("p", "bg spTree"),
  "p:nvPr": under("p", "ph"),
  "c:chartSpace": under("c", "date1904 roundedCorners style clrMapOvr chart spPr txPr"),
  "dgm:dataModel": under("dgm", "ptLst cxnLst bg whole"),
  "a:theme": under("a", "themeElements objectDefaults extraClrSchemeLst"),
};

/** Goes with everything in it. */
export const DROPPED = new Set([
  ...under(
    "w",
    `del moveFrom delText delInstrText moveFromRangeStart moveFromRangeEnd moveToRangeStart
    moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart
    customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd
    customXmlMoveToRangeStart customXmlMoveToRangeEnd cellIns cellDel cellMerge commentRangeStart
    commentRangeEnd commentReference annotationRef proofErr permStart permEnd rsid nsid tmpl
    smartTagPr customXmlPr fldData control movieReference contentPart subDoc altName
    printerSettings embedRegular embedBold embedItalic embedBoldItalic lastRenderedPageBreak
    rPrChange pPrChange sectPrChange tblPrChange tblPrExChange tcPrChange trPrChange tblGridChange
    numberingChange objectEmbed objectLink divId`,
  ),
  ...under("x", "extLst customSheetViews oleObjects controls legacyDrawing picture webPublishItems"),
  ...under("p", "extLst custDataLst controls timing transition contentPart embed link"),
  ...under("a", "extLst audioCd wavAudioFile audioFile videoFile quickTimeFile snd"),
  ...under("c", "extLst externalData printSettings pivotSource userShapes pivotFmts"),
  ...under("o", "OLEObject ink signatureline relationtable"),
  ...["dgm:extLst", "v:textdata", "wp:extLst", "pic:extLst", "wps:extLst", "w14:contentPart"],
]);

/** Goes, and leaves what is in it: text that was inserted is text. */
export const UNWRAPPED = under("w", "ins moveTo smartTag customXml");

/** Text anywhere else is seen by nobody. */
export const TEXTUAL = new Set([
  ...under("w", "t instrText"),
  ...under("a", "t tableStyleId"),
  ...under("m", "t"),
  ...under("x", "t v f formula formula1 formula2 definedName calculatedColumnFormula totalsRowFormula"),
  ...under("x", "oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter"),
  ...under("c", "v f formatCode separator"),
  ...under("wp", "align posOffset"),
  ...under("wp14", "pctPosHOffset pctPosVOffset pctWidth pctHeight"),
  ...under("xdr", "col colOff row rowOff"),
]);

/** Means nothing without a child, and is an error to programs that read it. */
export const NEEDS_CHILD = new Set([
  ...under("x", "hyperlinks tableParts definedNames dataValidations ignoredErrors"),
  ...under("p", "notesMasterIdLst sldLayoutIdLst sldIdLst"),
  "mc:AlternateContent",
  "a:graphicData",
]);
