import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { eventually } from '@hanok/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChatStack, startChat, talk } from './chat-stack.fixture.ts';
import { runPage } from './hostile-page.fixture.ts';

let stack: ChatStack;
let users: Awaited<ReturnType<ChatStack['signUp']>>[];
beforeAll(async () => {
  stack = await startChat();
  users = await Promise.all([stack.signUp('kim'), stack.signUp('lee')]);
});
afterAll(() => stack.stop());

/** In the page: tickets by `fetch`, and the browser's own WebSocket. */
const clients = () => `
  const [kim, lee] = ${JSON.stringify(users.map(({ idToken }) => idToken))};
  const chatUrl = ${JSON.stringify(stack.chatUrl)};
  const ticket = async (token) => {
    const asked = { method: 'POST', headers: { Authorization: token } };
    return (await (await fetch(${JSON.stringify(stack.ticketUrl)}, asked)).json()).Ticket;
  };
  /** What became of it: a talker, or the code with which it was closed. */
  const connect = (page, address, protocols = []) => new Promise((resolve) => {
    const socket = new page.WebSocket(address, protocols);
    const frames = [];
    const closed = new Promise((end) => {
      socket.onclose = ({ code, reason }) => { end(code + ' ' + reason); resolve(String(code)); };
    });
    socket.onmessage = ({ data }) => frames.push(JSON.parse(data));
    socket.onopen = () => resolve({ socket, frames, closed });
  });
  const connectAs = async (token, page = window) => connect(page, chatUrl + '?ticket=' + await ticket(token));
  const send = ({ socket }, message) => socket.send(JSON.stringify(message));
  const until = async (look) => {
    for (;;) {
      const seen = look();
      if (seen) return seen;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const heard = ({ frames }, test) => until(() => frames.find(test));
  const numbers = ({ frames }) => frames.filter(({ type }) => type === 'message').map(({ seq }) => seq).sort();
`;

describe('a page of another site in a real browser', () => {
  it('does not connect, by whatever name it has for this machine, and uses up no ticket', async () => {
    const address = `${stack.chatUrl}?ticket=${await stack.ticketFor(users[0]?.idToken ?? '')}`;
    const attempts = await runPage(
      'evil.example',
      `${clients()}
      const address = ${JSON.stringify(address)};
      const rebound = address.replace('127.0.0.1', 'rebound.example');
      return { direct: await connect(window, address), rebound: await connect(window, rebound) };`,
    );
    expect(attempts).toEqual({ direct: '1006', rebound: '1006' });
    (await talk(address)).socket.close();
  });
});

describe('a page of this machine in a real browser', () => {
  it('chats with another page, and sees the codes of every end', async () => {
    const page = runPage(
      'localhost',
      `${clients()}
      const iframe = document.createElement('iframe');
      iframe.src = '/second';
      await new Promise((resolve) => { iframe.onload = resolve; document.body.append(iframe); });
      const first = await connectAs(kim);
      const second = await connectAs(lee, iframe.contentWindow);
      const room = 'pages';
      for (const talker of [first, second]) {
        send(talker, { action: 'join', room });
        await heard(talker, ({ type }) => type === 'joined');
      }
      send(first, { action: 'message', room, clientId: 'a', text: '안녕 🙂' });
      send(second, { action: 'message', room, clientId: 'b', text: 'hello' });
      for (const talker of [first, second]) await until(() => numbers(talker).length === 2);
      const seen = second.frames.find(({ type, text }) => type === 'message' && text === '안녕 🙂');

      const binary = await connectAs(kim);
      binary.socket.send(new Uint8Array([1]));
      const large = await connectAs(kim);
      large.socket.send('가'.repeat(11_000));
      const own = await connectAs(kim);
      own.socket.close(4000, 'enough');
      const used = await ticket(kim);
      const once = await connect(window, chatUrl + '?ticket=' + used);
      const again = await connect(window, chatUrl + '?ticket=' + used);
      const subprotocol = await connect(window, chatUrl + '?ticket=' + await ticket(kim), ['chat.1']);
      const attempts = {
        numbers: JSON.stringify([first, second].map(numbers)), sender: seen.senderId,
        extensions: first.socket.extensions, again, subprotocol, without: await connect(window, chatUrl),
        binary: await binary.closed, large: await large.closed, own: await own.closed,
      };
      send(once, { action: 'join', room: 'last' });
      return { ...attempts, stopped: await once.closed };`,
    );
    const [kim] = users;
    const Key = { Room: { S: 'last' }, MemberId: { S: kim?.memberId ?? '' } };
    const joined = async () => {
      const get = new GetItemCommand({ TableName: 'ChatMembers', Key });
      expect((await stack.clients.dynamodb.send(get)).Item).toBeDefined();
    };
    await Promise.race([page, eventually(joined)]);
    await stack.stop();
    expect(await page).toEqual({
      ...{ numbers: '[[1,2],[1,2]]', sender: kim?.memberId, extensions: '' },
      ...{ again: '1006', subprotocol: '1006', without: '1006' },
      binary: '1003 Binary messages are not supported',
      large: '1009 Frame size limit exceeded',
      own: '4000 enough',
      stopped: '1001 Going away',
    });
  });
});
