import { FLEET_TABLE, RIDE_RECEIPT_TABLE, RIDE_TABLE } from '@hanok/rides';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { allowedOrigin } from '../../constructs/allowed-origin.ts';
import { createDashboard } from '../../constructs/dashboard.ts';
import { HanokFunction } from '../../constructs/hanok-function.ts';
import { API_TIMEOUT } from '../../constructs/hanok-rest-api.ts';
import { keptTable } from '../../constructs/kept-table.ts';
import { KeptUserPool } from '../../constructs/kept-user-pool.ts';
import { WildRydesApi } from './wild-rydes-api.ts';

/** Signed-in riders request the nearest free unicorn. */
export class WildRydesStack extends Stack {
  private readonly zips: string;
  private readonly origin: string;
  private readonly tables: { rides: Table; fleet: Table; receipts: Table };

  /** `zips`: folder that holds `<app>/<app>.zip`. */
  constructor(scope: Construct, id: string, props: { zips: string }) {
    super(scope, id, { description: 'Wild Rydes: request a unicorn', analyticsReporting: false });
    this.zips = props.zips;
    this.origin = allowedOrigin(this);
    this.tables = {
      rides: keptTable(this, 'RideTable', RIDE_TABLE),
      receipts: keptTable(this, 'ReceiptTable', RIDE_RECEIPT_TABLE),
      fleet: keptTable(this, 'FleetTable', FLEET_TABLE),
    };
    const users = new KeptUserPool(this, 'Users', { name: 'WildRydes', accountsCan: 'call a unicorn' });
    const api = new WildRydesApi(this, 'Api', {
      origin: this.origin,
      users: users.pool,
      requestUnicorn: this.addRequestUnicorn().function,
      rideReader: this.addRideReader().function,
      rideComplete: this.addRideComplete().function,
    });
    createDashboard(this);
    new CfnOutput(this, 'RideApiUrl', { value: api.url });
    new CfnOutput(this, 'RidesTableName', { value: this.tables.rides.tableName });
    new CfnOutput(this, 'UserPoolId', { value: users.pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: users.client.userPoolClientId });
  }

  private addRequestUnicorn(): HanokFunction {
    const { rides, fleet, receipts } = this.tables;
    const request = this.addFunction('RequestUnicorn', 'request-unicorn', {
      RIDE_TABLE: rides.tableName,
      FLEET_TABLE: fleet.tableName,
      RECEIPT_TABLE: receipts.tableName,
    });
    // IAM checks a transaction item by item: a unicorn is updated, a ride and a receipt are put.
    request.allow(['dynamodb:PutItem'], rides.tableArn);
    request.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], receipts.tableArn);
    // The first unicorns are put when a scan of one item finds none.
    request.allow(['dynamodb:PutItem', 'dynamodb:Scan', 'dynamodb:UpdateItem'], fleet.tableArn);
    for (const index of Object.keys(FLEET_TABLE.indexes))
      request.allow(['dynamodb:Query'], `${fleet.tableArn}/index/${index}`);
    return request;
  }

  private addRideReader(): HanokFunction {
    const { rides } = this.tables;
    const reader = this.addFunction('RideReader', 'ride-reader', { RIDE_TABLE: rides.tableName });
    reader.allow(['dynamodb:GetItem'], rides.tableArn);
    return reader;
  }

  private addRideComplete(): HanokFunction {
    const { rides, fleet } = this.tables;
    const complete = this.addFunction('RideComplete', 'ride-complete', {
      RIDE_TABLE: rides.tableName,
      FLEET_TABLE: fleet.tableName,
    });
    complete.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], rides.tableArn);
    complete.allow(['dynamodb:UpdateItem'], fleet.tableArn);
    return complete;
  }

  private addFunction(id: string, name: string, tables: Readonly<Record<string, string>>): HanokFunction {
    return new HanokFunction(this, id, {
      name,
      zips: this.zips,
      timeout: API_TIMEOUT,
      environment: { ...tables, ALLOWED_ORIGINS: this.origin },
    });
  }
}
