import process from 'node:process';

// In JavaScript, since it runs before programs in TypeScript, which an older Node refuses with an error of syntax.
const { node } = process.versions;
const major = Number.parseInt(node, 10);
const HOW = 'On Linux `npm ci` brings Node 24; elsewhere install what .nvmrc names.';
if (major < 22) process.stderr.write(`Hanok needs Node 22 or newer; this is Node ${node}. ${HOW}\n`);
else if (major < 24)
  process.stderr.write(
    `The libraries run on Node ${node}; the scripts of this workspace need Node 24 or newer. ${HOW}\n`,
  );
if (major < 24) process.exitCode = 1;
