import { expect, it } from '@jest/globals';
import { exportedFiles, type Manifest, NODE_CHECK, publishedManifest } from './published-manifest.ts';

const library: Manifest = {
  name: '@hanok/one',
  version: '0.1.0',
  sideEffects: false,
  exports: {
    '.': { '@hanok/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
    './testing': { '@hanok/source': './src/testing/index.ts' },
    './samples/*.json': './src/samples/*.json',
  },
  files: ['dist', 'README.md'],
  dependencies: { zod: '^4.0.0' },
  devDependencies: { valibot: '1.5.0' },
  nx: { tags: ['type:events'] },
};
const root: Manifest = {
  name: 'root',
  author: 'Someone',
  homepage: 'https://example.com',
  bugs: { url: 'https://example.com/bugs' },
  repository: { type: 'git', url: 'git+https://example.com/one.git' },
  devDependencies: { nx: '23.2.1' },
};

it('has what users need, where the project lives, and nothing that only this workspace reads', () => {
  expect(publishedManifest(library, root, 'libs/one')).toEqual({
    name: '@hanok/one',
    version: '0.1.0',
    dependencies: { zod: '^4.0.0' },
    author: 'Someone',
    homepage: 'https://example.com',
    bugs: { url: 'https://example.com/bugs' },
    repository: { type: 'git', url: 'git+https://example.com/one.git', directory: 'libs/one' },
    sideEffects: [`./${NODE_CHECK}`],
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './samples/*.json': './src/samples/*.json',
      './package.json': './package.json',
    },
    files: ['CHANGELOG.md', 'dist', 'README.md'],
  });
});

it('exports what has another condition than that of this workspace', () => {
  expect(exportedFiles(library)).toEqual(['./dist/index.d.ts', './dist/index.js', './src/samples/*.json']);
});
