/**
 * The page's side of cleaning: one file at a time, each in a worker of its own, so that a file
 * made to harm breaks only its own attachment and two files never fill a small phone's memory.
 * What a kind of file needs is a script of its own, fetched only when such a file is picked.
 */
import { scriptUrl } from "../trusted/index.ts";
import { type Kind, sniff } from "./sniff.ts";
import { type Answer, CleaningError, type CleanResult, type Code, type Mode } from "./types.ts";

export { CleaningError, type CleanResult, type Code, type Mode };

interface Script {
  name: string;
  limitMs: number;
}

const PICTURES: Script = { name: "clean", limitMs: 60_000 };
const MORE_PICTURES: Script = { name: "clean_pictures", limitMs: 60_000 };
const MEDIA: Script = { name: "clean_media", limitMs: 180_000 };
const PDF: Script = { name: "clean_documents", limitMs: 180_000 };
const OFFICE: Script = { name: "clean_office", limitMs: 180_000 };
const OTHERS: Partial<Record<Kind, Script>> = {
  heic: MORE_PICTURES, avif: MORE_PICTURES, tiff: MORE_PICTURES, gif: MORE_PICTURES,
  mp4: MEDIA, mov: MEDIA, "3gp": MEDIA, m4a: MEDIA, matroska: MEDIA,
  mp3: MEDIA, ogg: MEDIA, wav: MEDIA, aac: MEDIA, amr: MEDIA, flac: MEDIA,
  pdf: PDF, zip: OFFICE, text: OFFICE,
};
const HEAD = 4096;

type CleanHere = (file: Blob, mode: Mode) => Promise<Answer>;

const page = globalThis as { OffscreenCanvas?: unknown; cleanHere?: CleanHere };
const inPage = new Map<Script, CleanHere>();
let queue: Promise<unknown> = Promise.resolve();

/** Cleans one picked file. Throws {@link CleaningError} with its `code`; never anything else. */
export function cleanFile(file: Blob, mode: Mode = "light"): Promise<CleanResult> {
  const turn = queue.then(async () => {
    const answer = await cleaned(file, mode);
    if ("code" in answer) throw new CleaningError(answer.code);
    return answer.result;
  });
  queue = turn.catch(() => undefined);
  return turn;
}

async function cleaned(file: Blob, mode: Mode): Promise<Answer> {
  if (!file.size) return { code: "empty" };
  const head = await file.slice(0, HEAD).arrayBuffer().catch(() => null);
  if (!head) return { code: "broken" };
  const script = scriptFor(new Uint8Array(head), mode);
  if (!script) return { code: "type_unsupported" };
  const answer = await run(script, file, mode);
  const more = script === PICTURES && "code" in answer && /^(not_clean|no_clean_way)$/.test(answer.code);
  return more ? run(MORE_PICTURES, file, mode) : answer;
}

function scriptFor(head: Uint8Array, mode: Mode): Script | null {
  const kind = sniff(head);
  // What old Word and locked files begin with: only the office script can tell them apart.
  if (!kind) return head[0] === 0xd0 && head[1] === 0xcf ? OFFICE : null;
  if (kind === "webp" && mode === "full") return MORE_PICTURES;
  return OTHERS[kind] ?? PICTURES;
}

function run(script: Script, file: Blob, mode: Mode): Promise<Answer> {
  const drawn = script === PICTURES || script === MORE_PICTURES;
  const onPage = drawn && (inPage.size || !page.OffscreenCanvas);
  return onPage ? here(script, file, mode) : inWorker(script, file, mode);
}

async function inWorker({ name, limitMs }: Script, file: Blob, mode: Mode): Promise<Answer> {
  if (!(await reachable(scriptUrl(name)))) return { code: "needs_signal" };
  const worker = new Worker(scriptUrl(name));
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<Answer>((resolve) => {
      timer = setTimeout(resolve, limitMs, { code: "timeout" });
      worker.onerror = () => resolve({ code: "not_clean" });
      worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
      worker.postMessage({ file, mode });
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}

/** A worker whose script cannot be fetched only says "error": ask first, to say what helps. */
async function reachable(url: string): Promise<boolean> {
  return fetch(url, { credentials: "omit" }).then(({ ok }) => ok, () => false);
}

/** Where workers have no canvas: the worker's script in the page itself. */
async function here(script: Script, file: Blob, mode: Mode): Promise<Answer> {
  if (!inPage.has(script)) {
    delete page.cleanHere;
    await import(scriptUrl(script.name)).catch(() => undefined);
    if (page.cleanHere) inPage.set(script, page.cleanHere);
  }
  return inPage.get(script)?.(file, mode) ?? { code: "needs_signal" };
}
