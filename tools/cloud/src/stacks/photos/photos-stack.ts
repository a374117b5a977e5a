import { PHOTO_TABLE, photoMachine } from '@hanok/photos';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { createDashboard } from '../../constructs/dashboard.ts';
import { noteFailedEvents } from '../../constructs/dead-letter-queue.ts';
import { HanokFunction } from '../../constructs/hanok-function.ts';
import { keptTable } from '../../constructs/kept-table.ts';
import { bucketSuffix, PrivateBucket } from '../../constructs/private-bucket.ts';
import { WorkflowMachine } from '../../constructs/workflow-machine.ts';

/** An upload to one bucket starts a machine, which puts the proxy of a photo into another. */
export class PhotosStack extends Stack {
  private readonly zips: string;

  /** `zips`: folder that holds `<app>/<app>.zip`, and `<app>/<app>-x64.zip` where the app has native code. */
  constructor(scope: Construct, id: string, props: { zips: string }) {
    super(scope, id, { description: 'Proxies of uploaded photos', analyticsReporting: false });
    this.zips = props.zips;
    const names = photosBucketNames(this);
    const photos = new PrivateBucket(this, 'PhotosBucket', { bucketName: names.photos });
    const proxies = new PrivateBucket(this, 'ProxiesBucket', { bucketName: names.proxies });
    const table = keptTable(this, 'PhotoTable', PHOTO_TABLE);
    const machine = new WorkflowMachine(this, 'Machine', {
      name: 'Photo',
      machine: photoMachine,
      functions: {
        'photo-inspect': this.addInspect(photos, table).function,
        'photo-proxy': this.addProxy(photos, proxies, table).function,
        'photo-fail': this.addFail(table).function,
      },
    });
    photos.notify(this.addStart(machine), ['s3:ObjectCreated:*']);
    createDashboard(this);
    new CfnOutput(this, 'PhotosBucketName', { value: photos.name });
    new CfnOutput(this, 'ProxiesBucketName', { value: proxies.name });
    new CfnOutput(this, 'PhotoStateMachineArn', { value: machine.arn });
  }

  /** It may start executions, look up one that has a name already, and nothing else. */
  private addStart(machine: WorkflowMachine): HanokFunction {
    const { zips } = this;
    const environment = { STATE_MACHINE_ARN: machine.arn };
    const start = new HanokFunction(this, 'PhotoStart', { name: 'photo-start', zips, environment });
    machine.allowStart(start);
    noteFailedEvents(this, start, { id: 'PhotoStartFailures', queueName: 'photo-start-failures' });
    return start;
  }

  private addInspect(photos: PrivateBucket, table: Table): HanokFunction {
    const inspect = this.addStep('PhotoInspect', 'photo-inspect', { PHOTO_TABLE: table.tableName });
    photos.allowObjects(inspect, ['s3:GetObject']);
    inspect.allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);
    return inspect;
  }

  private addProxy(photos: PrivateBucket, proxies: PrivateBucket, table: Table): HanokFunction {
    const environment = { PHOTO_TABLE: table.tableName, PROXIES_BUCKET: proxies.name };
    const proxy = this.addStep('PhotoProxy', 'photo-proxy', environment);
    photos.allowObjects(proxy, ['s3:GetObject']);
    // To replace a proxy only as it was seen takes the right to read it.
    proxies.allowObjects(proxy, ['s3:GetObject', 's3:PutObject']);
    proxy.allow(['dynamodb:UpdateItem'], table.tableArn);
    return proxy;
  }

  private addFail(table: Table): HanokFunction {
    const { zips } = this;
    const environment = { PHOTO_TABLE: table.tableName };
    const fail = new HanokFunction(this, 'PhotoFail', { name: 'photo-fail', zips, environment });
    fail.allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);
    return fail;
  }

  private addStep(id: string, name: string, environment: Record<string, string>): HanokFunction {
    const { zips } = this;
    return new HanokFunction(this, id, { name, zips, environment, native: true, memorySize: 1024 });
  }
}

/** `photos-<suffix>` and `photos-<suffix>-proxies`; see `bucketSuffix`, context value `photosSuffix`. */
function photosBucketNames(scope: Construct): { photos: string; proxies: string } {
  const suffix = bucketSuffix(scope, 'photosSuffix');
  return { photos: `photos-${suffix}`, proxies: `photos-${suffix}-proxies` };
}
