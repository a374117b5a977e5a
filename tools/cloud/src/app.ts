import { fileURLToPath } from 'node:url';
import { ChatStack } from './stacks/chat/chat-stack.ts';
import { CrawlerStack } from './stacks/crawler/crawler-stack.ts';
import { DrawStack } from './stacks/draw/draw-stack.ts';
import { GomokuStack } from './stacks/gomoku/gomoku-stack.ts';
import { HelloStack } from './stacks/hello/hello-stack.ts';
import { MatchmakingStack } from './stacks/matchmaking/matchmaking-stack.ts';
import { PhotosStack } from './stacks/photos/photos-stack.ts';
import { ThumbnailsStack } from './stacks/thumbnails/thumbnails-stack.ts';
import { TrainingStack } from './stacks/training/training-stack.ts';
import { WildRydesStack } from './stacks/wild-rydes/wild-rydes-stack.ts';
import { describeFinding, failsBuild } from './synth/findings.ts';
import { synthesize } from './synth/synthesize.ts';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));

/** Folder of the cloud assembly. */
const [, , outdir = `${dist}/cdk.out`] = process.argv;

const findings = synthesize(outdir, (app) => {
  const props = { zips: `${dist}/apps` };
  new GomokuStack(app, 'Gomoku', props);
  new MatchmakingStack(app, 'Matchmaking', props);
  new WildRydesStack(app, 'WildRydes', props);
  new ChatStack(app, 'Chat', props);
  new HelloStack(app, 'Hello', props);
  new TrainingStack(app, 'Training', props);
  new CrawlerStack(app, 'Crawler', props);
  new DrawStack(app, 'Draw', props);
  new ThumbnailsStack(app, 'Thumbnails', props);
  new PhotosStack(app, 'Photos', props);
});
for (const finding of findings) console.error(describeFinding(finding));
if (failsBuild(findings)) process.exitCode = 1;
