/**
 * A real tus server on loopback that misbehaves on command: each fault is used once, in order.
 *
 * It keeps packets as the intake server does (idempotent creation, checksums, signed receipts).
 */
import { createHash, sign, type KeyObject } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ed25519Keys } from "../crypto/openssl_keys.ts";

interface Held {
  size: number;
  sha256: string;
  bytes: Buffer;
}

export interface Seen {
  method: string;
  id: string;
  offset: number;
  bytes: number;
}

/** What goes wrong. `true` from it: the request is dealt with; `false`: it is served as usual, too. */
export type Fault = (seen: Seen, response: ServerResponse, server: TusServer, body: Buffer) => boolean;

export const problem = (status: number, code: string, headers: Record<string, string> = {}, extra = {}): Fault =>
  (_seen, response) => {
    response.writeHead(status, { "Content-Type": "application/problem+json", ...headers });
    response.end(JSON.stringify({ type: `/errors#${code}`, status, code, ...extra }));
    return true;
  };

export const page = (status: number, headers: Record<string, string> = {}): Fault => (_seen, response) => {
  response.writeHead(status, { "Content-Type": "text/html", ...headers });
  response.end("<html><title>Free Wi-Fi</title>");
  return true;
};

/** Everything is done, but the phone never hears of it. */
export const answerLost: Fault = (seen, response, server, body) => {
  server.serve(seen, null, body);
  response.destroy();
  return true;
};

/** The connection breaks before anything is done. */
export const cut: Fault = (_seen, response) => {
  response.destroy();
  return true;
};

/** The server says nothing at all; the phone has to hang up. */
export const silence: Fault = () => true;

export const fine: Fault = () => false;

export class TusServer {
  packets = new Map<string, Held>();
  seen: Seen[] = [];
  faults: Fault[] = [];
  /** Faults for one packet only, again and again. */
  poison = new Map<string, Fault>();
  /** Told of every request once it has been read. */
  onRequest: () => void = () => undefined;
  #metadata = new Map<string, string>();
  #server: Server;
  #secret: KeyObject;
  readonly publicKey: string;

  private constructor(server: Server) {
    const { secret, shown } = ed25519Keys();
    this.#secret = secret;
    this.publicKey = Buffer.from(shown).toString("base64url");
    this.#server = server;
    server.on("request", (request, response) => void this.#handle(request, response));
  }

  static async start(): Promise<TusServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new TusServer(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/packets`;
  }

  receipt(id: string): string | null {
    const held = this.packets.get(id);
    if (!held || held.bytes.length < held.size) return null;
    const statement = `hinghoi-receipt-v1.${id}.${held.sha256}.2026-11-21`;
    return `${statement}.${sign(null, Buffer.from(statement), this.#secret).toString("base64url")}`;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const { method = "", headers, url = "" } = request;
    const facts = metadata(String(headers["upload-metadata"] ?? ""));
    const id = facts["id"] ?? url.split("/").at(-1) ?? "";
    const seen = { method, id, offset: Number(headers["upload-offset"] ?? 0), bytes: body.length };
    this.seen.push(seen);
    this.onRequest();
    this.#metadata.set(id, `${headers["upload-length"] ?? this.#metadata.get(id)?.split(" ")[0]} ${facts["sha256"] ?? ""}`);
    const fault = this.poison.get(id) ?? this.faults.shift() ?? fine;
    if (fault(seen, response, this, body)) return;
    if (body.length > 0 && headers["upload-checksum"] !== checksum(body)) {
      problem(460, "checksum_mismatch")(seen, response, this, body);
      return;
    }
    this.serve(seen, response, body);
  }

  /** Does what was asked; with no `response`, in silence. */
  serve({ method, id, offset }: Seen, response: ServerResponse | null, body: Buffer): void {
    if (method === "POST" && !this.packets.has(id)) {
      const [size = "0", sha256 = ""] = (this.#metadata.get(id) ?? "").split(" ");
      this.packets.set(id, { size: Number(size), sha256, bytes: Buffer.alloc(0) });
    }
    const held = this.packets.get(id);
    if (method === "DELETE") this.packets.delete(id);
    if (!held) return this.#refuse(response, 404, "packet_unknown");
    if (method === "PATCH" && offset !== held.bytes.length) return this.#refuse(response, 409, "offset_mismatch");
    if (method !== "HEAD" && offset === held.bytes.length) held.bytes = Buffer.concat([held.bytes, body]);
    const receipt = this.receipt(id);
    response?.writeHead({ POST: 201, PATCH: 204 }[method] ?? 200, {
      "Tus-Resumable": "1.0.0",
      "Upload-Offset": held.bytes.length,
      "Upload-Length": held.size,
      ...(receipt && { "Hinghoi-Receipt": receipt }),
    });
    response?.end();
  }

  #refuse(response: ServerResponse | null, status: number, code: string): void {
    if (response) problem(status, code)({} as Seen, response, this, Buffer.alloc(0));
  }
}

const checksum = (body: Buffer): string => `sha256 ${createHash("sha256").update(body).digest("base64")}`;

function metadata(header: string): Record<string, string> {
  const pairs = header.split(",").map((pair) => pair.split(" "));
  return Object.fromEntries(pairs.map(([name, value = ""]) => [name, Buffer.from(value, "base64").toString()]));
}
