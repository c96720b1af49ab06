/**
 * A second opinion on a file that arrived: told from its bytes by the strict verifiers alone,
 * which know every form that cleaning writes and no other. Nothing that the sender says is
 * believed, and nothing here changes a byte.
 */
import { latin } from "./bytes.ts";
import { readExif } from "./exif.ts";
import { type Found, nothing } from "./found.ts";
import { type Kind, sniff } from "./sniff.ts";
import { CleaningError } from "./types.ts";
import { CHECKS } from "./verdict_checks.ts";
import { ALL_WAYS } from "./ways_all.ts";

export type Verdict = "clean" | "residue" | "unknown";

export interface Opinion {
  verdict: Verdict;
  /** What hides in it, where that is easily told. */
  found: string[];
}

/** Text that other programs run or that has fields of its own. */
const MARKUP = /^\s*(<[!?a-z]|\{\\rtf|%!PS|MIME-Version:|BEGIN:V)/i;
/** What a browser says of a file that it does not know: no claim at all. */
const NO_CLAIM = /^(application\/octet-stream)?$/;
/** Pictures alone: what their finders see in one look; a TIFF is one block of tags. */
const LOOKS: { [kind in Kind]?: (b: Uint8Array) => Pick<Found, "words"> } = {
  ...Object.fromEntries(Object.entries(ALL_WAYS).map(([kind, way]) => [kind, way.look])),
  tiff: (b) => {
    const found = nothing([]);
    readExif(b, found);
    return found;
  },
};

/** Never rejects: what breaks a verifier is unknown. `declared` is the type that the file came with. */
export async function verdict(b: Uint8Array, declared = ""): Promise<Verdict> {
  const kind = kindOf(b);
  const type = (declared.split(";", 1)[0] ?? "").trim().toLowerCase();
  if (!NO_CLAIM.test(type) && isOther(kind, type)) return "residue";
  const check = kind && CHECKS[kind]?.check;
  if (!check) return wordsOf(b, kind).length ? "residue" : "unknown";
  return Promise.resolve(b).then((bytes) => check(bytes, type)).then(() => "clean", reason);
}

/** The verdict, and what is behind it when there is residue. */
export async function opinion(b: Uint8Array, declared: string): Promise<Opinion> {
  const said = await verdict(b, declared);
  return { verdict: said, found: said === "residue" ? wordsOf(b, kindOf(b)) : [] };
}

function kindOf(b: Uint8Array): Kind | null {
  const kind = sniff(b);
  return kind === "text" && MARKUP.test(latin(b, 0, 4096)) ? null : kind;
}

/** Whether a file claims to be of another kind than its bytes. */
function isOther(kind: Kind | null, type: string): boolean {
  const types = kind && CHECKS[kind]?.types;
  if (types) return !types.test(type);
  return Object.values(CHECKS).some((known) => known.types.test(type));
}

/** A file that breaks the rules is not clean; one that breaks the verifier, nobody knows. */
function reason(error: Error): Verdict {
  return error instanceof CleaningError && /^(not_clean|broken)$/.test(error.code) ? "residue" : "unknown";
}

function wordsOf(b: Uint8Array, kind: Kind | null): string[] {
  try {
    return [...((kind && LOOKS[kind]?.(b).words) || [])].sort();
  } catch {
    return [];
  }
}
