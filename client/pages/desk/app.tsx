/** Which screen is shown. Keys live in the state of one screen, "open", and go with it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Key, t } from "../../shared/i18n/index.ts";
import { forgetAll } from "../../shared/cards/store.ts";
import { Bare } from "./account/bare.tsx";
import { SecondStep } from "./account/second_step.tsx";
import * as api from "./api.ts";
import type { Access, Entered, Half, OpenDesk as Keys } from "./flows.ts";
import { Frame, Trouble } from "./frame.tsx";
import { type InvitationLink, changeLanguage } from "./invitation_link.ts";
import { Join } from "./join.tsx";
import { OpenDesk } from "./open_desk.tsx";
import { giveUp, keepOn } from "./reminder/push.ts";
import { SignIn, Unlock } from "./sign_in.tsx";
import { keepTab } from "./tabs.tsx";
import { codeOf, errorWords } from "./words.ts";

type Screen =
  | { at: "starting"; failed: string | null }
  | { at: "join"; invitation: InvitationLink }
  | { at: "sign-in"; notice: Key | null }
  | { at: "locked"; account: api.Account; notice: Key | null }
  | { at: "second"; half: Half }
  | { at: "bare"; keys: Keys; access: Access | null }
  | { at: "open"; keys: Keys };

const STARTING: Screen = { at: "starting", failed: null };

/** Where a page without an invitation begins: at the lock if the session lives, else at the door. */
async function firstScreen(): Promise<Screen> {
  try {
    return { at: "locked", account: await api.account(), notice: null };
  } catch (error) {
    const code = codeOf(error);
    return code === "sign_in_required" ? { at: "sign-in", notice: null } : { at: "starting", failed: code };
  }
}

export function App({ invitation }: { invitation: InvitationLink | null }) {
  const [screen, setScreen] = useState<Screen>(invitation ? { at: "join", invitation } : STARTING);
  const begin = (): void => void firstScreen().then(setScreen);
  useEffect(() => {
    if (!invitation) begin();
  }, []);

  // By now the worker that held the cards has ended: nothing writes them again.
  useEffect(() => {
    if (screen.at !== "sign-in" || screen.notice !== "desk.signed_out") return;
    keepTab(null);
    forgetAll().catch(() => undefined);
  }, [screen]);

  const leave = (notice: Key | null) => (): void => {
    history.replaceState(null, "");
    setScreen({ at: "sign-in", notice });
  };
  // What still asks for news then is told that the session is over: that is no news.
  const leaving = useRef(false);
  const open = (entered: Entered): void => {
    leaving.current = false;
    if ("second" in entered) return setScreen({ at: "second", half: entered });
    const { access = null, ...keys } = entered;
    setScreen(keys.account.bare ? { at: "bare", keys, access } : { at: "open", keys });
    keepOn().catch(() => undefined);
  };
  const locked = (account: api.Account): void =>
    setScreen({ at: "locked", account, notice: "desk.passkey.only_signs_in" });
  const signOut = (everywhere: boolean): void => {
    leaving.current = true;
    giveUp().catch(() => undefined);
    void api.signOut(everywhere).then(leave("desk.signed_out"), leave("desk.ended"));
  };
  const idle = (account: api.Account): void => setScreen({ at: "locked", account, notice: "desk.unlock.idle" });
  const ended = (): void => {
    if (!leaving.current) leave("desk.ended")();
  };

  if (screen.at === "open") {
    const { keys } = screen;
    const lock = (idle: boolean): void =>
      setScreen({ at: "locked", account: keys.account, notice: idle ? "desk.unlock.idle" : null });
    // A desk with another key is opened anew: its cards, too.
    return <OpenDesk key={keys.identities.at(-1)} desk={keys} onLock={lock} onSignOut={signOut} onEnded={ended} onDesk={open} />;
  }
  return (
    <Frame onLanguage={() => changeLanguage(screen.at === "join" ? screen.invitation : null)}>
      {screen.at === "starting" && <Starting failed={screen.failed} onRetry={begin} />}
      {screen.at === "join" && (
        <Join secret={screen.invitation.secret} onOpen={open} onLeave={leave(null)} />
      )}
      {screen.at === "sign-in" && <SignIn notice={screen.notice} onOpen={open} onLocked={locked} />}
      {screen.at === "second" && <SecondStep half={screen.half} onOpen={open} onBack={leave(null)} />}
      {screen.at === "bare" && <Bare desk={screen.keys} access={screen.access} onDesk={open} onIdle={() => idle(screen.keys.account)} onEnded={ended} onSignOut={() => signOut(false)} />}
      {screen.at === "locked" && <Unlock account={screen.account} notice={screen.notice} onOpen={open} />}
    </Frame>
  );
}

function Starting({ failed, onRetry }: { failed: string | null; onRetry: () => void }) {
  if (failed === null) return <p role="status">{t("desk.starting")}</p>;
  return (
    <div class="card">
      <Trouble words={errorWords(failed)} />
      <button class="button" type="button" onClick={onRetry}>{t("desk.retry")}</button>
    </div>
  );
}
