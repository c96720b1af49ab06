/** The reader of XML knows less than others, on purpose: what it does not know it refuses. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Rules, rewrite } from "../../../../client/shared/cleaning/office/xml/rewrite.ts";

const RULES: Rules = {
  prefixes: new Map([["urn:a", "a"], ["urn:b", "b"]]),
  open: ({ name }) => (name.startsWith("?") ? "drop" : name === "a:unwrap" ? "unwrap" : "keep"),
  text: (text) => text,
};
const body = (xml: string): string | undefined => rewrite(xml, RULES)?.split("\n").slice(1).join("\n");

test("prefixes, quotes and what is not said come out in one form", () => {
  const xml = `<?xml version='1.0'?><!-- secret --><z:x xmlns:z="urn:a" xmlns:q='urn:b' q:k='"&#65;&amp;'><?secret?><![CDATA[a<b]]><q:y   /></z:x>`;
  assert.equal(body(xml), '<a:x b:k="&quot;A&amp;" xmlns:a="urn:a" xmlns:b="urn:b">a&lt;b<b:y/></a:x>');
});

test("a prefix means what the nearest declaration says", () => {
  const xml = '<p:x xmlns:p="urn:a"><p:y xmlns:p="urn:unknown">gone</p:y><p:y>kept</p:y></p:x>';
  assert.equal(body(xml), '<a:x xmlns:a="urn:a"><a:y>kept</a:y></a:x>');
});

test("what is unwrapped leaves its content, what is dropped nothing", () => {
  const xml = '<x xmlns="urn:a"><unwrap>one<unwrap>two</unwrap></unwrap><n xmlns="urn:n">three<x xmlns="urn:a">four</x></n></x>';
  assert.equal(body(xml), '<a:x xmlns:a="urn:a">onetwo</a:x>');
});

test("document types, entities and anything malformed are refused", () => {
  const inside = (content: string): string => `<x xmlns="urn:a">${content}</x>`;
  const bad = [
    '<!DOCTYPE x [<!ENTITY e "secret">]><x xmlns="urn:a">&e;</x>', inside("&e;"), inside("&#x110000;"), inside("&"),
    inside("<y>"), inside("</y>"), inside("<y></z>"), `<!DOCTYPE x>${inside("")}`, inside('<y k="1" k="2"/>'), inside("<y k=1/>"), inside("<!-- "), inside("<![CDATA["),
    inside("") + inside(""), `${inside("")}tail`, "", "plain", inside("<y".repeat(300)), inside("<y>".repeat(300) + "</y>".repeat(300)),
  ];
  for (const xml of bad) assert.throws(() => rewrite(xml, RULES), { code: "broken" }, xml.slice(0, 60));
});
