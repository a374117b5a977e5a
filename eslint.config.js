import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import jsonc from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';
import { documentedExports } from './tools/nx-plugin/src/lint/documented-exports.js';

/** Who may import whom. A domain library never imports another: they meet through messages and streams. */
const layers = [
  { sourceTag: 'type:events', onlyDependOnLibsWithTags: ['type:events'] },
  { sourceTag: 'type:lambda', onlyDependOnLibsWithTags: ['type:events'] },
  { sourceTag: 'type:tables', onlyDependOnLibsWithTags: ['type:events'] },
  { sourceTag: 'type:workflows', onlyDependOnLibsWithTags: ['type:events'] },
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
/** CONTRIBUTING.md, "One way per concept". */
const ONE_WAY = [
  {
    selector: 'ExportAllDeclaration',
    message: 'Name what is exported: an index.ts is the list of what a library offers.',
  },
  {
    selector:
      ':matches(Program, ExportNamedDeclaration) > VariableDeclaration[kind="const"] > VariableDeclarator[id.name=/[a-z]/] > :matches(Literal, UnaryExpression[argument.type="Literal"], BinaryExpression[left.type="Literal"][right.type="Literal"])',
    message: 'A constant of a module is in UPPER_CASE.',
  },
  {
    selector: 'Property[key.name=/^(handle|record)$/] > CallExpression[callee.name=/^create[A-Z]/]',
    message: 'A handler is named by its verb, without `create`.',
  },
  {
    selector:
      'Identifier[name=/Guard|Patience|Leash|Obstacle|[Hh]onoured|[Ii]nert([A-Z]|$)|(^|[a-z])Packs?$/]',
    message:
      'Use the word of the field: fetch policy, timeouts, child process, cancellation, supported, ignored, batch.',
  },
];
const FIND = {
  selector:
    'TSMethodSignature[key.name=/^(get|load|look|read|fetch|query)/] > TSTypeAnnotation.returnType > TSTypeReference[typeName.name="Promise"] > TSTypeParameterInstantiation > TSUnionType > TSUndefinedKeyword',
  message: 'What reads one, and answers `undefined` when there is none, is named `find`.',
};
const CLOCK = {
  selector:
    'TSPropertySignature[key.name="now"] TSFunctionType:not([returnType.typeAnnotation.typeName.name="Date"])',
  message: 'A clock is `now: () => Date`.',
};
const CLIENT_OPTIONS = {
  selector:
    'NewExpression[callee.name=/Client$/]:not(:has(CallExpression[callee.name="clientOptions"]), [arguments.0.name="options"])',
  message: 'A client of AWS takes `clientOptions()`.',
};
const CREATE_TABLE = {
  selector: 'ImportSpecifier[imported.name="CreateTableCommand"]',
  message: 'Define the table with `defineTable`; `startTables` makes it for specs.',
};
const REGEXP_OF_TEXT = {
  selector: 'NewExpression[callee.name="RegExp"]',
  message: 'Text from outside never becomes a regular expression: some take for ever. Match it by hand.',
};
/** The page of the console shows what anyone may have written, in two languages. */
const PAGE_SYNTAX = [
  {
    selector:
      "JSXAttribute[name.name='dangerouslySetInnerHTML'], MemberExpression[property.name=/^(inner|outer)HTML$/]",
    message: 'What the page shows is text: markup from the stack is never rendered.',
  },
  {
    selector: 'JSXText[value=/\\p{L}{2}/u]',
    message: 'Texts are in the texts.ts of the pane, in English and Korean.',
  },
];
const PAGE_IMPORTS = {
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          group: ['**/api/*'],
          allowTypeImports: true,
          message: 'The page takes only types: zod stays out of it.',
        },
        { group: ['node:*', 'zod', '@hanok/*'], message: 'The page runs in a browser.' },
      ],
    },
  ],
};
const syntax = (...rules) => ({ 'no-restricted-syntax': ['error', WHOLE_ZOD, ...ONE_WAY, ...rules] });
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
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    plugins: { '@nx': nx, hanok: { rules: { 'documented-exports': documentedExports } } },
    rules: {
      'hanok/documented-exports': 'error',
      ...boundaries(layers),
      ...syntax(CREATE_TABLE),
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
  { files: ['libs/**/*.ts', 'apps/**/*.ts'], rules: syntax(CREATE_TABLE, CLOCK) },
  { files: ['libs/*/src/{tables,store}/**/*.ts'], ignores: SPECS, rules: syntax(CREATE_TABLE, CLOCK, FIND) },
  { files: ['apps/**/main.ts'], rules: syntax(CREATE_TABLE, CLOCK, CLIENT_OPTIONS) },
  // What makes tables, or runs the server that does.
  { files: ['libs/tables/**', 'libs/testing/**', 'tools/local/**'], rules: syntax(CLOCK) },
  { files: ['tools/local/**'], rules: syntax() },
  {
    files: ['tools/local/src/**'],
    // Queries of Logs Insights hold regular expressions; they run in a thread that is ended when they take too long.
    ignores: [...SPECS, 'tools/local/src/services/logs/insights/compile-regex.ts'],
    rules: syntax(REGEXP_OF_TEXT),
  },
  {
    files: ['tools/local/src/**'],
    ignores: [...SPECS, 'tools/local/src/cli/terminal.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['tools/console/src/page/**'],
    ignores: SPECS,
    rules: { ...PAGE_IMPORTS, ...syntax(...PAGE_SYNTAX) },
  },
  // Plain JavaScript, as a team writes it. In TypeScript the compiler knows what Node offers.
  { files: ['docs/consumer/**/*.mjs'], languageOptions: { globals: { fetch: 'readonly' } } },
  { files: ['tools/bench/**/*.ts', 'docs/*/**/*.ts'], rules: boundaries(layersOfSpecs) },
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
