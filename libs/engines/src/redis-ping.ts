import { connect } from 'node:net';

const ANSWER_MS = 500;

/** Whether a Redis server on 127.0.0.1 serves commands: false when no program listens or its data is still loading. */
export function answersPing(port: number, password?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8');
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => {
      if (password !== undefined) socket.write(command('AUTH', password));
      socket.write(command('PING'));
    });
    socket.on('data', (text: string) => {
      answer += text;
      if (answer.includes('+PONG\r\n')) resolve(true);
      if (answer.includes('+PONG\r\n') || answer.includes('\r\n-') || answer.startsWith('-'))
        socket.destroy();
    });
  });
}

/** A command as an array of bulk strings: https://redis.io/docs/latest/develop/reference/protocol-spec/ */
function command(...words: string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
