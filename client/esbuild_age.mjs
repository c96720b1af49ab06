/**
 * One copy of each @noble package in a bundle, whoever asks for it.
 *
 * `@noble/post-quantum` pins older patch releases of hashes and curves than `age-encryption` does;
 * npm installs both and a phone would download both. Their interfaces are the same, and the packet
 * vectors and the comparison with age in tests/client/crypto run on bundles made this way.
 */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export function agePlugin() {
  return {
    name: "one-noble",
    setup(build) {
      // esbuild counts an evaluation-order quirk of Safari 14 as "no destructuring" and cannot
      // rewrite it; none of the packages relies on that order.
      build.initialOptions.supported = { destructuring: true, ...build.initialOptions.supported };
      build.onResolve({ filter: /^@noble\/(hashes|curves)\// }, ({ path }) => ({
        path: require.resolve(path),
        sideEffects: false,
      }));
    },
  };
}
