/**
 * The kinds of parts that a cleaned document may have: how others relate to it, its content type,
 * and where it stands. A part of any other kind is left behind, with every reference to it.
 */
export interface PartKind {
  /** Content type; pictures have theirs from their bytes. */
  type: string;
  /** The path, with # where a number may stand. */
  path: string;
}

const OFFICE = "application/vnd.openxmlformats-officedocument.";
const kind = (type: string, path: string): PartKind => ({ type: `${OFFICE}${type}+xml`, path });

const main = (name: string, path: string): PartKind => kind(`${name}.main`, path);

const drawn = (folder: string): Record<string, PartKind> => ({
  theme: kind("theme", `${folder}/theme/theme#.xml`),
  chart: kind("drawingml.chart", `${folder}/charts/chart#.xml`),
  diagramData: kind("drawingml.diagramData", `${folder}/diagrams/data#.xml`),
  diagramLayout: kind("drawingml.diagramLayout", `${folder}/diagrams/layout#.xml`),
  diagramQuickStyle: kind("drawingml.diagramStyle", `${folder}/diagrams/quickStyle#.xml`),
  diagramColors: kind("drawingml.diagramColors", `${folder}/diagrams/colors#.xml`),
  image: { type: "image", path: `${folder}/media/image#` },
});

export interface Application {
  extension: "docx" | "xlsx" | "pptx";
  main: PartKind;
  /** By the last word of the relationship's type. */
  parts: ReadonlyMap<string, PartKind>;
}

const word = (name: string, path = `word/${name}.xml`): PartKind => kind(`wordprocessingml.${name}`, path);
const sheet = (name: string, path: string): PartKind => kind(`spreadsheetml.${name}`, `xl/${path}.xml`);
const slides = (name: string): PartKind => kind(`presentationml.${name}`, `ppt/${name}s/${name}#.xml`);

const WORD: Application = {
  extension: "docx",
  main: main("wordprocessingml.document", word("document").path),
  parts: new Map(
    Object.entries({
      ...drawn("word"),
      styles: word("styles"),
      settings: word("settings"),
      numbering: word("numbering"),
      fontTable: word("fontTable"),
      footnotes: word("footnotes"),
      endnotes: word("endnotes"),
      header: word("header", "word/header#.xml"),
      footer: word("footer", "word/footer#.xml"),
    }),
  ),
};

const EXCEL: Application = {
  extension: "xlsx",
  main: main("spreadsheetml.sheet", "xl/workbook.xml"),
  parts: new Map(
    Object.entries({
      ...drawn("xl"),
      worksheet: sheet("worksheet", "worksheets/sheet#"),
      chartsheet: sheet("chartsheet", "chartsheets/sheet#"),
      sharedStrings: sheet("sharedStrings", "sharedStrings"),
      styles: sheet("styles", "styles"),
      table: sheet("table", "tables/table#"),
      drawing: kind("drawing", "xl/drawings/drawing#.xml"),
    }),
  ),
};

const POWERPOINT: Application = {
  extension: "pptx",
  main: main("presentationml.presentation", "ppt/presentation.xml"),
  parts: new Map(
    Object.entries({
      ...drawn("ppt"),
      slide: slides("slide"),
      slideLayout: slides("slideLayout"),
      slideMaster: slides("slideMaster"),
      notesSlide: slides("notesSlide"),
      notesMaster: slides("notesMaster"),
      tableStyles: kind("presentationml.tableStyles", "ppt/tableStyles.xml"),
    }),
  ),
};

/** Templates, shows and files with macros open as plain documents once the macros are left out. */
const MAIN: [RegExp, Application][] = [
  [/^application\/vnd\.(openxmlformats-officedocument\.wordprocessingml\.(document|template)|ms-word\.(document|template)\.macroEnabled)\.main\+xml$/i, WORD],
  [/^application\/vnd\.(openxmlformats-officedocument\.spreadsheetml\.(sheet|template)|ms-excel\.(sheet|template)\.macroEnabled)\.main\+xml$/i, EXCEL],
  [/^application\/vnd\.(openxmlformats-officedocument\.presentationml\.(presentation|template|slideshow)|ms-powerpoint\.(presentation|template|slideshow)\.macroEnabled)\.main\+xml$/i, POWERPOINT],
];

export const application = (type: string): Application | null =>
  MAIN.find(([pattern]) => pattern.test(type))?.[1] ?? null;

export const mimeOf = ({ main }: Application): string => main.type.replace(/\.main\+xml$/, "");
