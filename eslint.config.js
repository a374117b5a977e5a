import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import jsonc from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';

/** Who may import whom. A domain library never imports another: they meet through messages and streams. */
const layers = [
  { sourceTag: 'type:events', onlyDependOnLibsWithTags: ['type:events'] },
  { sourceTag: 'type:lambda', onlyDependOnLibsWithTags: ['type:events'] },
  { sourceTag: 'type:tables', onlyDependOnLibsWithTags: ['type:events'] },
  { sourceTag: 'type:workflows', onlyDependOnLibsWithTags: ['type:workflows'] },
  {
    sourceTag: 'type:domain',
    onlyDependOnLibsWithTags: ['type:workflows', 'type:tables', 'type:lambda', 'type:events'],
  },
  // Its handlers are steps of a machine that work on pictures.
  {
    sourceTag: 'type:step',
    onlyDependOnLibsWithTags: [
      'domain:images',
      'type:workflows',
      'type:tables',
      'type:lambda',
      'type:events',
    ],
  },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:domain', 'type:step', 'type:tables', 'type:lambda', 'type:events'],
  },
  { sourceTag: 'type:engines', onlyDependOnLibsWithTags: ['type:engines'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:testing', 'type:tables', 'type:engines'] },
  {
    sourceTag: 'type:tool',
    onlyDependOnLibsWithTags: [
      'type:tool',
      'type:engines',
      'type:domain',
      'type:step',
      'type:workflows',
      'type:tables',
      'type:lambda',
      'type:events',
    ],
  },
];
/** Specs, their fixtures, benchmarks and the tour may start engines and use the test kit. */
const layersOfSpecs = layers.map(({ onlyDependOnLibsWithTags: tags, ...layer }) => ({
  ...layer,
  ...(tags && { onlyDependOnLibsWithTags: [...tags, 'type:engines', 'type:testing'] }),
}));

const boundaries = (depConstraints) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      allow: [],
      enforceBuildableLibDependency: false,
      // Its state machine engine is loaded by the first execution; the rest of it is not.
      checkDynamicDependenciesExceptions: ['@hanok/engines'],
      depConstraints,
    },
  ],
});

const restricted = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const WHOLE_ZOD = {
  selector:
    "ImportDeclaration[source.value=/^zod/] > :matches(ImportSpecifier[imported.name='z'], ImportDefaultSpecifier)",
  message: 'Write `import * as z from …`: the `z` object keeps all of zod in a bundle.',
};
const CLASSIC_ZOD = { regex: '^zod$', message: "Bundles take 'zod/mini'." };
const CLIENTS = {
  group: ['@aws-sdk/*', 'ioredis'],
  message: 'Clients belong in libs/tables, in the folders tables/ and store/ of a library, and in main.ts.',
};
const SHARP_FILE = 'libs/images/src/picture/picture-codec.ts';
const SHARP = { group: ['sharp'], message: `Only ${SHARP_FILE} decodes pictures.` };
/** Who may import clients. */
const CLIENT_FILES = [
  'libs/tables/**/*.ts',
  'libs/*/src/tables/**/*.ts',
  'libs/*/src/store/**/*.ts',
  'apps/**/main.ts',
];
const SPECS = ['**/*.spec.ts', '**/*.fixture.ts', '**/testing/**'];

export default tseslint.config(
  { ignores: ['**/dist', '.nx', '.hanok', 'node_modules'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    plugins: { '@nx': nx },
    rules: {
      ...boundaries(layers),
      'no-restricted-syntax': ['error', WHOLE_ZOD],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', 200],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: [SHARP_FILE, ...CLIENT_FILES, ...SPECS],
    rules: restricted(CLASSIC_ZOD, CLIENTS, SHARP),
  },
  { files: CLIENT_FILES, ignores: SPECS, rules: restricted(CLASSIC_ZOD, SHARP) },
  { files: [SHARP_FILE], rules: restricted(CLASSIC_ZOD, CLIENTS) },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['**/main.ts', 'libs/engines/**', ...SPECS],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only main.ts reads the environment.' },
      ],
    },
  },
  { files: ['tools/bench/**/*.ts', 'docs/tour/**/*.ts'], rules: boundaries(layersOfSpecs) },
  { files: SPECS, rules: { ...boundaries(layersOfSpecs), 'max-lines': 'off' } },
  {
    files: ['package.json', 'libs/*/package.json', 'tools/*/package.json'],
    plugins: { '@nx': nx },
    languageOptions: { parser: jsonc },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          // Resolved at run time, where the platform has it.
          ignoredDependencies: ['@dynoxide/linux-x64'],
          ignoredFiles: [
            '{projectRoot}/**/*.spec.ts',
            '{projectRoot}/**/*.fixture.ts',
            '{projectRoot}/src/testing/**',
          ],
        },
      ],
    },
  },
);
