/** Receipt codes on this phone: there only when the reporter asked for it, in the clear, and told so. */
import { Connection } from "./connection.ts";

/** Digits of codes, in the order of their digits. Throws OutboxError and OutboxUnavailable. */
export function keptCodes(): Promise<string[]> {
  return alone((connection) => connection.run(["codes"], "readonly", (tx) => tx.objectStore("codes").getAll()));
}

export async function keepCode(code: string): Promise<void> {
  await alone((connection) => connection.run(["codes"], "readwrite", (tx) => tx.objectStore("codes").put(code, code)));
}

export async function forgetCode(code: string): Promise<void> {
  await alone((connection) => connection.run(["codes"], "readwrite", (tx) => tx.objectStore("codes").delete(code)));
}

/** A connection for a moment: this is rare, and nobody has to be asked to close it. */
async function alone<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = new Connection();
  try {
    await connection.open();
    return await work(connection);
  } finally {
    connection.close();
  }
}
