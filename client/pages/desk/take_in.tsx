/** Packets that somebody brought to the desk as files; they go the way of all packets, to the server. */
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../shared/i18n/index.ts";
import { type Ending, bringIn } from "./bring_in.ts";
import { Title } from "./frame.tsx";
import type { PageProps } from "./menu.tsx";


interface Line {
  name: string;
  ending: Ending | "sending";
}

export function TakeInPage({ desk, onPackets }: PageProps) {
  const [lines, setLines] = useState<Line[]>([]);
  const gone = useRef(new AbortController());
  useEffect(() => () => gone.current.abort(), []);

  async function take(files: File[]): Promise<void> {
    for (const file of files) {
      const at = (ending: Line["ending"]) => (before: Line[]) =>
        [...before.filter(({ name }) => name !== file.name), { name: file.name, ending }];
      setLines(at("sending"));
      const ending = await bringIn(file, desk.account.desk.id, gone.current.signal, (waits) => setLines(at(waits)));
      if (gone.current.signal.aborted) return;
      setLines(at(ending));
      if (ending === "received") onPackets();
    }
  }

  return (
    <>
      <Title>{t("desk.take_in.title")}</Title>
      <p id="take-in-hint">{t("desk.take_in.lead")}</p>
      <label class="button button--primary button--wide picker">
        <input
          class="sr-only"
          type="file"
          name="carried"
          multiple
          aria-describedby="take-in-hint"
          onChange={(event) => {
            void take([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
        {t("desk.take_in.pick")}
      </label>
      <div role="status">
        {lines.map(({ name, ending }) => (
          <p class="words" key={name} data-taken={ending}>{name}: {t(`desk.take_in.${ending}`)}</p>
        ))}
      </div>
    </>
  );
}
