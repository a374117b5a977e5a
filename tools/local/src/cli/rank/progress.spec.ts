import { describe, expect, it } from '@jest/globals';
import { progressText, showProgress } from './progress.ts';

function build(isTTY: boolean) {
  const written: string[] = [];
  const time = { now: 0 };
  const screen = { isTTY, write: (text: string) => written.push(text) };
  return { written, time, progress: showProgress(screen, () => time.now) };
}

describe('showProgress', () => {
  it('writes a line a second at most where lines stay', () => {
    const { written, time, progress } = build(false);
    for (time.now = 0; time.now <= 2_100; time.now += 100) progress.update(time.now * 10, 40_000);
    progress.end();
    expect(written).toEqual(['10,000 players read, about 25 %\n', '20,000 players read, about 50 %\n']);
  });

  it('fills a bar in its place on a terminal, and takes it away at the end', () => {
    const { written, time, progress } = build(true);
    time.now = 100;
    progress.update(500, 1_000);
    progress.end();
    const [bar = '', end] = written;
    expect(bar.startsWith('\r\u001b[2K')).toBe(true);
    expect(bar.match(/█/g)).toHaveLength(15);
    expect(bar.match(/░/g)).toHaveLength(15);
    expect(bar).toMatch(/500 players read, about 50 %$/);
    expect(end).toBe('\r\u001b[2K');
  });

  it('has no bar to fill when the board was empty', () => {
    const { written, time, progress } = build(true);
    time.now = 100;
    progress.update(2_500, 0);
    expect(written).toEqual(['\r\u001b[2K2,500 players read']);
  });
});

describe('progressText', () => {
  it.each([
    [0, 10, '0 players read, about 0 %'],
    [999, 1_000, '999 players read, about 99 %'],
    [1_500, 1_000, '1,500 players read, about 100 %'],
  ])('%d of %d is "%s"', (read, of, text) => {
    expect(progressText(read, of)).toBe(text);
  });
});
