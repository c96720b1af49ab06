/**
 * Photos that another app shares with us (Web Share Target), handed to the page and to nobody else.
 *
 * The one POST that the worker answers. It never goes to the network; its files are held in this
 * worker's memory until the page that opens asks for them, once. No cache and no database sees
 * them: should the worker end before, nothing is left and the page says so.
 */
const PATH = "/share";
/** A page that has not asked by then will not: let go. */
const PATIENCE_MS = 60_000;

let files: File[] = [];
let letGo = (): void => undefined;

export const isShare = ({ method, mode, url }: Pick<Request, "method" | "mode" | "url">): boolean =>
  method === "POST" && mode === "navigate" && new URL(url).pathname === PATH;

/** Takes the files of the form, and opens the page that will ask for them. */
export function takeShared(event: FetchEvent): void {
  event.respondWith(opened(event.request));
  event.waitUntil(new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS);
    letGo = () => {
      clearTimeout(timer);
      resolve();
    };
  }).then(() => {
    files = [];
  }));
}

async function opened(request: Request): Promise<Response> {
  const form = await request.formData().catch(() => new FormData());
  files = form.getAll("files").filter((file) => file instanceof File);
  return Response.redirect("/#shared", 303);
}

/** Hands over what there is, for the first and last time. */
export function handOver(port: MessagePort | undefined): void {
  port?.postMessage(files);
  files = [];
  letGo();
}
