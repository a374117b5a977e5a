import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { faultSchema } from '../faults/fault-plan.ts';
import { itemOf } from './data/item-json.ts';
import { inKorean } from './korean-errors.ts';

const TOOLS = join(import.meta.dirname, '../../..');

/** Where the sources say what is wrong with a request: in English, with values in between. */
const SAID = [
  /new ConsoleError\(\s*\d+,\s*(['`])(?<text>(?:\\.|(?!\1).)*)\1/gs,
  /const (?:reason|missing|rate|service|EXAMPLE) = (['`])(?<text>\S+ (?:\\.|(?!\1).)*)\1/gs,
  /(?:SyntaxError|wrong)\((['`])(?<text>(?:\\.|(?!\1).)*)\1/gs,
  /(['])(?<text>(?:write|must be|is no part) (?:\\.|(?!\1).)*)\1/gs,
];

/** All texts that the sources hold, a value for each place of one. */
function textsOf(...patterns: readonly string[]): string[] {
  const files = globSync(patterns, { cwd: TOOLS }).filter((file) => !/\.spec\.ts$|korean-errors/.test(file));
  const sources = files.map((file) => readFileSync(join(TOOLS, file), 'utf8'));
  const texts = SAID.flatMap((said) =>
    sources.flatMap((source) => [...source.matchAll(said)].map(({ groups }) => groups?.['text'] ?? '')),
  );
  const filled = texts.map((text) =>
    text.replaceAll('${CONSOLE_PATH}', '/_hanok').replaceAll(/\$\{[^}]+\}/g, '7'),
  );
  return [...new Set(filled)].filter((text) => /[a-z]{2}/.test(text)).toSorted();
}

const OURS = textsOf('local/src/console/**/*.ts', 'local/src/faults/fault-*.ts', 'console/src/api/*.ts');

describe('an error of the console in Korean', () => {
  it('is found in the sources', () => expect(OURS.length).toBeGreaterThan(45));

  it.each(OURS)('says %j', (text) => expect(inKorean(text)).toMatch(/[가-힣]/));

  it('keeps what was named, and says the rest', () => {
    expect(inKorean('There is no execution first of Groups')).toBe('Groups의 실행 first이(가) 없습니다');
    expect(inKorean('There is no queue $& $1')).toBe('큐 $& $1이(가) 없습니다');
    expect(inKorean('Count: write a list')).toBe('Count: 목록을 쓰세요');
    expect(inKorean('InvalidName: Invalid Name: 7')).toBe('InvalidName: Invalid Name: 7');
    expect(inKorean('')).toBe('');
  });

  it.each([
    { kind: 'throttle', service: 'sqs', operation: 'SendMessage', rate: 2 },
    { kind: 'throttle', service: 'sqs', operation: 'SendMessage', rate: 'x' },
    { kind: 'throttle', service: '', operation: 'SendMessage', rate: 1, times: 0 },
    { kind: 'none', service: 'sqs', more: 1 },
    {},
  ])('says each thing that is wrong with %j', (fault) => {
    const { error } = faultSchema.safeParse(fault);
    const lines = inKorean(z.prettifyError(error ?? new z.ZodError([]))).split('\n');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/[가-힣]|→ at /);
  });

  it.each([
    '{',
    '[]',
    '{"A":1}',
    '{"A":{"L":[{"S":1}]}}',
    '{"A":{"N":5}}',
    '{"A":{"B":"?"}}',
    '{"A":{"M":1}}',
  ])('says what is no item in %s', (text) => {
    let said = '';
    try {
      itemOf(text);
    } catch (error) {
      said = error instanceof Error ? error.message : '';
    }
    expect(said).not.toBe('');
    expect(inKorean(said)).toMatch(/[가-힣]/);
  });
});
