import * as z from 'zod';
import { arnOf } from '../../../arn.ts';
import { ApiError } from '../../../gateway/api-error.ts';
import { type JsonOperation, operation, parseJson } from '../../../gateway/json-service.ts';
import { type CloudWatch, seconds } from '../cloudwatch.ts';
import type { Dashboard } from '../dashboard-rows.ts';
import { page } from './page.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
const MOST_BYTES = 1_048_576;
const MOST_DASHBOARDS = 500;
const PAGE_SIZE = 1000;

export const dashboardName = z.string().regex(/^[\w-]{1,255}$/, 'must be 1 to 255 letters, digits, _ and -');
const named = z.strictObject({ DashboardName: dashboardName });
const body = z.looseObject({ widgets: z.array(z.looseObject({ type: z.string() })).max(500) });

export function dashboardArn({ account: { accountId } }: Pick<CloudWatch, 'account'>, name: string): string {
  return arnOf('cloudwatch', { accountId }, `dashboard/${name}`);
}

/** Keeps a dashboard. Throws `DashboardInvalidInputError` for a body that is none. */
export function keepDashboard(
  { dashboards, clock }: Pick<CloudWatch, 'dashboards' | 'clock'>,
  name: string,
  text: string,
): void {
  const isTooLong = Buffer.byteLength(text) > MOST_BYTES;
  const problem = isTooLong ? 'The body is over 1 MB' : body.safeParse(parseJson(text)).error;
  if (problem !== undefined)
    throw new ApiError(
      'DashboardInvalidInputError',
      `The dashboard body is invalid: ${typeof problem === 'string' ? problem : z.prettifyError(problem)}`,
    );
  const before = dashboards.find(name);
  if (before?.body === text) return;
  if (before === undefined && dashboards.all().length >= MOST_DASHBOARDS)
    throw new ApiError(
      'LimitExceededFault',
      `The account has ${MOST_DASHBOARDS} dashboards, which is the most.`,
    );
  dashboards.put({ name, body: text, changed: clock.now() });
}

/** The operations on dashboards, which the stack keeps and does not draw. */
export const DASHBOARD_OPERATIONS: Readonly<Record<string, JsonOperation<CloudWatch>>> = {
  PutDashboard: operation(
    z.strictObject({ DashboardName: dashboardName, DashboardBody: z.string() }),
    (context: CloudWatch, { DashboardName, DashboardBody }) => {
      keepDashboard(context, DashboardName, DashboardBody);
      return { DashboardValidationMessages: [] };
    },
  ),
  GetDashboard: operation(named, (context: CloudWatch, { DashboardName }) => {
    const { body: DashboardBody } = found(context, DashboardName);
    return { DashboardArn: dashboardArn(context, DashboardName), DashboardBody, DashboardName };
  }),
  ListDashboards: operation(
    z.strictObject({ DashboardNamePrefix: z.string().optional(), NextToken: z.string().optional() }),
    (context: CloudWatch, { DashboardNamePrefix = '', NextToken }) => {
      const all = context.dashboards.all().filter(({ name }) => name.startsWith(DashboardNamePrefix));
      const { items, ...next } = page(all, NextToken, PAGE_SIZE);
      return { DashboardEntries: items.map((each) => entryOf(context, each)), ...next };
    },
  ),
  DeleteDashboards: operation(
    z.strictObject({ DashboardNames: z.array(dashboardName).min(1).max(100) }),
    (context: CloudWatch, { DashboardNames }) => {
      for (const name of DashboardNames) found(context, name);
      for (const name of DashboardNames) context.dashboards.remove(name);
      return {};
    },
  ),
};

function entryOf(context: CloudWatch, { name, body: text, changed }: Dashboard): object {
  return {
    DashboardName: name,
    DashboardArn: dashboardArn(context, name),
    LastModified: seconds(changed),
    Size: Buffer.byteLength(text),
  };
}

function found({ dashboards }: CloudWatch, name: string): Dashboard {
  const dashboard = dashboards.find(name);
  if (dashboard !== undefined) return dashboard;
  throw new ApiError('DashboardNotFoundError', `Dashboard ${name} does not exist`, 404);
}
