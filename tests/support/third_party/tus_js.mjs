// tus-js-client in Node delivers one packet: FACTS is JSON of url, id, sha256, desks, file, chunk.
// It prints the receipt that came with the last answer.
import { readFileSync } from "node:fs";
import { Upload } from "tus-js-client";

const { url, file, chunk, ...metadata } = JSON.parse(process.env.FACTS);
const upload = new Upload(readFileSync(file), {
  endpoint: `${url}/api/packets`,
  metadata,
  chunkSize: chunk,
  retryDelays: [0, 100, 200, 400, 800, 1600],
  onError: (error) => {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess: ({ lastResponse }) => console.log(lastResponse.getHeader("Hinghoi-Receipt")),
});
upload.start();
