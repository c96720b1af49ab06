/**
 * Makes a desk's cases for `bench/desk.py`: seeded, sealed by the shipped code, written as one file
 * for each block and `cases.json` with the rows that the server has. Reads its orders from stdin.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { CATEGORIES } from "../client/shared/crypto/packet.ts";
import { STATES } from "../client/shared/crypto/states.ts";
import { type Card, RISKS } from "../client/shared/cards/card.ts";
import { sealBlock } from "../client/shared/cards/codec.ts";
import { cardKey } from "../client/shared/cards/key.ts";
import { DID, SYLLABLES, TAIL, WHERE, WHO } from "./_desk_words.ts";

interface Orders {
  identity: string;
  desk: string;
  fingerprint: string;
  count: number;
  seed: number;
  /** Province and district. */
  places: [string, string][];
  moderators: string[];
  folder: string;
}

const CARDS_A_BLOCK = 250;
const TODAY = Date.parse("2026-11-22T00:00:00Z");
const orders = JSON.parse(readFileSync(0, "utf8")) as Orders;

/** Mulberry32: small, seeded, even enough. */
let state = orders.seed >>> 0;
function chance(): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

const below = (n: number): number => Math.floor(chance() * n);
const one = <T>(all: readonly T[]): T => all[below(all.length)]!;
const hex = (digits: number): string => Array.from({ length: digits }, () => below(16).toString(16)).join("");
const dayAgo = (days: number): string => new Date(TODAY - days * 86_400_000).toISOString().slice(0, 10);
/** Log-normal: most reports are a few sentences, some are pages. */
const length = (): number => Math.min(6000, Math.round(260 * Math.exp(0.8 * Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance()))));
const name = (): string => Array.from({ length: 2 + below(2) }, () => one(SYLLABLES)).join("");
const sentence = (): string => `${one(WHERE)}${name()} ${one(WHO)}${one(DID)} ${one(TAIL)} ${below(100)},${100 + below(900)} บาท`;

function text(): string {
  let all = "";
  for (const wanted = length(); all.length < wanted; ) all += (all ? (chance() < 0.2 ? "\n" : " ") : "") + sentence();
  return all;
}

function card(age: number): Card {
  const [province, district] = one(orders.places);
  const day = dayAgo(age);
  const by = one(orders.moderators);
  const turns = STATES.slice(0, 1 + below(5)).map((turn) => ({ day, by, state: turn }));
  return {
    case: hex(32), version: 1, title: "", text: text(), kind: one(CATEGORIES), province, district, day, language: chance() < 0.97 ? "th" : "en",
    risk: chance() < 0.5 ? null : one(RISKS), labels: chance() < 0.3 ? [one(["ด่วน", "รอหลักฐาน", "สื่อสนใจ", "ซ้ำพื้นที่"])] : [],
    notes: chance() < 0.4 ? [{ day, by, text: sentence() }] : [], agency: chance() < 0.6 ? `อบต. ${name()}` : "", accused: chance() < 0.4 ? `${one(WHO)} ${name()}` : "",
    watchpoint: chance() < 0.05 ? `wp-${below(500)}` : null, files: chance() < 0.7 ? 1 + below(5) : 0, mailbox: chance() < 0.8 ? hex(32) : null,
    desks: [orders.desk], referral: null, reason: "", checklist: {}, merged_into: null, history: turns, packets: [hex(32)],
  };
}

const key = await cardKey(orders.identity, orders.desk, orders.fingerprint);
const rows: (string | number | null)[][] = [];
const blocks: (string | number)[][] = [];
let characters = 0;
for (let first = 1; first <= orders.count; first += CARDS_A_BLOCK) {
  const last = Math.min(first + CARDS_A_BLOCK - 1, orders.count);
  const cards: Card[] = [];
  for (let seq = first; seq <= last; seq++) {
    const age = Math.floor(((orders.count - seq) / orders.count) * 900);
    const made = card(age);
    characters += made.text.length;
    cards.push(made);
    const changed = dayAgo(Math.floor(chance() * age));
    rows.push([made.case, made.history.at(-1)!.state, chance() < 0.4 ? null : one(orders.moderators), made.day, changed, 1, seq]);
  }
  const file = await sealBlock(key, cards);
  writeFileSync(`${orders.folder}/${last}.block`, file);
  blocks.push([last, first, orders.fingerprint, cards.length, file.length]);
}
writeFileSync(`${orders.folder}/cases.json`, JSON.stringify({ rows, blocks }));
console.log(JSON.stringify({ characters, bytes: blocks.reduce((sum, block) => sum + Number(block[4]), 0) }));
