import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { mapStack } from './map-executor.ts';
import { sourceBytes } from './source-bytes.ts';

const FOLDER = 'dist/apps/game-sqs-process';
const built = join(import.meta.dirname, '../../../..', FOLDER);
const payload = JSON.parse(readFileSync(join(built, 'main.js.map'), 'utf8'));
const map = new SourceMap(payload);
const code = readFileSync(join(built, 'main.js'), 'utf8');

/** A place in the bundle, as a stack says it, and where it is in the sources. */
const TEXT = 'has failed';
const made = code.lastIndexOf('throw new ') + 1;
const line = code.slice(0, made).split('\n').length;
const column = made - code.lastIndexOf('\n', made - 1);
const place = `main.js:${line}:${column}`;
const { text: source } = mapStack(place, map, FOLDER);

describe('a stack', () => {
  it('leads to a line of a source', () => {
    const [, file = '', at = ''] = /^(.+\.[jt]s):(\d+):\d+$/.exec(source) ?? [];
    const lines = readFileSync(join(built, '../../..', file), 'utf8').split('\n');
    expect(lines[Number(at) - 1]).toMatch(/Error|throw/);
  });

  it.each([
    `Error: ${TEXT}\n    at async Runtime.handler (/var/task/${place})\n    at new a (/var/task/${place})`,
    `    at file:///var/task/${place}`,
    `{"level":"ERROR","error":{"message":"${TEXT}","stack":["b (/var/task/${place})","/var/task/${place}"]}}`,
    `2026-11-27T00:00:00Z\tid\tERROR\t{"stack":"Error\\n    at b (/var/task/${place})"}`,
  ])('has the places of the sources instead: %j', (stack) => {
    const found = mapStack(stack, map, FOLDER);
    expect(found.places).toBe(stack.split(place).length - 1);
    expect(found.text).toBe(
      stack.replaceAll(`file:///var/task/${place}`, source).replaceAll(`/var/task/${place}`, source),
    );
  });

  it.each([
    'domain.js:1:20',
    'main.js.map:1:20',
    'main.js:1',
    'node:internal/main.ts:1:2',
    'main.js:999999:1',
  ])('keeps what is no place of the bundle: %s', (other) => {
    expect(mapStack(other, map, FOLDER)).toEqual({ text: other, places: 0 });
  });
});

it('the bytes of all sources are those of the bundle', () => {
  const bytes = [...sourceBytes(code, payload).values()].reduce((sum, each) => sum + each, 0);
  expect(bytes + code.split('\n').length - 1).toBe(Buffer.byteLength(code));
});
