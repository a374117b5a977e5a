import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ApiError } from './api-error.ts';
import { type JsonApi, jsonService, operation } from './json-service.ts';
import { serveService } from './serve-service.fixture.ts';

const API: JsonApi = {
  name: 'notes',
  version: '1.1',
  targets: ['Notes'],
  refusals: { failed: { status: 503, code: 'NotesUnavailable', message: 'Notes are not available.' } },
};

const FREE = { free: 'https://notes.test/' };
const noteInput = z.strictObject({ Name: z.string().default('first') });

/** A service of notes by name. */
const OPTIONS = {
  context: new Map([['first', 'hello']]),
  operations: {
    GetNote: operation(noteInput, (context: Map<string, string>, { Name }) => {
      const Text = context.get(Name);
      if (Text === undefined) throw new ApiError('NoSuchNote', `There is no note ${Name}`, 404);
      return { Text };
    }),
    TouchNote: operation(noteInput, () => undefined),
    BreakNote: operation(noteInput, (_: Map<string, string>, { Name }) => ({ Text: z.number().parse(Name) })),
  },
  access: { GetNote: FREE, TouchNote: FREE, BreakNote: FREE },
};
const notes = jsonService(API, OPTIONS);

let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => void (server = await serveService(notes)));
afterAll(() => server.close());

async function call(target: string, body: string) {
  const response = await fetch(server.url, { method: 'POST', headers: { 'x-amz-target': target }, body });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const TYPE = 'application/x-amz-json-1.1';
const refused = (__type: string, message: unknown) => expect.objectContaining({ __type, message });

describe('a JSON service', () => {
  it('runs an operation on its input, and answers its output in the version of the API', async () => {
    const answer = await call('Notes.GetNote', '{"Name":"first"}');
    expect(answer).toEqual({ status: 200, type: TYPE, text: '{"Text":"hello"}' });
  });

  it('takes an empty body for an object without members, and answers no output with an empty body', async () => {
    expect((await call('Notes.GetNote', '')).text).toBe('{"Text":"hello"}');
    expect(await call('Notes.TouchNote', '{}')).toEqual({ status: 200, type: TYPE, text: '' });
  });

  it.each([
    ['what its schema does not take', 'GetNote', '{"Name":1}', 400, 'ValidationException', /Name/],
    ['a member that it does not know', 'GetNote', '{"Nme":"x"}', 400, 'ValidationException', /Nme/],
    ['what the operation refuses', 'GetNote', '{"Name":"x"}', 404, 'NoSuchNote', /no note x/],
    ['malformed JSON', 'GetNote', '{"Name"', 400, 'SerializationException', /JSON/],
    ['an operation that it lacks', 'DropNote', '{}', 501, 'NotImplementedException', /notes:DropNote/],
    [
      'its own failure, a schema of its own work included',
      'BreakNote',
      '{}',
      503,
      'NotesUnavailable',
      /number/,
    ],
  ])('says of %s what and why', async (_, name, body, status, code, message) => {
    const answer = await call(`Notes.${name}`, body);
    expect({ ...answer, text: JSON.parse(answer.text) }).toEqual({
      status,
      type: TYPE,
      text: refused(code, expect.stringMatching(message)),
    });
  });

  it.each([
    'Notes.GetNote.DropNote',
    'Notes.GetNote, Notes.TouchNote',
    'notes.getnote',
    'Notes.',
    '.GetNote',
    '',
  ])('takes the target %j for no operation of its own', async (target) => {
    expect((await call(target, '{}')).status).toBe(501);
  });

  it('takes text that is no UTF-8 for no JSON', async () => {
    const headers = { 'x-amz-target': 'Notes.GetNote' };
    const response = await fetch(server.url, {
      method: 'POST',
      headers,
      body: Buffer.from('{"Name":"\xff"}', 'latin1'),
    });
    expect(await response.json()).toMatchObject({ __type: 'SerializationException' });
  });

  it.each([
    ['an operation without a rule', { GetNote: FREE, TouchNote: FREE }, 'BreakNote'],
    ['a rule without an operation', { GetNote: FREE, TouchNote: FREE, BreakNote: FREE, Drop: FREE }, 'Drop'],
  ])('does not open with %s', (_, access, name) => {
    expect(() => jsonService(API, { ...OPTIONS, access })).toThrow(
      `notes: operations and access rules differ in ${name}`,
    );
  });

  it('is not asked by the target of another service', async () => {
    const answer = await call('Other.GetNote', '{}');
    expect(JSON.parse(answer.text)).toMatchObject({
      message: 'The local stack does not support this notes request',
    });
  });
});
