import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { clientSettings, eventually } from '@hanok/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { assemblyFolder } from '../build-assembly.ts';
import { writeOutputs } from '../announce-stack.ts';
import { runScript } from '../start-process.fixture.ts';
import { type Stack, startStack } from '../../stack/start-stack.ts';
import { CHAT_USAGE } from './chat-options.ts';
import { findChat } from './chat-place.ts';
import { startTalker } from './talker.fixture.ts';

let folder: string;
let stack: Stack;
let outputsFile: string;
const said: string[] = [];
const talkers: ReturnType<typeof startTalker>[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hanok-chat-'));
  stack = await startStack({
    ...{ assembly: assemblyFolder, only: ['Chat'], port: 0 },
    ...{ onLine: ({ line }) => void said.push(line), onNotice: (text) => void said.push(text) },
  });
  outputsFile = writeOutputs(stack, folder);
});
afterEach(async () => {
  for (const talker of talkers.splice(0)) await talker.kill();
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

function talk(...args: string[]) {
  const talker = startTalker(outputsFile, ...args);
  talkers.push(talker);
  return talker;
}

/** Ends every connection of the chat, as API Gateway does after two hours. */
async function endConnections(): Promise<void> {
  const { outputs } = await findChat(outputsFile, undefined);
  const dynamodb = new DynamoDBClient(clientSettings(stack.url));
  const endpoint = outputs.ChatUrl.replace(/^ws/, 'http');
  const api = new ApiGatewayManagementApiClient({ ...clientSettings(stack.url), endpoint });
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'ChatConnections' }));
  for (const ConnectionId of new Set(Items.map(({ ConnectionId: id }) => id?.S)))
    await api.send(new DeleteConnectionCommand({ ConnectionId })).catch(() => undefined); // Some have ended.
  dynamodb.destroy();
  api.destroy();
}

const OBEYED = /[^\P{C}\n]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

describe('npm run chat', () => {
  it('lets two terminals talk, in Hangul, with a number for each message; Ctrl-C leaves', async () => {
    const room = '한옥 방';
    const kim = talk(room, '--name', 'kim');
    await kim.shows('There now, 1: kim');
    const lee = talk(room, '--name', '이순신');
    await Promise.all([lee.shows('There now, 2: '), kim.shows('→ 이순신 is there')]);
    kim.say('안녕하세요 👋');
    await Promise.all([kim.shows('✔ 1'), lee.shows('kim: 안녕하세요 👋')]);
    lee.say('/typing');
    await kim.shows('… 이순신 is typing');
    lee.say('반갑습니다');
    lee.say('//who 는 명령이 아니다');
    await Promise.all([lee.shows('✔ 3'), kim.shows('/who 는')]);
    const numbered = ['1 kim: 안녕하세요 👋', '2 이순신: 반갑습니다', '3 이순신: /who 는 명령이 아니다'];
    await eventually(() => expect([kim.messages(), lee.messages()]).toEqual([numbered, numbered]));
    lee.interrupt();
    await kim.shows('← 이순신 has left');
    kim.end();
    expect(await Promise.all([lee.ended, kim.ended])).toMatchObject([
      { code: 0, stdout: expect.stringMatching(/\nLeft\.\n$/), stderr: '' },
      { code: 0, stdout: expect.stringMatching(/\nLeft\.\n$/), stderr: '' },
    ]);
    expect(said.join('\n')).not.toMatch(/password|aA1!/i);
  });

  it('connects again when its connection ends, shows what it missed once, and sends on', async () => {
    const kim = talk('again', '--name', 'kim');
    await kim.shows('There now, 1');
    kim.say('one');
    // Its number and the message itself come by two ways.
    await Promise.all([kim.shows('✔ 1'), kim.shows('kim: one')]);
    await endConnections();
    await kim.shows('The connection ended (1000). Connecting again.');
    const lee = talk('again', '--name', 'lee');
    await lee.shows('Unread: 1');
    lee.say('two');
    await lee.shows('✔ 2');
    kim.say('three');
    await kim.shows('✔ 3');
    expect(kim.output()).toContain('Connected again, with what came after 1.');
    const numbered = ['1 kim: one', '2 lee: two', '3 kim: three'];
    await eventually(() => expect([kim.messages(), lee.messages()]).toEqual([numbered, numbered]));
  });

  it('shows what came after a number, says when there is a gap, and sends what a pipe has before it leaves', async () => {
    const writer = talk('pipe', '--name', 'kim');
    for (const line of ['a', 'b', 'c']) writer.say(line);
    writer.end();
    expect(await writer.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('✔ 3') });
    const [after, gap] = [talk('pipe', '--after', '1'), talk('pipe', '--after', '99')];
    await Promise.all([after.shows('kim: c'), gap.shows('kim: c')]);
    expect(after.messages()).toEqual(['2 kim: b', '3 kim: c']);
    expect(gap.output()).toContain('There is a gap: the room has no message 99, its last one is 3.');
    expect(gap.messages()).toEqual(['1 kim: a', '2 kim: b', '3 kim: c']);
  });

  it('only shows what would drive the terminal, from messages and from its own command line', async () => {
    const hostile = '\u001b[2J\u001b]0;x\u0007\u009b31m\u2028\u202e\u200b\u{e0041}';
    const [kim, lee] = [talk('hostile', '--name', 'kim'), talk('hostile', '--name', 'lee')];
    await Promise.all([kim.shows('There now'), lee.shows('There now')]);
    kim.say(`x${hostile}`);
    await lee.shows('kim: x\\u001b[2J');
    const { code, stderr } = await talk('room', `--${hostile}`).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    for (const text of [kim.output(), lee.output(), stderr]) expect(OBEYED.exec(text)).toBeNull();
  });

  it('says in one line what to do when there is no stack, no room or no such option', async () => {
    const notRunning = (at: string) =>
      `The local stack does not run${at}: start it with \`npm start\`, or name its gateway with --url\n`;
    const run = (file: string, ...args: string[]) => startTalker(file, ...args).ended;
    const none = join(folder, 'none.json');
    expect(
      await Promise.all([run(none, 'lobby'), run(none, 'lobby', '--url', 'http://127.0.0.1:1')]),
    ).toEqual([
      { code: 1, stdout: '', stderr: notRunning('') },
      { code: 1, stdout: '', stderr: notRunning(' at http://127.0.0.1:1') },
    ]);
    expect(await run(outputsFile)).toMatchObject({ code: 2, stderr: expect.stringMatching(/^ROOM: .*\n$/) });
    expect(await run(outputsFile, '$x', '--name', 'kim')).toMatchObject({
      ...{ code: 1, stderr: 'The room $x is refused: INVALID. A name has 1 to 100 bytes and no $ first\n' },
    });
    const help = await runScript('chat/chat.ts', ['--help']).ended;
    expect(help).toEqual({ code: 0, stdout: `${CHAT_USAGE}\n`, stderr: '' });
  });
});
