import { order, type Report } from '../control.ts';
import { GameServerError } from '../errors.ts';
import { openServer, type OpenServer } from './open-server.ts';

let server: OpenServer | undefined;

const report = (message: Report) => process.send?.(message);
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function obey(message: unknown): Promise<void> {
  const given = order.parse(message);
  if (given.type === 'open') await open(given.settings);
  else if (given.type === 'place') place(given.id, given.session);
  else {
    await server?.stop();
    process.exit();
  }
}

async function open(settings: Parameters<typeof openServer>[0]): Promise<void> {
  try {
    server = await openServer(settings, (text) => report({ type: 'notice', text }));
    report({ type: 'opened', address: server.address, port: server.port });
  } catch (error) {
    report({ type: 'failed', reason: reasonOf(error) });
  }
}

function place(id: number, session: unknown): void {
  if (!server) return;
  try {
    report({ type: 'placed', id, placement: server.place(session) });
  } catch (error) {
    if (!(error instanceof GameServerError)) throw error;
    report({ type: 'refused', id, reason: error.message });
  }
}

process.on('message', (message) => void obey(message));
// The parent is gone, however it ended: nothing else may place sessions.
process.on('disconnect', () => process.exit());
