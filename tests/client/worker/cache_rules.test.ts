/** What the service worker touches, and all that it must not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromCache } from "../../../service_worker/cache_rules.ts";
import { check, NotOurs, parse } from "../../../service_worker/precache.ts";
import { isShare } from "../../../service_worker/shared.ts";

const ORIGIN = "https://hinghoi.example";
const KEPT = new Set(["/", "/en", "/build/report.th.1.js"]);
const asked = (path: string, mode = "no-cors", method = "GET", origin = ORIGIN) =>
  fromCache({ method, mode, url: new URL(path, origin), origin: ORIGIN }, KEPT);

test("the two pages and the precached files come from the cache", () => {
  assert.equal(asked("/", "navigate"), "/");
  assert.equal(asked("/?w=nan-road-7", "navigate"), "/");
  assert.equal(asked("/en", "navigate"), "/en");
  assert.equal(asked("/mailbox", "navigate"), "/mailbox"); // Where it kept itself.
  assert.equal(asked("/build/report.th.1.js"), "/build/report.th.1.js");
  assert.equal(asked("/build/clean.0.js"), "/build/clean.0.js"); // Of a version that is still open.
});

test("everything else goes to the network untouched", () => {
  for (const path of ["/desk", "/desk/packets", "/plain", "/api/desks", "/en/", "/healthz", "/api/mailbox", "/plain/mailbox"]) {
    assert.equal(asked(path, "navigate"), null, path);
    assert.equal(asked(path, "cors"), null, path);
  }
  for (const method of ["POST", "HEAD", "PATCH", "DELETE"]) assert.equal(asked("/", "navigate", method), null, method);
  assert.equal(asked("/", "navigate", "GET", "https://elsewhere.example"), null);
  assert.equal(asked("/", "cors"), "/"); // Precached itself: the page may ask for its own text.
  assert.equal(asked("/build/report.th.1.js?x"), null);
  assert.equal(asked("/build/report.th.1.js", "navigate"), null);
});

test("an answer of another type is a portal's", () => {
  const answer = (type: string, status = 200) => new Response("x", { status, headers: { "Content-Type": type } });
  check("/", answer("text/html; charset=utf-8"));
  check("/build/a.js", answer("text/javascript"));
  check("/build/a.bin", answer("application/octet-stream"));
  const wrong: [string, Response][] = [
    ["/build/a.js", answer("text/html")], ["/build/a.bin", answer("text/html")], ["/", answer("text/plain")],
    ["/", answer("text/html", 503)], ["/build/a.css", answer("")],
  ];
  for (const [path, response] of wrong) assert.throws(() => check(path, response), NotOurs, path);
});

test("an entry tells what its bytes must be, in its name or beside it", () => {
  const digest = "0123456789";
  const script = "/build/a.0123456789.js";
  assert.deepEqual(parse(script), { path: script, digest, named: true });
  assert.deepEqual(parse("/#0123456789"), { path: "/", digest, named: false });
  assert.deepEqual(parse("/build/a.js"), { path: "/build/a.js", digest: "", named: false });
});

test("of all POSTs, only a share from outside is answered", () => {
  const share = { method: "POST", mode: "navigate", url: `${ORIGIN}/share` } as const;
  assert.ok(isShare(share));
  const others = [{ method: "GET" }, { mode: "cors" as const }, { url: `${ORIGIN}/api/packets` }, { url: `${ORIGIN}/share/` }];
  for (const other of others) assert.ok(!isShare({ ...share, ...other }), JSON.stringify(other));
});
