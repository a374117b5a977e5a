import { fileURLToPath } from 'node:url';
import { CrawlerStack } from './crawler-stack.ts';
import { DrawStack } from './draw-stack.ts';
import { describeFinding, failsBuild } from './findings.ts';
import { GomokuStack } from './gomoku-stack.ts';
import { HelloStack } from './hello-stack.ts';
import { PhotosStack } from './photos-stack.ts';
import { synthesize } from './synthesize.ts';
import { ThumbnailsStack } from './thumbnails-stack.ts';
import { TrainingStack } from './training-stack.ts';
import { WildRydesStack } from './wild-rydes-stack.ts';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));

const findings = synthesize(`${dist}/cdk.out`, (app) => {
  new GomokuStack(app, 'Gomoku', { zips: `${dist}/apps` });
  new WildRydesStack(app, 'WildRydes', { zips: `${dist}/apps` });
  new HelloStack(app, 'Hello', { zips: `${dist}/apps` });
  new TrainingStack(app, 'Training', { zips: `${dist}/apps` });
  new CrawlerStack(app, 'Crawler', { zips: `${dist}/apps` });
  new DrawStack(app, 'Draw', { zips: `${dist}/apps` });
  new ThumbnailsStack(app, 'Thumbnails', { zips: `${dist}/apps` });
  new PhotosStack(app, 'Photos', { zips: `${dist}/apps` });
});
for (const finding of findings) console.error(describeFinding(finding));
if (failsBuild(findings)) process.exitCode = 1;
