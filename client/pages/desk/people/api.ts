/** The people of the desk, as an administrator sees and changes them: desk-keys.md §5. */
import type { Bytes } from "../../../shared/crypto/bytes.ts";
import { type Role, ask, post } from "../api.ts";

export interface Person {
  id: string;
  name: string;
  role: Role;
  /** Whether they have a second factor; only administrators are told. */
  second?: boolean;
}

export interface OpenInvitation {
  id: string;
  role: Role;
  /** The last day. */
  expires: string;
}

/** What only administrators are told is absent for others. */
export interface People {
  people: Person[];
  invitations?: OpenInvitation[];
  demanded?: boolean;
}

export const people = async (): Promise<People> => (await ask("people")).json();

export const invite = (fields: Record<string, string | Bytes>): Promise<Response> => post("people/invite", fields);
export const cancelInvitation = (id: string): Promise<Response> => post(`invitations/${id}/cancel`);
export const giveRole = (id: string, role: Role): Promise<Response> => post(`people/${id}/role`, { role });

export const demandSecond = (demanded: boolean): Promise<Response> =>
  post("people/second-factor", { demanded: demanded ? "yes" : "no" });
