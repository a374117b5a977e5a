import { spawn } from 'node:child_process';

/** Kills process groups when this process ends in any way, `kill -9` included. */
export type ProcessReaper = {
  watch(groupId: number): void;
  forget(groupId: number): void;
  /** Kills whatever is still watched and ends the reaper. */
  stop(): void;
};

/** Keeps the list of groups in `groups`; end of input means that the parent is gone. */
const script = `
groups=
while read -r action group; do
  case $action in
    watch) groups="$groups $group" ;;
    forget) rest=; for each in $groups; do [ "$each" = "$group" ] || rest="$rest $each"; done; groups=$rest ;;
  esac
done
for each in $groups; do kill -s KILL -- "-$each"; done
`;

/**
 * Starts the reaper: a shell in a session of its own that reads groups from a pipe. A function in an endless loop
 * never notices that its parent is gone, so somebody else must.
 */
export function startProcessReaper(): ProcessReaper {
  const shell = spawn('/bin/sh', ['-c', script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  shell.unref();
  shell.stdin.on('error', () => undefined); // A reaper that was killed leaves the functions' own exit on disconnect.
  const tell = (action: string, groupId: number) => shell.stdin.write(`${action} ${groupId}\n`);
  return {
    watch: (groupId) => void tell('watch', groupId),
    forget: (groupId) => void tell('forget', groupId),
    stop: () => void shell.stdin.end(),
  };
}
