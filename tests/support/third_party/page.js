// Other people's clients in a browser: each function delivers bytes and answers with the receipt.
import Uppy from "@uppy/core";
import Tus from "@uppy/tus";
import { Upload } from "tus-js-client";

const retryDelays = [0, 100, 200, 400, 800, 1600];

globalThis.tusJs = (base64, metadata, chunkSize) =>
  new Promise((resolve, reject) => {
    const upload = new Upload(blob(base64), {
      endpoint: "/api/packets",
      metadata,
      chunkSize,
      retryDelays,
      storeFingerprintForResuming: false,
      onError: reject,
      onSuccess: ({ lastResponse }) => resolve(lastResponse.getHeader("Hinghoi-Receipt")),
    });
    upload.start();
  });

globalThis.uppy = async (base64, metadata, chunkSize) => {
  let receipt = null;
  const uppy = new Uppy({ meta: metadata }).use(Tus, {
    endpoint: "/api/packets",
    allowedMetaFields: ["id", "sha256", "desks"],
    chunkSize,
    retryDelays,
    storeFingerprintForResuming: false,
    onAfterResponse: (_request, answer) => {
      receipt = answer.getHeader("Hinghoi-Receipt") ?? receipt;
    },
  });
  uppy.addFile({ name: "packet.age", type: "application/octet-stream", data: blob(base64) });
  const { failed } = await uppy.upload();
  if (failed.length) throw new Error(failed[0].error);
  return receipt;
};

function blob(base64) {
  return new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))]);
}
