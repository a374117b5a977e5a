import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../../../..');
const SOURCE = 'tools/console/src/page';
const OUTPUT = 'dist/tools/console';

/**
 * Builds the page: `index.html`, and in `assets/` one script, one style sheet, and a script for each pane, which is loaded
 * when it is first opened. The names of the assets hold a hash of their bytes, which do not depend on the folder or time.
 */
rmSync(join(ROOT, OUTPUT), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: [`${SOURCE}/main.tsx`, `${SOURCE}/page.css`],
  outdir: `${OUTPUT}/assets`,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: ['chrome123', 'firefox121', 'safari17.5'], // The first with `light-dark()` in style sheets.
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  tsconfigRaw: {},
  metafile: true,
  logLevel: 'error',
});
const names = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
  entryPoint === `${SOURCE}/main.tsx` || entryPoint === `${SOURCE}/page.css` ? [basename(path)] : [],
);
const [style = '', script = ''] = names.toSorted(
  (a, b) => Number(b.endsWith('.css')) - Number(a.endsWith('.css')),
);
copyFileSync(join(ROOT, SOURCE, 'icon.svg'), join(ROOT, OUTPUT, 'assets/icon.svg'));
writeFileSync(
  join(ROOT, OUTPUT, 'index.html'),
  `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <meta name="color-scheme" content="light dark" />
    <title>Hanok</title>
    <link rel="icon" href="/_hanok/assets/icon.svg" />
    <link rel="stylesheet" href="/_hanok/assets/${style}" />
    <script type="module" src="/_hanok/assets/${script}"></script>
  </head>
  <body></body>
</html>
`,
);
