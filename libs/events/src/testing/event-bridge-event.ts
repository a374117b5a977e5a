/** An event of EventBridge with this detail. */
export function buildEventBridgeEvent(
  detail: unknown,
  options: { source?: string; detailType?: string } = {},
) {
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': options.detailType ?? 'RideEnded',
    source: options.source ?? 'rides',
    account: '123456789012',
    time: '2026-11-27T06:00:00Z',
    region: 'ap-northeast-2',
    resources: ['arn:aws:events:ap-northeast-2:123456789012:rule/rides'],
    detail,
  };
}
