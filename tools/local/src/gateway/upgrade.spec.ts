import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { closeOf, serveApi } from '../services/websocket/web-socket.fixture.ts';

let api: Awaited<ReturnType<typeof serveApi>>;
afterEach(() => api?.stop());

describe('a request to upgrade', () => {
  it('at a path where no WebSocket API is, is refused', async () => {
    api = await serveApi();
    const socket = new WebSocket(api.url.replace('http', 'ws'));
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('Unexpected server response: 404');
  });

  it('of a page of another site is refused at every path', async () => {
    api = await serveApi();
    const socket = new WebSocket(api.url.replace('http', 'ws'), { origin: 'https://evil.example' });
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('Unexpected server response: 403');
  });

  it('to another protocol is answered as any request', async () => {
    api = await serveApi();
    const asked = request(api.url, { headers: { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c' } });
    asked.end();
    const [answer] = await once(asked, 'response');
    answer.resume();
    expect(answer.statusCode).toBe(403);
    expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
  });

  it('that was taken ends when the gateway stops', async () => {
    api = await serveApi();
    const closed = closeOf(await api.connect());
    const { stop } = api;
    await Promise.all([stop(), closed]);
    await expect(api.connect()).rejects.toThrow('ECONNREFUSED');
  });
});
