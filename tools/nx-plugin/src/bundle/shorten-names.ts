import { type CommonOptions, transform } from 'esbuild';
import { bundleOptions } from './bundle-options.ts';

/** Of the first pass, which bundles: names stay long until it is known which code is used. */
export const LONG_NAMES: CommonOptions = { minifySyntax: true, minifyWhitespace: true };

/**
 * The second pass: gives a bundle short names. esbuild chooses names by how often letters and names occur in every file
 * that it has read, in code that the bundle leaves out too; here it reads the bundle alone. So code that is not used
 * changes no byte. With the source map of the bundle, it answers the map of the result.
 */
export async function shortenNames(bundle: string, map?: string): Promise<{ code: string; map: string }> {
  const mapComment =
    map === undefined
      ? ''
      : `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
  return transform(withoutPaths(bundle) + mapComment, {
    minify: true,
    ...({ loader: 'js', format: 'cjs', platform: 'node', target: 'node24' } as const),
    ...(map !== undefined && { sourcemap: 'external', sourcefile: 'main.js' }),
    ...{ charset: bundleOptions.charset, legalComments: bundleOptions.legalComments },
    ...{ supported: bundleOptions.supported, logLevel: 'silent' },
  });
}

/**
 * While names are long, esbuild also names the function around a module after its file: `__esm({"libs/a.ts"(){`. The
 * short name and the space after it keep each place where the source map says that it is.
 */
function withoutPaths(bundle: string): string {
  return bundle.replace(
    MODULE,
    (_, start: string, path: string, end: string) => `${start}a${' '.repeat(path.length - 1)}${end}`,
  );
}

const MODULE = /(\b__(?:esm|commonJS)\d*\(\{(?:async )?)("(?:[^"\\\n]|\\.)+"|'[^'\n]+'|`[^`\n]+`)(\()/g;
