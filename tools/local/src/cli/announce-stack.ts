import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ignoredLines } from '../template/ignored.ts';
import type { Stack } from '../stack/start-stack.ts';
import { lines, paint, print, printable, text } from './terminal.ts';

/**
 * Writes `outputs.json` in the shape of `cdk deploy --outputs-file`, and beside the stacks `Local`: what else a client
 * on this machine needs. Answers its path.
 */
export function writeOutputs({ outputs, url, redisCa }: Stack, folder: string): string {
  const file = join(folder, 'outputs.json');
  const Local = { GatewayUrl: url, ...(redisCa !== undefined && { RedisCertificate: redisCa }) };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...outputs, Local }, undefined, 2)}\n`);
  return file;
}

/** Prints what the stack consists of and, last, that it is ready. */
export function announceStack(stack: Stack, started: { ms: number; outputsFile: string }): void {
  print(text`\n${paint('dim', 'Ignored on a laptop:')}`);
  const width = Math.min(process.stdout.columns || 100, 120);
  for (const line of ignoredLines(stack.ignored))
    print(paint('dim', lines(wrapWords(printable(line), width, 2, 6))));
  for (const [name, outputs] of Object.entries(stack.outputs)) {
    print(text`\n${paint('bold', name)}`);
    for (const [id, value] of Object.entries(outputs)) print(text`  ${id.padEnd(30)} ${value}`);
  }
  const outputsFile = relative(process.cwd(), started.outputsFile);
  const ready = paint('green', `Ready after ${started.ms} ms`);
  print(
    text`\n${ready}: ${stack.url} (a browser shows there what runs; outputs in ${outputsFile}, Ctrl-C stops)\n`,
  );
}

/** Breaks text at spaces into lines of at most `width` columns: `first` spaces before the first, `rest` before the others. */
export function wrapWords(text: string, width: number, first: number, rest: number): string {
  const lines: string[] = [];
  let line = ' '.repeat(first);
  for (const word of text.split(' ')) {
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    if (longer.length > width && line.trim() !== '') {
      lines.push(line);
      line = ' '.repeat(rest) + word;
    } else line = longer;
  }
  return [...lines, line].join('\n');
}
