/** One packet from sealed bytes to what is inside, on this device. */
import { useEffect, useState } from "preact/hooks";
import type { Bytes } from "../../shared/crypto/bytes.ts";
import { openPacket } from "../../shared/crypto/open.ts";
import type { OpenedPacket } from "../../shared/crypto/packet.ts";
import * as api from "./api.ts";
import { codeOf } from "./words.ts";

export interface Opening {
  /** The packet's line, as soon as it is here: a list may not reach back to it. */
  row: api.PacketRow | null;
  /** The sealed packet, as soon as it is here; it can be kept even if it does not open. */
  sealed: Bytes | null;
  opened: OpenedPacket | null;
  /** Why it did not come or did not open: a stable code. */
  failed: string | null;
}

const NOTHING: Opening = { row: null, sealed: null, opened: null, failed: null };

/** Tries each of the desk's keys; throws what the last one threw. */
export async function openWithAny<T>(identities: string[], open: (identity: string) => Promise<T>): Promise<T> {
  let refusal: unknown;
  for (const identity of identities) {
    try {
      return await open(identity);
    } catch (error) {
      refusal = error;
      if (codeOf(error) !== "packet_no_key") break;
    }
  }
  throw refusal;
}

export function useOpened(id: string, identities: string[], onEnded: () => void): Opening {
  const [state, setState] = useState(NOTHING);
  useEffect(() => {
    let wanted = true;
    const update = (part: Partial<Opening>): void => {
      if (wanted) setState((before) => ({ ...before, ...part }));
    };
    setState(NOTHING);
    api
      .packet(id)
      .then(({ sealed, row }) => {
        update({ sealed, row });
        return openWithAny(identities, (identity) => openPacket(identity, sealed));
      })
      .then((opened) => update({ opened }))
      .catch((error: unknown) => {
        if (codeOf(error) === "sign_in_required" && wanted) onEnded();
        else update({ failed: codeOf(error) });
      });
    return () => {
      wanted = false;
    };
  }, [id]);
  return state;
}
