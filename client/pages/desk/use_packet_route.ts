/**
 * Which packet is open, kept in the history's state so that a phone's back button goes from a
 * packet to the list instead of leaving the page, which would drop the keys.
 */
import { useEffect, useState } from "preact/hooks";

interface Route {
  id: string | null;
  show(id: string): void;
  back(): void;
}

const current = (): string | null => (history.state as { packet?: string } | null)?.packet ?? null;

export function usePacketRoute(): Route {
  const [id, setId] = useState(current);
  useEffect(() => {
    const follow = (): void => setId(current());
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  return {
    id,
    show: (packet) => {
      // From one packet to another, back still means the list.
      if (current() === null) history.pushState({ packet }, "");
      else history.replaceState({ packet }, "");
      setId(packet);
    },
    back: () => history.back(),
  };
}
