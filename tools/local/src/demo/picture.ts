import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { workspaceRoot } from '../cli/build-assembly.ts';

/** Draws what the demo printed, from its first blank line on: `npm run -s demo | npm run demo:picture`. */
const FILE = join(workspaceRoot, 'docs/images/demo.svg');
const LINE_HEIGHT = 19;
const CHARACTER_WIDTH = 8.1;
const MARGIN = 18;

const escape = (line: string) =>
  line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0');
const colourOf = (line: string) =>
  line.startsWith('  ✔') ? '#3fb950' : line.startsWith('    ') ? '#8b949e' : '#e6edf3';

/** A terminal window with these lines in it. */
function draw(lines: readonly string[]): string {
  const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * CHARACTER_WIDTH + 2 * MARGIN);
  const height = lines.length * LINE_HEIGHT + 2 * MARGIN;
  const rows = lines.map((line, row) => {
    const y = MARGIN + (row + 0.75) * LINE_HEIGHT;
    return `<text x="${MARGIN}" y="${y}" fill="${colourOf(line)}">${escape(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}"
 font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13.5">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join('\n')}
</svg>
`;
}

const output = await text(process.stdin);
mkdirSync(dirname(FILE), { recursive: true });
writeFileSync(
  FILE,
  draw(`$ npm run demo\n${output.slice(output.indexOf('\nGateway and engines'))}`.trimEnd().split('\n')),
);
