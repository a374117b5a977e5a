/** The first Node 22 whose SQLite and whose hooks of `require` do what the stack needs; no Node 23 has both. */
const LEAST = { major: 22, minor: 19 };

const REFUSAL = `const { node } = process.versions;
const [major, minor] = node.split('.').map(Number);
const refusal =
  major < ${LEAST.major} || (major === ${LEAST.major} && minor < ${LEAST.minor}) || major === 23
    ? \`@hanok/local needs Node ${LEAST.major}.${LEAST.minor} or newer, but not 23; this is Node \${node}\`
    : undefined;
`;
const REFUSE = `${REFUSAL}if (refusal !== undefined) throw new Error(refusal);
`;

const BIN = `#!/usr/bin/env node
${REFUSAL}if (refusal === undefined) await import('./hanok-local.js');
else {
  process.stderr.write(\`\${refusal}\\n\`);
  process.exitCode = 1;
}
`;

/** What it re-exports loads the stack at its first call. */
const INDEX = `export * from './published.js';
${REFUSE}`;

/** Jest runs CommonJS in a context that has no modules: Node's own `require` loads them outside of it. */
const COMMON_JS = `'use strict';
${REFUSE}const outside = require('node:vm').runInThisContext('globalThis.process');
const { createRequire } = outside.getBuiltinModule('node:module');
module.exports = createRequire(__filename)('./published.js');
`;

/** The Node that the package asks for. */
export const ENGINES = { node: `^${LEAST.major}.${LEAST.minor}.0 || >=24` };

/** What is written by hand into `dist`, by file name: an older Node is refused by name before it parses the rest. */
export const ENTRIES: Readonly<Record<string, string>> = {
  'bin.js': BIN,
  'index.js': INDEX,
  'index.cjs': COMMON_JS,
};
