/**
 * One copy of each @noble package in a bundle, whoever asks for it.
 *
 * `@noble/post-quantum` pins its own, smaller patch releases of hashes and curves; npm installs
 * them next to the newer ones and a browser would download both. All take those that ML-KEM was
 * released with. The packet vectors and the comparison with age in tests/client/crypto run on
 * sealing code that is bundled this way; what the desk opens with it, the browser tests show.
 */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const asMlkemSees = createRequire(require.resolve("@noble/post-quantum/ml-kem.js"));

export function agePlugin() {
  return {
    name: "one-noble",
    setup(build) {
      // esbuild counts an evaluation-order quirk of Safari 14 as "no destructuring" and cannot
      // rewrite it; none of the packages relies on that order.
      build.initialOptions.supported = { destructuring: true, "optional-chain": true, ...build.initialOptions.supported };
      build.onResolve({ filter: /^@noble\/(hashes|curves)\// }, ({ path }) => ({
        path: asMlkemSees.resolve(path),
        sideEffects: false,
      }));
    },
  };
}
