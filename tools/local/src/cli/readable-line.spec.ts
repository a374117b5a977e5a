import { describe, expect, it } from '@jest/globals';
import { endLine, reportLine, startLine } from '../services/lambda/runtime/report-lines.ts';
import { readableLine } from './readable-line.ts';

const ID = '8db27530-44a2-46af-989c-ae1a3f6ff1ce';
const figures = { requestId: ID, durationMs: 72.78, memorySizeMb: 128, maxMemoryUsedMb: 69 };
const ofPlatform = (line: string) => readableLine(line, true);
const ofFunction = (line: string) => readableLine(line, false);

describe('readableLine', () => {
  it('dims START with the whole request id, and END', () => {
    expect(ofPlatform(startLine(ID))).toEqual({ text: `START ${ID}`, style: 'dim' });
    expect(ofPlatform(endLine(ID))).toEqual({ text: 'END', style: 'dim' });
  });

  it('shows every figure of a REPORT', () => {
    expect(ofPlatform(reportLine({ ...figures, initMs: 155.56, status: undefined }))).toEqual({
      text:
        'REPORT Duration: 72.78 ms  Billed Duration: 229 ms  Memory Size: 128 MB  ' +
        'Max Memory Used: 69 MB  Init Duration: 155.56 ms',
    });
  });

  it('shows in red a REPORT of what the platform ended, and why it ended it', () => {
    const line = reportLine({ ...figures, initMs: undefined, status: 'timeout' });
    expect(ofPlatform(line)).toMatchObject({
      text: expect.stringContaining('Status: timeout'),
      style: 'red',
    });
    expect(ofPlatform('Error: exit status 1\nRuntime.ExitError')).toEqual({
      text: 'Error: exit status 1 Runtime.ExitError',
      style: 'red',
    });
  });

  it.each([startLine(ID), endLine(ID), reportLine({ ...figures, initMs: undefined, status: 'timeout' })])(
    'leaves as it is what a function wrote in the form of the platform: %s',
    (line) => {
      expect(ofFunction(line)).toEqual({ text: line });
    },
  );

  it.each([
    [
      '{"level":"info","service":"fn","message":"batch","requestId":"r","received":2}',
      'batch received=2',
      undefined,
    ],
    ['{"level":"warn","message":"slow","ms":9.5}', 'WARN slow ms=9.5', 'yellow'],
    ['{"level":"error","message":"failed","error":{"name":"E"}}', 'ERROR failed error={"name":"E"}', 'red'],
    ['{"level":"constructor","message":"odd"}', 'CONSTRUCTOR odd', undefined],
    [
      '{"_aws":{"Timestamp":1,"CloudWatchMetrics":[]},"service":"fn","Applied":1}',
      'metrics Applied=1',
      'dim',
    ],
    ['{"requestId":"r","httpMethod":"GET","status":"200"}', 'httpMethod=GET status=200', undefined],
    ['{"not":"closed"', '{"not":"closed"', undefined],
    ['[1]', '[1]', undefined],
    ['plain text\n', 'plain text', undefined],
  ])('reads %s', (line, text, style) => {
    expect(ofFunction(line)).toEqual({ text, style });
  });

  it('leaves as it is what is nested too deeply to be written again', () => {
    const deep = `{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(ofFunction(deep)).toEqual({ text: deep });
  });

  it('reads what console and the runtime write, an error with its stack on the same line', () => {
    const time = '2026-11-21T04:59:29.800Z';
    expect(ofFunction(`${time}\t${ID}\tINFO\thello {"a":1}`)).toEqual({ text: 'hello {"a":1}' });
    const error = {
      errorType: 'BadError',
      errorMessage: 'no',
      stack: ['BadError: no', '    at main.js:1:2'],
    };
    expect(ofFunction(`${time}\t${ID}\tERROR\tInvoke Error \t${JSON.stringify(error)}`)).toEqual({
      text: 'ERROR Invoke Error: BadError: no | at main.js:1:2',
      style: 'red',
    });
  });
});
