import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetStaging, Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Puts the x64 zip of an app with native code beside its asset, the zip for arm64, as `asset.<hash>.x64.zip`. It is no
 * asset and is not deployed: the local stack runs it where the laptop has that processor.
 */
export function addX64Zip(scope: Construct, zip: string): void {
  const { assetHash } = new AssetStaging(scope, 'Arm64Zip', { sourcePath: zip });
  const folder = Stage.of(scope)?.outdir;
  if (folder === undefined) throw new Error(`${scope.node.path} is in no app`);
  copyFileSync(zip.replace(/\.zip$/, '-x64.zip'), join(folder, `asset.${assetHash}.x64.zip`));
}
