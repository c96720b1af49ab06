/** The map of the client, held against its imports: pages over shared, one owner for each package. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";

const IMPORT = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

const files = ["client", "service_worker"].flatMap((folder) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file)));

/** Every import of a project file: [who, whom], a path for ours and a name for a package. */
const imports = files.flatMap((file) =>
  Array.from(readFileSync(file, "utf8").matchAll(IMPORT), ([, name = ""]): [string, string] =>
    [file, name.startsWith(".") ? normalize(join(dirname(file), name)) : name]));

const owners: Record<string, string> = {
  "age-encryption": "client/shared/crypto/",
  preact: "client/pages/desk/",
  "pdfjs-dist": "client/shared/cleaning/pages/",
};

test("shared code knows nothing of pages and workers", () => {
  assert.ok(imports.length > 100);
  const wrong = imports.filter(([who, whom]) => who.startsWith("client/shared/") && /^(client\/pages|service_worker)\//.test(whom));
  assert.deepEqual(wrong, []);
});

test("the reporter's page and the desk know nothing of each other", () => {
  const wrong = imports.filter(([who, whom]) =>
    (who.includes("pages/report/") && whom.includes("pages/desk/")) || (who.includes("pages/desk/") && whom.includes("pages/report/")));
  assert.deepEqual(wrong, []);
});

for (const [name, owner] of Object.entries(owners)) {
  test(`only ${owner} imports ${name}`, () => {
    const users = imports.filter(([, whom]) => whom === name || whom.startsWith(`${name}/`)).map(([who]) => who);
    assert.ok(users.length > 0);
    assert.deepEqual(users.filter((who) => !who.startsWith(owner)), []);
  });
}

test("each of the two databases has one module that touches IndexedDB", () => {
  const users = files.filter((file) => /\bindexedDB\b/.test(readFileSync(file, "utf8")));
  assert.deepEqual(users.sort(), ["client/shared/cards/database.ts", "client/shared/outbox/database.ts"]);
});

test("shared code touches no document", () => {
  const users = files.filter((file) => file.startsWith("client/shared/") && /\bdocument\./.test(readFileSync(file, "utf8")));
  assert.deepEqual(users, []);
});
