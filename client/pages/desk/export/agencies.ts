/** Agencies with their keys, kept by the desk for all its members. docs/formats/export.md §7. */
import type { Kind } from "../sealed_list.ts";

export interface Agency {
  name: string;
  key: string;
}

const MOST_NAME = 200;
const MOST_KEY = 2_000;

export const AGENCIES: Kind<Agency> = {
  name: "agencies",
  /** A key has 1,959 letters that nothing compresses, and the file 256 KiB. */
  most: 100,
  read(value) {
    const { name, key } = value as Partial<Record<keyof Agency, unknown>>;
    const sound = typeof name === "string" && typeof key === "string" && name.length <= MOST_NAME && key.length <= MOST_KEY;
    return sound ? [{ name, key }] : [];
  },
  order: (one, other) => one.name.localeCompare(other.name, "th"),
};
