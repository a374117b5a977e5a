import { stripVTControlCharacters } from 'node:util';

/** How far a build of Nx has come, read from what it prints. */
export type BuildProgress = {
  /** Tasks in all; undefined until Nx says it. */
  total: number | undefined;
  /** Tasks that are done. */
  done: number;
  /** The project that was done last. */
  project: string | undefined;
};

/** `Running targets synth, build for 2 projects and 84 tasks they depend on:` */
const TOTAL = / for (?:(\d+) projects|project \S+) and (\d+) tasks? (?:it|they) depends? on/;
/** What the executors print of a bundle or zip that is there: `dist/apps/hello-world/hello-world.zip: 81.5 KB`. */
const MADE = /^dist\/apps\/([^/]+)\/(?:(main\.js)|\1(?:-x64)?\.zip): [\d.]+ KB$/;
/** `> nx run hello-world:build  [local cache]` */
const REUSED = /^> nx run (\S+):(\w+)\s+\[.*cache.*\]$/;
/** What Nx says at the end of a build that went well, and of each of its groups. */
const TOLD_BY_NX = /^ *NX +Running |^> nx run /;

/** Reads the lines of a build, one at a time. */
export function readBuildLines() {
  const done = new Set<string>();
  let total: number | undefined;
  let project: string | undefined;

  function add(line: string): BuildProgress {
    const plain = withoutColour(line);
    const [found, projects = '1', others] = TOTAL.exec(plain) ?? [];
    if (found !== undefined) total = Number(projects) + Number(others);
    const task = taskOf(plain);
    if (task !== undefined) {
      done.add(task);
      project = task.split(':')[0];
    }
    return { total, done: done.size, project };
  }

  return { add };
}

function taskOf(line: string): string | undefined {
  const [, app, bundle] = MADE.exec(line) ?? [];
  if (app !== undefined) return `${app}:${bundle === undefined ? 'zip' : 'build'}`;
  const [, reused, target] = REUSED.exec(line) ?? [];
  return reused === undefined ? undefined : `${reused}:${target}`;
}

/** What a build printed, without what went well: everything that the failed projects and Nx itself said of it. */
export function failureOutput(output: string): string {
  const kept = output.split('\n').filter((line) => {
    const plain = withoutColour(line);
    return taskOf(plain) === undefined && !TOLD_BY_NX.test(plain);
  });
  return kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Nx colours what it writes when the terminal, or the environment, asks for it. */
function withoutColour(line: string): string {
  return stripVTControlCharacters(line).trimEnd();
}
