/**
 * One copy of each @noble package in the bundle that seals, whoever asks for it.
 *
 * `@noble/post-quantum` pins its own, smaller patch releases of hashes and curves; npm installs
 * them next to the newer ones and a phone would download both. Sealing uses those that ML-KEM was
 * released with for the other half of the KEM too. The packet vectors and the comparison with age
 * in tests/client/crypto run on bundles made this way.
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
