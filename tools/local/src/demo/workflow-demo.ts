import { print, text } from '../cli/terminal.ts';
import { commitmentTo, THIRTEEN } from '@hanok/drawing';
import { check, eventually } from './checks.ts';
import type { WorkflowClients } from './workflow-clients.ts';

/** A training: the states that it passes, in Korean, and what each drill recorded. */
export async function showTraining(workflows: WorkflowClients): Promise<void> {
  const request = { TraningType: '미드필더', Player: '지성' };
  print(text`\nA midfielder trains: POST /training ${JSON.stringify(request)}`);
  const id = await workflows.train(request);
  check('the same request is the same training', await workflows.train(request), id);
  await eventually('status', async () => (await workflows.training(id)).Status, 'SUCCEEDED');
  const { States, Drills } = await workflows.training(id);
  check('states passed', States, ['훈련', '패스 훈련', '프리킥 훈련']);
  const recorded = Drills.map(({ Drill, Player }) => `${Drill}: ${Player}`);
  check('recorded', recorded, ['패스 훈련: 지성', '프리킥 훈련: 지성']);
}

/** Two crawls of a local site: a page is stored, one that is not there is given up with its reason. */
export async function showCrawl(workflows: WorkflowClients, host: string): Promise<void> {
  print(text`\nTwo pages are crawled: http://${host}/ in EUC-KR, and http://${host}/gone`);
  const page = await workflows.startCrawl(`http://${host}/`);
  const gone = await workflows.startCrawl(`http://${host}/gone`);
  await eventually('the page', async () => (await workflows.crawl(page)).Status, 'stored');
  check('its title', (await workflows.crawl(page)).Page?.Title, '한국어 쪽');
  await eventually('the one that is not there', async () => (await workflows.crawl(gone)).Status, 'failed');
  print(text`    ${(await workflows.crawl(gone)).Reason}`);
}

/** A draw whose seed is bound to it by a hash that anybody can compute again. */
export async function showDraw(workflows: WorkflowClients): Promise<void> {
  print(text`\nThirteen names are drawn: GET /draw`);
  const { Commitment, Teams, LeftOut, Seed } = await workflows.draw();
  for (const team of Teams) print(text`    ${team.join(', ')}`);
  check('placed and left out', [Teams.flat().length, LeftOut.length], [12, 1]);
  check('its commitment, computed again', commitmentTo(THIRTEEN, Seed), Commitment);
}
