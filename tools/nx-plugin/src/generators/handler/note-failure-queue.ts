import type { Tree } from '@nx/devkit';
import { GeneratorError } from '../edit/errors.ts';
import type { Spellings } from '../edit/names.ts';
import { writeFormatted } from '../edit/render.ts';
import type { Trigger } from './triggers.ts';

const PAGE = 'docs/operating.md';
const SECTION = '### NotEmptyAlarm';

/** Names the handler's queue of failures where the page about alarms lists them. Throws when the page has no such list. */
export async function noteFailureQueue(
  tree: Tree,
  { name }: Spellings,
  { failures }: Trigger,
): Promise<void> {
  if (failures === undefined) return;
  const text = tree.read(PAGE, 'utf8') ?? '';
  const row = `| \`${failures.queue.replace('<name>', name)}\` | ${failures.holds} |`;
  const lines = text.split('\n');
  const section = lines.indexOf(SECTION);
  const first = lines.findIndex((line, index) => index > section && line.startsWith('|'));
  if (section === -1 || first === -1)
    throw new GeneratorError(`${PAGE} has no table of queues below "${SECTION}"; add it, and run again`);
  const end = lines.findIndex((line, index) => index > first && !line.startsWith('|'));
  await writeFormatted(tree, PAGE, lines.toSpliced(end, 0, row).join('\n'));
}
